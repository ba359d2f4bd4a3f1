import { z } from 'zod';
import { GenerationStatus } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { ownBytes } from '../../database/vectors.js';
import type { AestheticLabel, Card, LabelledCard } from '../../types.js';
import type { StoredOutcome } from '../generations/jsonColumns.js';
import { findNamedVersion } from './versions.js';

const { waiting, dispatched, painting, painted } = GenerationStatus;

/** What a card shows beside its pictures. */
export const cardFacts = z.object({
  seed: z.number(),
  /** In order of the columns; cosines of the prompt's text embedding to the aesthetic. */
  columns: z.array(z.object({ prompt: z.string(), before: z.number(), after: z.number() })),
});
export type CardFacts = z.infer<typeof cardFacts>;

/** The card of a painted row goes to its version, unless that was erased meanwhile. False where the row was cancelled. */
export async function finishCard(
  client: PrismaClient,
  generationId: string,
  versionUuid: string,
  { card, facts, outcome }: { readonly card: Uint8Array; readonly facts: CardFacts; readonly outcome: StoredOutcome },
  now: number,
): Promise<boolean> {
  return client.$transaction(async (db) => {
    const { count } = await db.generation.updateMany({
      where: { id: uuidOf(generationId), status: painting },
      data: { status: painted, outcome, finishedAt: new Date(now) },
    });
    if (count === 0) return false;
    await db.aestheticVersion.updateMany({
      where: { id: versionUuid, vector: { not: null } },
      data: { card: ownBytes(card), cardFacts: facts },
    });
    return true;
  });
}

/** The card of a version, once it is painted. */
export async function cardOf(db: Db, versionUuid: string): Promise<Card | undefined> {
  const version = await db.aestheticVersion.findUnique({
    where: { id: versionUuid },
    select: { card: true, cardFacts: true },
  });
  return version?.card ? shownCard(version.card, version.cardFacts) : undefined;
}

/** The card of the version that a label names, with the aesthetic's name of today. */
export async function labelledCard(
  db: Db,
  guildId: string,
  label: Pick<AestheticLabel, 'id' | 'version'>,
): Promise<LabelledCard | undefined> {
  const version = await findNamedVersion(db, guildId, label);
  const card = version?.ownerId === null ? await cardOf(db, version.id) : undefined;
  return version && card && { label: { id: label.id, name: version.name, version: label.version }, card };
}

/** As members see it. */
export function shownCard(picture: Uint8Array, json: unknown): Card {
  const facts = cardFacts.safeParse(json);
  return { picture, columns: facts.success ? facts.data.columns : [] };
}

/** The row that waits for a version's card, or paints it, and the message that will show it, once that is known. */
export async function cardInHand(
  db: Db,
  versionUuid: string,
): Promise<{ readonly id: string; readonly url?: string } | undefined> {
  const row = await db.generation.findFirst({
    where: { aestheticVersionId: versionUuid, background: true, status: { in: [waiting, dispatched, painting] } },
    select: { id: true, guildId: true, channelId: true, messageId: true },
  });
  if (!row) return undefined;
  const { guildId, channelId, messageId } = row;
  const url = messageId === null ? {} : { url: `https://discord.com/channels/${guildId}/${channelId}/${messageId}` };
  return { id: idOf(row.id), ...url };
}

/** Whether somebody waits whom a background painting keeps from being painted. */
export async function foregroundWaits(db: Db): Promise<boolean> {
  return (await db.generation.count({ where: { background: false, status: { in: [waiting, dispatched] } } })) > 0;
}

/** A background painting makes room: it waits again, as if it had not begun. False where it is not being painted any more. */
export async function yieldPainting(db: Db, id: string): Promise<boolean> {
  const { count } = await db.generation.updateMany({
    where: { id: uuidOf(id), status: painting },
    data: { status: waiting, attempts: { decrement: 1 }, turn: null, startedAt: null, dispatchedAt: null },
  });
  return count === 1;
}
