import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { VoteValue } from '../../types.js';
import { isNoStrip } from '../pictures/conditions.js';

/** Votes that count: on own work they do not, and what is being taken back is none. */
export interface VoteCounts {
  readonly likes: number;
  readonly votes: number;
}

export const counted = Prisma.sql`NOT own AND value <> 0`;
/** `VoteCounts` of a group of votes. */
export const counts = Prisma.sql`count(*) FILTER (WHERE value = 1)::int AS likes, count(*)::int AS votes`;

export async function aestheticCounts(db: Db, guildId: string, aestheticId: string): Promise<VoteCounts> {
  const [row] = await db.$queryRaw<[VoteCounts]>(Prisma.sql`
    SELECT coalesce(sum(likes), 0)::int AS likes, coalesce(sum(votes), 0)::int AS votes FROM aesthetic_tally
    WHERE guild_id = ${guildId} AND aesthetic_id = ${uuidOf(aestheticId)}::uuid`);
  return row;
}

export async function pictureCounts(db: Db, imageId: string): Promise<VoteCounts> {
  const [row] = await db.$queryRaw<[VoteCounts]>(Prisma.sql`
    SELECT coalesce(sum(likes), 0)::int AS likes, coalesce(sum(votes), 0)::int AS votes FROM picture_tally
    WHERE image_id = ${uuidOf(imageId)}::uuid`);
  return row;
}

/** Votes on all pictures of a generation, and where these are shown. Undefined where they are not, nor will be. */
export async function shownVotes(db: Db, generationId: string): Promise<PictureVotes | undefined> {
  const rows = await db.$queryRaw<(Omit<PictureVotes, 'locale'> & { readonly locale: string | null })[]>(Prisma.sql`
    SELECT g.channel_id AS "channelId", g.message_id AS "messageId", g.locale, g.delivered_at IS NOT NULL AS "isDelivered",
      (SELECT coalesce(sum(t.votes), 0)::int FROM picture_tally t JOIN generated_image i ON i.id = t.image_id
        WHERE i.generation_id = g.id) AS votes
    FROM generation g
    WHERE g.id = ${uuidOf(generationId)}::uuid AND g.message_id IS NOT NULL
      AND g.deleted_at IS NULL AND g.removed_at IS NULL`);
  const row = rows.at(0);
  if (!row) return undefined;
  const { locale, ...rest } = row;
  return { ...rest, ...(locale !== null && { locale }) };
}

interface PictureVotes extends ShownVotes {
  /** Their message is written down; Discord, and members, have it a moment before. */
  readonly isDelivered: boolean;
}

export interface ShownVotes {
  readonly channelId: string;
  readonly messageId: string;
  readonly votes: number;
  /** Of its server, as Discord writes it; absent in rows of earlier versions. */
  readonly locale?: string;
}

/** A public message below which the number of votes stands. */
export interface VotedMessage {
  readonly generationId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** Of its server, as Discord writes it. */
  readonly locale: string | null;
  /** The aesthetic whose card it is; null: it shows pictures, or a duel. */
  readonly aestheticId: string | null;
  /** Of an open duel. */
  readonly isDuel: boolean;
}

/** The newest messages with pictures, open duels and cards that were delivered since, milliseconds since 1970; at most `most`. */
export async function votedMessages(db: Db, since: number, most: number): Promise<VotedMessage[]> {
  const rows = await db.$queryRaw<VotedMessage[]>(Prisma.sql`
    SELECT g.id AS "generationId", g.guild_id AS "guildId", g.channel_id AS "channelId", g.message_id AS "messageId", g.locale,
      CASE WHEN g.wish->'card' IS NOT NULL THEN v.aesthetic_id END AS "aestheticId", d.id IS NOT NULL AS "isDuel"
    FROM generation g
      LEFT JOIN aesthetic_version v ON v.id = g.aesthetic_version_id
      LEFT JOIN duel d ON d.generation_id = g.id
    WHERE g.delivered_at >= ${new Date(since)} AND g.message_id IS NOT NULL AND g.deleted_at IS NULL AND g.removed_at IS NULL
      AND g.status = 'delivered' AND (d.id IS NULL OR d.status = 'open')
    ORDER BY g.delivered_at DESC LIMIT ${most}`);
  return rows.map(({ generationId, aestheticId, ...rest }) => ({
    ...rest,
    generationId: idOf(generationId),
    aestheticId: aestheticId === null ? null : idOf(aestheticId),
  }));
}

/** A picture as a member votes on it. */
export interface VotedImage extends VoteCounts {
  readonly id: string;
  /** WebP of at most 20 kB. */
  readonly thumbnail: Uint8Array;
  readonly seed: number;
  readonly plain: boolean;
  /** Whose request it is. */
  readonly askerId: string;
  readonly mine?: VoteValue;
}

/** The pictures of a generation in their order; none where the guild has no such generation, or it was deleted. */
export async function votedImages(
  db: Db,
  guildId: string,
  generationId: string,
  memberId: string,
): Promise<VotedImage[]> {
  const rows = await db.$queryRaw<ImageRow[]>(Prisma.sql`
    SELECT i.id, i.thumbnail, i.seed, i.plain, g.member_id AS "askerId", m.value AS mine,
      coalesce(t.likes, 0) AS likes, coalesce(t.votes, 0) AS votes
    FROM generation g
      JOIN generated_image i ON i.generation_id = g.id
      LEFT JOIN picture_vote m ON m.image_id = i.id AND m.member_id = ${memberId} AND m.value <> 0
      LEFT JOIN picture_tally t ON t.image_id = i.id
    WHERE g.id = ${uuidOf(generationId)}::uuid AND g.guild_id = ${guildId} AND g.deleted_at IS NULL AND g.removed_at IS NULL
      AND ${isNoStrip}
      AND NOT EXISTS (SELECT FROM duel d WHERE d.generation_id = g.id AND d.status <> 'closed')
    ORDER BY i.index`);
  return rows.map(({ id, seed, mine, ...rest }) => ({
    ...rest,
    id: idOf(id),
    seed: Number(seed),
    ...(mine !== null && { mine: mine > 0 ? 1 : -1 }),
  }));
}

type ImageRow = Omit<VotedImage, 'seed' | 'mine'> & { readonly seed: bigint; readonly mine: number | null };
