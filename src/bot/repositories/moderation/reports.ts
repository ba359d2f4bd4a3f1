import { GenerationStatus, Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, newId, uuidOf } from '../../database/ids.js';
import type { ReportedPictures } from '../../types.js';
import { deletePictures } from '../generations/delivery.js';
import { resolvedOptions } from '../generations/jsonColumns.js';

const { delivered, waiting } = GenerationStatus;

/** The delivered generation that a message shows: its own, or its picture's in the showcase. */
export async function generationOfMessage(db: Db, guildId: string, messageId: string): Promise<string | undefined> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT g.id FROM generation g WHERE g.message_id = ${messageId} AND g.guild_id = ${guildId}
    UNION ALL
    SELECT i.generation_id FROM showcase_post s JOIN generated_image i ON i.id = s.image_id
    WHERE s.message_id = ${messageId} AND s.guild_id = ${guildId} LIMIT 1`);
  return rows.at(0) && idOf(rows[0].id);
}

/** By the generation's id, or by that of one of its pictures. */
export async function generationOfId(db: Db, guildId: string, id: string): Promise<string | undefined> {
  const uuid = uuidOf(id);
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT id FROM generation WHERE id = ${uuid}::uuid AND guild_id = ${guildId}
    UNION ALL
    SELECT g.id FROM generated_image i JOIN generation g ON g.id = i.generation_id
    WHERE i.id = ${uuid}::uuid AND g.guild_id = ${guildId} LIMIT 1`);
  return rows.at(0) && idOf(rows[0].id);
}

/** What moderators look at. Undefined where the guild has no such pictures, or they were deleted for good. */
export async function reportedPictures(
  db: Db,
  guildId: string,
  generationId: string,
): Promise<ReportedPictures | undefined> {
  const row = await db.generation.findFirst({
    where: { id: uuidOf(generationId), guildId, deletedAt: null, background: false, messageId: { not: null } },
    include: {
      images: { select: { thumbnail: true }, orderBy: { index: 'asc' } },
      reports: { select: { reporterId: true }, orderBy: { createdAt: 'asc' } },
    },
  });
  if (!row || row.messageId === null || row.images.length === 0) return undefined;
  const { prompt, aesthetic } = resolvedOptions.parse(row.imagineOptions);
  return {
    generationId,
    prompt,
    ...(aesthetic && { aesthetic }),
    askerId: row.memberId,
    channelId: row.channelId,
    messageId: row.messageId,
    thumbnails: row.images.map(({ thumbnail }) => thumbnail),
    reporterIds: row.reports.map(({ reporterId }) => reporterId),
    isRemoved: row.removedAt !== null,
  };
}

/** False where the member has reported it before. */
export async function insertReport(
  db: Db,
  guildId: string,
  generationId: string,
  reporterId: string,
  now: number,
): Promise<boolean> {
  const data = {
    id: uuidOf(newId(now)),
    guildId,
    generationId: uuidOf(generationId),
    reporterId,
    createdAt: new Date(now),
  };
  return (await db.report.createMany({ data, skipDuplicates: true })).count === 1;
}

/** The moderators could not be told of it. */
export async function deleteReport(db: Db, generationId: string, reporterId: string): Promise<void> {
  await db.report.deleteMany({ where: { generationId: uuidOf(generationId), reporterId } });
}

/** Hides a generation's pictures; they are kept for a while, so that it can be undone. False where they are hidden already. */
export async function removePictures(db: Db, guildId: string, id: string, now: number): Promise<boolean> {
  const where = { id: uuidOf(id), guildId, removedAt: null, deletedAt: null };
  return (await db.generation.updateMany({ where, data: { removedAt: new Date(now) } })).count === 1;
}

/**
 * Shows them again: their message is gone, so they are painted once more from their recipe and shown in a new one. False where they are not
 * hidden, or deleted.
 */
export async function restorePictures(db: Db, guildId: string, id: string, now: number): Promise<boolean> {
  const where = { id: uuidOf(id), guildId, removedAt: { not: null }, deletedAt: null };
  const again = {
    status: waiting,
    attempts: 0,
    repaints: 0,
    finishedAt: null,
    deliveredAt: null,
    turn: null,
    postingAt: new Date(now),
  };
  const { count } = await db.generation.updateMany({
    where: { ...where, status: delivered },
    data: { removedAt: null, ...again },
  });
  return count === 1;
}

/** Deletes for good what was removed before `before`. */
export async function purgeRemoved(client: PrismaClient, before: number, now: number): Promise<void> {
  const rows = await client.generation.findMany({
    where: { removedAt: { lt: new Date(before) }, deletedAt: null },
    select: { id: true, guildId: true },
    take: 1_000,
  });
  for (const { id, guildId } of rows) await deletePictures(client, guildId, idOf(id), now);
}

/** Messages that show a generation's pictures: its own, and those in the showcase. */
export async function shownIn(
  db: Db,
  generationId: string,
): Promise<{ readonly channelId: string; readonly messageId: string }[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT channel_id AS "channelId", message_id AS "messageId" FROM generation
    WHERE id = ${uuidOf(generationId)}::uuid AND message_id IS NOT NULL
    UNION ALL
    SELECT s.channel_id, s.message_id FROM showcase_post s JOIN generated_image i ON i.id = s.image_id
    WHERE i.generation_id = ${uuidOf(generationId)}::uuid AND s.message_id IS NOT NULL AND s.withdrawn_at IS NULL`);
}
