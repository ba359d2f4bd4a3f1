import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { resolvedOptions } from '../generations/jsonColumns.js';
import { counted, counts } from './tallies.js';
import type { VoteCounts } from './tallies.js';

/** The votes of a guild that a ranking looks at: those since a moment, milliseconds since 1970. Votes on own work are in none. */
export interface VotesSince {
  readonly guildId: string;
  readonly since: number;
}

const within = ({ guildId, since }: VotesSince) =>
  Prisma.sql`guild_id = ${guildId} AND voted_at >= ${new Date(since)} AND ${counted}`;

/** Of a guild's pictures, those that no moderator removed. */
const shown = (
  guildId: string,
) => Prisma.sql`image_id NOT IN (SELECT i.id FROM generation g JOIN generated_image i ON i.generation_id = g.id
      WHERE g.guild_id = ${guildId} AND g.removed_at IS NOT NULL)`;

/** Votes on aesthetics that are not deleted. */
export async function aestheticVotes(db: Db, votes: VotesSince): Promise<(VoteCounts & { readonly name: string })[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT a.name, t.likes, t.votes
    FROM (SELECT aesthetic_id, ${counts} FROM aesthetic_vote WHERE ${within(votes)} GROUP BY aesthetic_id) t
      JOIN aesthetic a ON a.id = t.aesthetic_id AND a.deleted_at IS NULL`);
}

/** What members voted on the pictures of one aesthetic: one entry of each array is one member's. */
export interface VotesByMember {
  /** Of the aesthetic; null: plain pictures. */
  readonly name: string | null;
  readonly memberIds: readonly string[];
  readonly likes: readonly number[];
  readonly votes: readonly number[];
}

/** Votes on plain pictures, and on those of aesthetics that are neither deleted nor a member's own taste. Arrays, since rows are what takes long to read. */
export async function pictureVotesByMember(db: Db, votes: VotesSince): Promise<VotesByMember[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT a.name, array_agg(t.member_id) AS "memberIds", array_agg(t.likes) AS likes, array_agg(t.votes) AS votes
    FROM (SELECT member_id, aesthetic_id, ${counts} FROM picture_vote
        WHERE ${within(votes)} AND ${shown(votes.guildId)} GROUP BY member_id, aesthetic_id) t
      LEFT JOIN aesthetic a ON a.id = t.aesthetic_id
    WHERE t.aesthetic_id IS NULL OR (a.id IS NOT NULL AND a.deleted_at IS NULL AND a.owner_id IS NULL)
    GROUP BY t.aesthetic_id, a.name`);
}

/** Votes on the pictures that each member asked for. */
export async function memberVotes(db: Db, votes: VotesSince): Promise<(VoteCounts & { readonly memberId: string })[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT asker_id AS "memberId", ${counts} FROM picture_vote
    WHERE ${within(votes)} AND ${shown(votes.guildId)} GROUP BY asker_id`);
}

/**
 * Pictures by their counts: of those that have the same, the newest `most`. Counts repeat, so that these are far fewer rows than pictures,
 * and whoever ranks them has the formula.
 */
export async function bestPictures(
  db: Db,
  votes: VotesSince,
  most: number,
): Promise<(VoteCounts & { readonly ids: readonly string[] })[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT likes, votes, (array_agg(image_id::text ORDER BY image_id DESC))[1:${most}] AS ids
    FROM (SELECT image_id, ${counts} FROM picture_vote WHERE ${within(votes)} GROUP BY image_id) t
    GROUP BY likes, votes`);
}

/** What is shown of a picture, by its id as the database holds it. */
export interface ShownPicture {
  readonly prompt: string;
  readonly askerId: string;
  /** WebP of at most 20 kB. */
  readonly thumbnail: Uint8Array;
  readonly channelId: string;
  readonly messageId: string | null;
}

export async function shownPictures(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, ShownPicture>> {
  const rows = await db.generatedImage.findMany({
    where: { id: { in: [...ids] }, generation: { removedAt: null } },
    select: {
      id: true,
      thumbnail: true,
      generation: { select: { imagineOptions: true, memberId: true, channelId: true, messageId: true } },
    },
  });
  return new Map(
    rows.map(({ id, thumbnail, generation: { imagineOptions, memberId, channelId, messageId } }) => [
      id,
      { prompt: resolvedOptions.parse(imagineOptions).prompt, askerId: memberId, thumbnail, channelId, messageId },
    ]),
  );
}
