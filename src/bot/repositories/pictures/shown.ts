import { Prisma } from '../../../generated/prisma/client.js';
import { idOf } from '../../database/ids.js';
import type { GalleryPicture } from '../../types.js';
import { counted } from '../votes/tallies.js';
import { wilsonSql } from './wilsonSql.js';

/*
 * Pictures that lists may show: delivered, there, and no longer part of a duel whose sides are secret. Tables: `i` generated_image,
 * `g` generation, `v` aesthetic_version, `a` aesthetic, `t` the votes that count.
 */

/** Votes that count, of each picture of a guild: none on own work, none that is being taken back. */
export function talliesOf(guildId: string): Prisma.Sql {
  return Prisma.sql`SELECT image_id, count(*) FILTER (WHERE value = 1)::float8 AS likes, count(*)::float8 AS votes
    FROM picture_vote WHERE guild_id = ${guildId} AND ${counted} GROUP BY image_id`;
}

export const pictures = Prisma.sql`generated_image i
  JOIN generation g ON g.id = i.generation_id
  LEFT JOIN tally t ON t.image_id = i.id
  LEFT JOIN aesthetic_version v ON v.id = i.aesthetic_version_id
  LEFT JOIN aesthetic a ON a.id = v.aesthetic_id AND a.deleted_at IS NULL`;

export const areShown = Prisma.sql`g.delivered_at IS NOT NULL AND g.message_id IS NOT NULL AND g.deleted_at IS NULL
  AND g.removed_at IS NULL AND NOT g.background
  AND NOT EXISTS (SELECT FROM duel d WHERE d.generation_id = g.id AND d.status IN ('painting', 'open'))`;

/** Wilson's lower bound of a picture's likes. */
export const score = wilsonSql(Prisma.sql`coalesce(t.likes, 0)`, Prisma.sql`coalesce(t.votes, 0)`);

export const columns = Prisma.sql`i.id, g.id AS generation, g.wish ->> 'prompt' AS prompt, g.member_id AS "askerId",
  g.channel_id AS "channelId", g.message_id AS "messageId", i.thumbnail, coalesce(t.votes, 0)::int AS votes,
  a.id AS "aestheticId", a.name, v.number AS version`;

export interface PictureRow {
  readonly id: string;
  readonly generation: string;
  readonly prompt: string;
  readonly askerId: string;
  readonly channelId: string;
  readonly messageId: string;
  readonly thumbnail: Uint8Array;
  readonly votes: number;
  readonly aestheticId: string | null;
  readonly name: string | null;
  readonly version: number | null;
}

export function pictureOf({ id, generation, aestheticId, name, version, ...rest }: PictureRow): GalleryPicture {
  return {
    id: idOf(id),
    generationId: idOf(generation),
    prompt: rest.prompt,
    askerId: rest.askerId,
    channelId: rest.channelId,
    messageId: rest.messageId,
    thumbnail: rest.thumbnail,
    votes: rest.votes,
    ...(aestheticId !== null &&
      name !== null &&
      version !== null && { aesthetic: { id: idOf(aestheticId), name, version } }),
  };
}
