import { GenerationStatus, Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { uuidOf } from '../../database/ids.js';

const { waiting, dispatched, painting } = GenerationStatus;

/** Nobody serves what it was handed out for: it waits again. */
export async function putBack(db: Db, id: string): Promise<boolean> {
  const { count } = await db.generation.updateMany({
    where: { id: uuidOf(id), status: { in: [dispatched, painting] } },
    data: { status: waiting, turn: null, startedAt: null, dispatchedAt: null },
  });
  return count === 1;
}

/**
 * What waits since before `before` for something that is in none of `served`, and whose pack's name stands for something else by now, goes on
 * with that: the operator has changed the pack. Returns how many.
 */
export async function followPacks(db: Db, served: readonly string[], before: number): Promise<number> {
  if (served.length === 0) return 0;
  return db.$executeRaw(Prisma.sql`
    UPDATE generation g SET pack_content = p.content_id FROM pack p
    WHERE g.status = 'waiting' AND g.created_at < ${new Date(before)} AND p.name = g.pack AND p.content_id <> g.pack_content
      AND p.content_id IN (${Prisma.join(served)}) AND g.pack_content NOT IN (${Prisma.join(served)})`);
}
