import { ChoiceKind, Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, newId, uuidOf } from '../../database/ids.js';
import type { ChoiceReason, Pressed } from '../../types.js';

/** What a member chose, as it is kept. */
export interface NewChoice {
  readonly guildId: string;
  readonly memberId: string;
  readonly kind: ChoiceKind;
  /** What was shown: one choice a member. */
  readonly subject: string;
  readonly duelId?: string;
  readonly imageIds: readonly string[];
  /** Of each picture; empty: plain. */
  readonly aestheticIds: readonly string[];
  /** Index of the best; null: no difference. */
  readonly best: number | null;
  /** Of the member's, of whom one of the pictures or aesthetics is. */
  readonly own: boolean;
}

export interface RecordedChoice {
  readonly pressed: Pressed;
  /** Absent where it was taken back. */
  readonly id?: string;
}

/**
 * Writes a member's choice on a subject: the first, another in its place, or, pressed again, none any more. `keeps`: the same again stays.
 * In a transaction: the member's presses on one subject come one after another.
 */
export async function recordChoice(
  db: Db,
  { imageIds, aestheticIds, duelId, ...choice }: NewChoice,
  now: number,
  { keeps = false } = {},
): Promise<RecordedChoice> {
  const { guildId, memberId, kind, subject, best } = choice;
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${[kind, subject, memberId].join()}, 0))`;
  const key = { guildId_kind_subject_memberId: { guildId, kind, subject, memberId } };
  const before = await db.choice.findUnique({ where: key, select: { id: true, best: true, imageIds: true } });
  const images = imageIds.map(uuidOf);
  const data = {
    ...choice,
    imageIds: images,
    aestheticIds: [...aestheticIds],
    reason: null,
    chosenAt: new Date(now),
    duelId: duelId === undefined ? null : uuidOf(duelId),
  };
  if (!before) {
    const id = newId(now);
    await db.choice.create({ data: { ...data, id: uuidOf(id), createdAt: new Date(now) } });
    return { pressed: 'chosen', id };
  }
  if (bestImage(before.best, before.imageIds) !== bestImage(best, images)) {
    await db.choice.update({ where: { id: before.id }, data });
    return { pressed: 'changed', id: idOf(before.id) };
  }
  if (keeps) return { pressed: 'chosen', id: idOf(before.id) };
  await db.choice.delete({ where: { id: before.id } });
  return { pressed: 'takenBack' };
}

function bestImage(best: number | null, imageIds: readonly string[]): string | null {
  return best === null ? null : imageIds[best];
}

/** Whether one of these aesthetics, by ids, was made by the member. */
export async function madeOne(db: Db, memberId: string, aestheticIds: readonly string[]): Promise<boolean> {
  const uuids = aestheticIds.filter((id) => id !== '').map(uuidOf);
  if (uuids.length === 0) return false;
  return (await db.aesthetic.count({ where: { id: { in: uuids }, creatorId: memberId } })) > 0;
}

/** How many choices of pairs, in duels and the stream, a member has made in a guild. */
export async function pairsChosen(db: Db, guildId: string, memberId: string): Promise<number> {
  return db.choice.count({ where: { guildId, memberId, kind: { in: [ChoiceKind.duel, ChoiceKind.stream] } } });
}

/** Why the member chose so. False where there is no such choice of theirs any more. */
export async function recordReason(
  db: Db,
  choice: { readonly id: string; readonly guildId: string; readonly memberId: string },
  reason: ChoiceReason,
): Promise<boolean> {
  const { id, guildId, memberId } = choice;
  const where = { id: uuidOf(id), guildId, memberId, kind: { in: [ChoiceKind.duel, ChoiceKind.stream] } };
  const { count } = await db.choice.updateMany({ where, data: { reason } });
  return count === 1;
}

/** What is kept of a member's choices, a page of it, for their export. */
export async function exportChoices(
  db: Db,
  memberId: string,
  page: { readonly skip: number; readonly take: number },
): Promise<object[]> {
  const rows = await db.choice.findMany({ where: { memberId }, orderBy: { id: 'asc' }, ...page });
  return rows.map(({ guildId, kind, imageIds, aestheticIds, best, reason, own, createdAt, chosenAt }) => {
    return {
      guildId,
      kind,
      pictures: imageIds.map(idOf),
      aesthetics: aestheticIds,
      best,
      reason,
      own,
      createdAt,
      chosenAt,
    };
  });
}

/**
 * Removes a member's choices, and those of others that are about the member's pictures: their duels go with the generations. Before those
 * are removed.
 */
export async function eraseChoices(db: Db, memberId: string): Promise<void> {
  await db.choice.deleteMany({ where: { memberId } });
  await db.$executeRaw(Prisma.sql`
    DELETE FROM choice c USING generation g, generated_image i
    WHERE g.member_id = ${memberId} AND i.generation_id = g.id AND c.image_ids @> ARRAY[i.id]`);
}
