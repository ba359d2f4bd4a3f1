import { Prisma } from '../../../generated/prisma/client.js';
import { idOf } from '../../database/ids.js';
import type { GalleryPicture } from '../../types.js';
import { wilsonSql } from './wilsonSql.js';

/*
 * Pictures that lists may show: delivered, there, and no longer part of a duel whose sides are secret. Tables: `i` generated_image,
 * `g` generation, `v` aesthetic_version, `a` aesthetic, `t` the votes that count.
 */

/** With votes out of `tally`: a table with columns as `picture_tally` has them. */
export function picturesWith(tally: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`generated_image i
  JOIN generation g ON g.id = i.generation_id
  LEFT JOIN ${tally} t ON t.image_id = i.id
  LEFT JOIN aesthetic_version v ON v.id = i.aesthetic_version_id
  LEFT JOIN aesthetic a ON a.id = v.aesthetic_id AND a.deleted_at IS NULL`;
}

/** With the votes that count: none on own work, none that is being taken back. */
export const pictures = picturesWith(Prisma.sql`picture_tally`);

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
