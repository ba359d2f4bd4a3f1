import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';

/** The audit log shows so many entries of a guild. */
export const mostAudit = 15;

/** Forgets aesthetics that cannot come back and that no recipe names. Returns how many. */
export async function purgeAesthetics(db: Db, deletedBefore: number): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    DELETE FROM aesthetic a
    WHERE a.guild_id IS NOT NULL AND a.deleted_at < ${new Date(deletedBefore)} AND NOT EXISTS (
      SELECT 1 FROM generation g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id WHERE v.aesthetic_id = a.id AND NOT g.background)`);
}

/**
 * Source images that are in no version which is the newest of its aesthetic, or which a picture names: members have taken them out. The
 * versions that had them keep their vectors.
 */
export async function purgeTakenOut(db: Db): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    DELETE FROM aesthetic_image i WHERE i.aesthetic_id IN (SELECT aesthetic_id FROM aesthetic_version WHERE number > 1) AND NOT EXISTS (
      SELECT 1 FROM aesthetic_version_image m JOIN aesthetic_version v ON v.id = m.version_id WHERE m.image_id = i.id AND (
        v.number = (SELECT max(number) FROM aesthetic_version w WHERE w.aesthetic_id = v.aesthetic_id)
        OR EXISTS (SELECT 1 FROM generation g WHERE g.aesthetic_version_id = v.id AND NOT g.background)
        OR EXISTS (SELECT 1 FROM generated_image p WHERE p.aesthetic_version_id = v.id)))`);
}

/**
 * What was over before `before`, and what nobody reads any more but an export: requests that failed or were cancelled, those by which cards were
 * painted, warnings that were told, contests that never opened, and what the audit log no longer shows.
 */
export async function purgeExportOnly(db: Db, before: number): Promise<void> {
  const date = new Date(before);
  await db.generation.deleteMany({
    where: { status: { in: ['failed', 'cancelled'] }, finishedAt: { lt: date }, deliveredAt: { lt: date } },
  });
  await db.generation.deleteMany({ where: { background: true, deliveredAt: { lt: date } } });
  await db.memberWarning.deleteMany({ where: { shownAt: { lt: date } } });
  await db.contest.deleteMany({ where: { status: 'cancelled', createdAt: { lt: date } } });
  await db.$executeRaw(Prisma.sql`
    DELETE FROM audit_entry a WHERE a.created_at < ${date}
      AND NOT EXISTS (SELECT 1 FROM generation g WHERE g.id = a.generation_id AND g.deleted_at IS NULL)
      AND EXISTS (SELECT 1 FROM audit_entry b WHERE b.guild_id = a.guild_id AND b.created_at > a.created_at
        ORDER BY b.created_at OFFSET ${mostAudit - 1} LIMIT 1)`);
}
