import { GenerationStatus, Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { cancelDuel, openDuel } from '../duels/life.js';
import type { PostedDuel } from '../duels/life.js';
import { forgetQuotes } from '../moderation/warnings.js';
import { resolvedOptions } from './jsonColumns.js';

const { painted, delivered, failed, cancelled } = GenerationStatus;

/** For how long the right to edit a reply is good; a process that died frees the reply after that. */
export const replyLeaseMs = 30_000;

/** Takes the right to edit the reply, so that no late progress overwrites a result. Gives its end; undefined while another has it. */
export async function takeReply(db: Db, id: string, now: number): Promise<number | undefined> {
  return lease(db, { id: uuidOf(id), OR: [{ editingUntil: null }, { editingUntil: { lt: new Date(now) } }] }, now);
}

/** Makes a right that ends at `until` last longer. Undefined where it was lost. */
export async function renewReply(db: Db, id: string, until: number, now: number): Promise<number | undefined> {
  return lease(db, { id: uuidOf(id), editingUntil: new Date(until) }, now);
}

/** Hands back the right that ends at `until`, and no other. */
export async function releaseReply(db: Db, id: string, until: number): Promise<void> {
  const where = { id: uuidOf(id), editingUntil: new Date(until) };
  await db.generation.updateMany({ where, data: { editingUntil: null } });
}

async function lease(db: Db, where: Prisma.GenerationWhereInput, now: number): Promise<number | undefined> {
  const until = now + replyLeaseMs;
  const { count } = await db.generation.updateMany({ where, data: { editingUntil: new Date(until) } });
  return count === 1 ? until : undefined;
}

/** In embedded mode at the start: whoever held one is dead. */
export async function releaseAllReplies(db: Db): Promise<void> {
  await db.generation.updateMany({ where: { editingUntil: { not: null } }, data: { editingUntil: null } });
}

/** Before a new message is posted: a later try looks for that one first. */
export async function recordPosting(db: Db, id: string, now: number): Promise<void> {
  await db.generation.updateMany({ where: { id: uuidOf(id) }, data: { postingAt: new Date(now) } });
}

export async function recordShownPosition(db: Db, id: string, place: number): Promise<void> {
  await db.generation.updateMany({ where: { id: uuidOf(id) }, data: { shownPlace: place } });
}

/**
 * The end has reached Discord, in this message, whose attachments are in the order of the images; or nothing ever can. All in one: a
 * message that was posted anew must never be taken for the interaction's reply. A duel opens with its pictures; without them it is
 * cancelled.
 */
export async function recordDelivered(
  client: PrismaClient,
  id: string,
  sent: { readonly messageId: string; readonly attachmentIds: readonly string[] } | undefined,
  now: number,
  duel?: PostedDuel,
): Promise<void> {
  await client.$transaction(async (db) => {
    const where = { id: uuidOf(id) };
    const message = sent && { messageId: sent.messageId, postingAt: null };
    // The token has done its work; what is not kept cannot leak.
    const data = { deliveredAt: new Date(now), token: null, editingUntil: null, ...message };
    await db.generation.updateMany({ where, data });
    await db.generation.updateMany({ where: { ...where, status: painted }, data: { status: delivered } });
    if (duel && sent) await openDuel(db, where.id, duel);
    else await cancelDuel(db, where.id);
    for (const [index, attachmentId] of (sent?.attachmentIds ?? []).entries())
      await db.generatedImage.updateMany({ where: { generationId: uuidOf(id), index }, data: { attachmentId } });
  });
}

/** Id, seed and kind of each picture, in order. */
export async function paintedImages(
  db: Db,
  id: string,
): Promise<{ readonly id: string; readonly index: number; readonly seed: number; readonly plain: boolean }[]> {
  const rows = await db.generatedImage.findMany({
    where: { generationId: uuidOf(id) },
    select: { id: true, index: true, seed: true, plain: true },
    orderBy: { index: 'asc' },
  });
  return rows.map(({ id: image, seed, ...row }) => ({ ...row, id: idOf(image), seed: Number(seed) }));
}

/** Ended before `before`, and nobody was told yet. */
export async function undelivered(db: Db, before: number): Promise<string[]> {
  const rows = await db.generation.findMany({
    where: {
      status: { in: [painted, failed, cancelled] },
      deliveredAt: null,
      finishedAt: { lt: new Date(before) },
    },
    select: { id: true },
    orderBy: { finishedAt: 'asc' },
    take: 100,
  });
  return rows.map(({ id }) => idOf(id));
}

/**
 * A member takes the pictures back: prompt, vectors and thumbnails go, reports and what a warning quotes of the prompt as well. The row stays
 * for its place in the statistics. False where it is not over: a worker would paint what is left of the request.
 */
export async function deletePictures(client: PrismaClient, guildId: string, id: string, now: number): Promise<boolean> {
  return client.$transaction(async (db) => {
    const where = { id: uuidOf(id), guildId, status: { in: [painted, delivered, failed, cancelled] } };
    const row = await db.generation.findFirst({ where, select: { memberId: true, imagineOptions: true } });
    if (!row) return false;
    await db.generation.updateMany({
      where,
      data: {
        deletedAt: new Date(now),
        imagineOptions: { prompt: '', aesthetic: null, seed: 0, count: 1 },
        outcome: Prisma.DbNull,
        error: Prisma.DbNull,
        progress: Prisma.DbNull,
      },
    });
    await cancelDuel(db, where.id);
    await db.generatedImage.deleteMany({ where: { generationId: where.id } });
    await db.report.deleteMany({ where: { generationId: where.id } });
    await forgetQuotes(db, guildId, row.memberId, resolvedOptions.parse(row.imagineOptions).prompt);
    return true;
  });
}
