import { DuelStatus, GenerationStatus } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, newId, uuidOf } from '../../database/ids.js';

const { painting, open, closed, cancelled } = DuelStatus;

/*
 * A duel's states: it is painted with its generation, opens when its pictures are posted, closes when its time is over, and is revealed
 * when names and totals have reached Discord. Each change names the state that it may come from, so that it happens once.
 */

interface NewDuel {
  readonly guildId: string;
  readonly creatorId: string;
  /** The database's form. */
  readonly generationUuid: string;
  readonly minutes: number;
}

/** In the transaction that writes its generation. */
export async function insertDuel(
  db: Db,
  { guildId, creatorId, generationUuid, minutes }: NewDuel,
  now: number,
): Promise<void> {
  const data = { id: uuidOf(newId(now)), guildId, creatorId, generationId: generationUuid, minutes };
  await db.duel.create({ data: { ...data, createdAt: new Date(now) } });
}

/** How a duel's pictures came to Discord. */
export interface PostedDuel {
  readonly closesAt: number;
  readonly fileNames: readonly string[];
}

/** Its pictures are posted: members vote. In the transaction that records that. */
export async function openDuel(db: Db, generationUuid: string, { closesAt, fileNames }: PostedDuel): Promise<void> {
  await db.duel.updateMany({
    where: { generationId: generationUuid, status: painting },
    data: { status: open, closesAt: new Date(closesAt), fileNames: [...fileNames] },
  });
}

/** Its generation ended without pictures on Discord, or they were taken back. Its choices stay with it, and count nowhere. */
export async function cancelDuel(db: Db, generationUuid: string): Promise<void> {
  await db.duel.updateMany({
    where: { generationId: generationUuid, status: { in: [painting, open] } },
    data: { status: cancelled },
  });
}

/** How many duels a guild has had. */
export async function countDuels(db: Db, guildId: string): Promise<number> {
  return db.duel.count({ where: { guildId } });
}

/** Ids as jobs name a duel. */
export interface ClosedDuel {
  readonly id: string;
  readonly generationId: string;
}

/**
 * Closes every duel whose time is over. A vote that is being written holds its duel: it is counted before, and later ones find it closed.
 * Returns those that this call closed.
 */
export async function closeDueDuels(db: Db, now: number): Promise<ClosedDuel[]> {
  const rows = await db.duel.updateManyAndReturn({
    where: { status: open, closesAt: { lte: new Date(now) } },
    data: { status: closed, closedAt: new Date(now) },
    select: { id: true, generationId: true },
  });
  return rows.map(closedOf);
}

/** Closes one before its time. False where it is not open. */
export async function closeDuelNow(db: Db, guildId: string, id: string, now: number): Promise<boolean> {
  const { count } = await db.duel.updateMany({
    where: { id: uuidOf(id), guildId, status: open },
    data: { status: closed, closesAt: new Date(now), closedAt: new Date(now) },
  });
  return count === 1;
}

/** Closed before `before`, and nobody was told yet. */
export async function unrevealedDuels(db: Db, before: number): Promise<ClosedDuel[]> {
  const rows = await db.duel.findMany({
    where: {
      status: closed,
      revealedAt: null,
      closedAt: { lt: new Date(before) },
      // Its pictures were posted, and the message is recorded.
      generation: { status: GenerationStatus.delivered, deletedAt: null },
    },
    select: { id: true, generationId: true },
    orderBy: { closedAt: 'asc' },
    take: 100,
  });
  return rows.map(closedOf);
}

/** Names and totals have reached Discord, or nothing can. */
export async function recordRevealed(client: PrismaClient, id: string, now: number): Promise<void> {
  const where = { id: uuidOf(id), revealedAt: null };
  await client.$transaction([
    client.generation.updateMany({ where: { duel: where }, data: { postingAt: null } }),
    client.duel.updateMany({ where, data: { revealedAt: new Date(now) } }),
  ]);
}

function closedOf({ id, generationId }: { readonly id: string; readonly generationId: string }): ClosedDuel {
  return { id: idOf(id), generationId: idOf(generationId) };
}
