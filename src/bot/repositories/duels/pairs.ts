import { ChoiceKind, Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { BotError } from '../../errors.js';
import { isNoStrip } from '../pictures/conditions.js';
import { madeOne, recordChoice } from './choices.js';
import type { CountedChoice } from './vote.js';

/** Who looks, and at the pictures of which channels: those that they can see. */
export interface Viewer {
  readonly guildId: string;
  readonly memberId: string;
  readonly channelIds: readonly string[];
}

/** Two pictures of one prompt, by ids of ours, which differ in what they were painted with. */
export interface StylePair {
  readonly ids: readonly [string, string];
  /** Empty: plain. */
  readonly aestheticIds: readonly [string, string];
  readonly prompt: string;
  readonly sameSeed: boolean;
}

/** Requests whose pictures are looked through for pairs: the latest. */
const mostRequests = 500;
/** Of one prompt: more pairs of it teach little that is new. */
const mostOfPrompt = 40;

interface PictureRow {
  readonly id: string;
  readonly seed: bigint;
  readonly prompt: string;
  readonly pack: string;
  /** The database's form; null: plain. */
  readonly aesthetic: string | null;
  readonly asker: string;
}

/** Pictures that may be compared: shown, not taken back, not in an open duel, and it is known what they were painted with. */
function comparable({ guildId, channelIds }: Viewer): Prisma.Sql {
  return Prisma.sql`
    SELECT i.id, i.seed, g.wish->>'prompt' AS prompt, g.pack, a.id AS aesthetic, g.member_id AS asker
    FROM (
      SELECT id, wish, pack, member_id, created_at FROM generation
      WHERE guild_id = ${guildId} AND status = 'delivered' AND NOT background AND deleted_at IS NULL AND removed_at IS NULL
        AND channel_id = ANY (${[...channelIds]}::text[])
      ORDER BY created_at DESC LIMIT ${mostRequests}
    ) g
    JOIN generated_image i ON i.generation_id = g.id
    LEFT JOIN duel d ON d.generation_id = g.id
    LEFT JOIN aesthetic_version v ON v.id = i.aesthetic_version_id
    LEFT JOIN aesthetic a ON a.id = v.aesthetic_id
    WHERE (d.id IS NULL OR d.status = 'closed') AND ${isNoStrip}
      AND (i.plain OR g.wish->>'aesthetic' IS NULL AND d.id IS NULL OR a.deleted_at IS NULL AND a.owner_id IS NULL AND a.id IS NOT NULL)`;
}

/** All pairs of pictures that the viewer has not compared yet, those of one seed first, newest pictures first. */
export async function stylePairs(db: Db, viewer: Viewer): Promise<StylePair[]> {
  const rows = await db.$queryRaw<PictureRow[]>(Prisma.sql`
    SELECT * FROM (${comparable(viewer)}) shown ORDER BY id DESC`);
  const done = await db.choice.findMany({
    where: { guildId: viewer.guildId, memberId: viewer.memberId, kind: ChoiceKind.stream },
    select: { subject: true },
  });
  const seen = new Set(done.map(({ subject }) => subject));
  const groups = new Map<string, PictureRow[]>();
  for (const row of rows) groups.set(promptKey(row), [...(groups.get(promptKey(row)) ?? []), row]);
  const pairs = [...groups.values()].flatMap((group) => pairsOf(group.slice(0, mostOfPrompt)));
  const unseen = pairs.filter(({ ids }) => !seen.has(subjectOf(ids)));
  return [...unseen.filter(({ sameSeed }) => sameSeed), ...unseen.filter(({ sameSeed }) => !sameSeed)];
}

/** Pictures of another pack differ by more than their style. */
function promptKey({ pack, prompt }: PictureRow): string {
  return `${pack}\n${prompt.trim().toLowerCase()}`;
}

function pairsOf(group: readonly PictureRow[]): StylePair[] {
  return group.flatMap((one, i) =>
    group.slice(i + 1).flatMap((other) => (one.aesthetic === other.aesthetic ? [] : [pairOf(one, other)])),
  );
}

function pairOf(one: PictureRow, other: PictureRow): StylePair {
  return {
    ids: [idOf(one.id), idOf(other.id)],
    aestheticIds: [aestheticId(one), aestheticId(other)],
    prompt: one.prompt,
    sameSeed: one.seed === other.seed,
  };
}

function aestheticId({ aesthetic }: PictureRow): string {
  return aesthetic === null ? '' : idOf(aesthetic);
}

/** One subject whichever picture comes first. */
export function subjectOf(ids: readonly [string, string]): string {
  return [...ids].sort().join('');
}

/** The thumbnails of two pictures, in their order. */
export async function pairThumbnails(
  db: Db,
  ids: readonly [string, string],
): Promise<readonly [Uint8Array, Uint8Array] | undefined> {
  const where = { id: { in: ids.map(uuidOf) } };
  const rows = await db.generatedImage.findMany({ where, select: { id: true, thumbnail: true } });
  const [a, b] = ids.map((id) => rows.find((row) => row.id === uuidOf(id))?.thumbnail);
  return a && b ? [a, b] : undefined;
}

/** Two pictures as a pair, if the viewer may compare them. */
export async function findPair(
  db: Db,
  viewer: Viewer,
  ids: readonly [string, string],
): Promise<(StylePair & { readonly askerIds: readonly string[] }) | undefined> {
  const rows = await db.$queryRaw<PictureRow[]>(Prisma.sql`
    SELECT * FROM (${comparable(viewer)}) shown WHERE id = ANY (${ids.map(uuidOf)}::uuid[])`);
  const [one, other] = ids.map((id) => rows.find((row) => row.id === uuidOf(id)));
  if (!one || !other || one.aesthetic === other.aesthetic || promptKey(one) !== promptKey(other)) return undefined;
  return { ...pairOf(one, other), askerIds: [one.asker, other.asker] };
}

/** What a member chose of a pair. @throws BotError where they are no pair that the member may compare */
export async function chooseOfPair(
  client: PrismaClient,
  viewer: Viewer,
  ids: readonly [string, string],
  best: number | null,
  now: number,
): Promise<CountedChoice> {
  return client.$transaction(async (db) => {
    const pair = await findPair(db, viewer, ids);
    if (!pair) throw new BotError('pairGone');
    const { guildId, memberId } = viewer;
    const { aestheticIds, askerIds } = pair;
    const own = askerIds.includes(memberId) || (await madeOne(db, memberId, aestheticIds));
    const shown = { kind: ChoiceKind.stream, subject: subjectOf(ids), imageIds: ids, aestheticIds, best, own };
    return { ...(await recordChoice(db, { guildId, memberId, ...shown }, now, { keeps: true })), own };
  });
}
