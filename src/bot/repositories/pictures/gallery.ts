import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { uuidOf } from '../../database/ids.js';
import type { GalleryPicture, GallerySort } from '../../types.js';
import { comesFrom } from './conditions.js';
import { areShown, columns, pictureOf, pictures, score, talliesOf } from './shown.js';
import type { PictureRow } from './shown.js';

/** Which pictures of a guild are asked for. */
export interface GalleryFilter {
  readonly guildId: string;
  /** Channels whose pictures may be shown, with those of their public threads. */
  readonly channelIds: readonly string[];
  /** An aesthetic's id; `null`: those painted without one; absent: all. */
  readonly aestheticId?: string | null;
  readonly memberId?: string;
}

export async function countGallery(db: Db, filter: GalleryFilter): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: number }]>(Prisma.sql`
    SELECT count(*)::int AS count FROM generated_image i
      JOIN generation g ON g.id = i.generation_id
      LEFT JOIN aesthetic_version v ON v.id = i.aesthetic_version_id
    WHERE ${chosen(filter)}`);
  return row.count;
}

/** Best first by Wilson's lower bound of the votes that count, newest first among equals; or newest first. */
export async function listGallery(
  db: Db,
  filter: GalleryFilter,
  sort: GallerySort,
  offset: number,
  limit: number,
): Promise<GalleryPicture[]> {
  const order = sort === 'best' ? Prisma.sql`${score} DESC, i.id DESC` : Prisma.sql`i.id DESC`;
  const rows = await db.$queryRaw<PictureRow[]>(Prisma.sql`
    WITH tally AS (${talliesOf(filter.guildId)})
    SELECT ${columns} FROM ${pictures} WHERE ${chosen(filter)} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`);
  return rows.map(pictureOf);
}

function chosen({ guildId, channelIds, aestheticId, memberId }: GalleryFilter): Prisma.Sql {
  const conditions = [
    Prisma.sql`g.guild_id = ${guildId} AND ${comesFrom(channelIds)}`,
    areShown,
    ...(memberId === undefined ? [] : [Prisma.sql`g.member_id = ${memberId}`]),
    ...(aestheticId === undefined
      ? []
      : [
          aestheticId === null
            ? Prisma.sql`i.aesthetic_version_id IS NULL`
            : Prisma.sql`v.aesthetic_id = ${uuidOf(aestheticId)}::uuid`,
        ]),
  ];
  return Prisma.join(conditions, ' AND ');
}
