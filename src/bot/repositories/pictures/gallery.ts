import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { uuidOf } from '../../database/ids.js';
import type { GalleryPicture, GallerySort } from '../../types.js';
import { comesFrom } from './conditions.js';
import { areShown, columns, pictureOf, pictures } from './shown.js';
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

/**
 * What a gallery looks through, however long the guild's history is: the pictures of so many of the latest requests that are asked for, and
 * so many of the best by votes, whenever they were painted.
 */
const mostRequests = 500;
const mostVoted = 500;

export async function countGallery(db: Db, filter: GalleryFilter): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: number }]>(Prisma.sql`
    WITH candidate AS (${candidates(filter)})
    SELECT count(*)::int AS count FROM candidate JOIN generated_image i ON i.id = candidate.id
      JOIN generation g ON g.id = i.generation_id
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
  const best = Prisma.sql`coalesce(t.score, 0) DESC, i.id DESC`;
  const order = sort === 'best' ? best : Prisma.sql`i.id DESC`;
  // Pictures are chosen by their ids first: what is shown of them is read of one page alone.
  const rows = await db.$queryRaw<PictureRow[]>(Prisma.sql`
    WITH candidate AS (${candidates(filter)}), page AS MATERIALIZED (
      SELECT i.id FROM candidate JOIN generated_image i ON i.id = candidate.id
        JOIN generation g ON g.id = i.generation_id
        LEFT JOIN picture_tally t ON t.image_id = i.id
      WHERE ${chosen(filter)} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset})
    SELECT ${columns} FROM page JOIN ${pictures} ON i.id = page.id ORDER BY ${order}`);
  return rows.map(pictureOf);
}

/** Ids of pictures among which those that are asked for are; each part is in the order of an index. */
function candidates({ guildId, aestheticId, memberId }: GalleryFilter): Prisma.Sql {
  const isThere = Prisma.sql`guild_id = ${guildId} AND NOT background AND delivered_at IS NOT NULL AND deleted_at IS NULL
    AND removed_at IS NULL`;
  const latest = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`
    SELECT id FROM generation WHERE ${isThere} AND ${which} ORDER BY created_at DESC LIMIT ${mostRequests}`;
  const best = (which: Prisma.Sql, first = Prisma.empty): Prisma.Sql => Prisma.sql`
    SELECT image_id FROM picture_tally WHERE guild_id = ${guildId} AND score > 0 AND ${which}
    ORDER BY ${first} score DESC, image_id DESC LIMIT ${mostVoted}`;
  const ofAesthetic = (uuid: string): Prisma.Sql => Prisma.sql`
    SELECT request.id FROM aesthetic_version o CROSS JOIN LATERAL (${latest(Prisma.sql`aesthetic_version_id = o.id`)}) request
    WHERE o.aesthetic_id = ${uuid}::uuid
    UNION
    (SELECT generation_id FROM duel WHERE guild_id = ${guildId} ORDER BY created_at DESC LIMIT ${mostRequests})`;
  const [requests, voted] =
    memberId !== undefined
      ? [latest(Prisma.sql`member_id = ${memberId}`), best(Prisma.sql`asker_id = ${memberId}`)]
      : aestheticId === undefined
        ? [latest(Prisma.sql`TRUE`), best(Prisma.sql`TRUE`)]
        : aestheticId === null
          ? // The index is in this order only where the column that they have in common is named.
            [latest(Prisma.sql`TRUE`), best(Prisma.sql`aesthetic_id IS NULL`, Prisma.sql`aesthetic_id DESC,`)]
          : [ofAesthetic(uuidOf(aestheticId)), best(Prisma.sql`aesthetic_id = ${uuidOf(aestheticId)}::uuid`)];
  return Prisma.sql`
    SELECT p.id FROM (${requests}) r JOIN generated_image p ON p.generation_id = r.id UNION (${voted})`;
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
            : // Asked of each candidate: joined, it would have all pictures of the aesthetic looked through.
              Prisma.sql`(SELECT aesthetic_id FROM aesthetic_version WHERE id = i.aesthetic_version_id) = ${uuidOf(aestheticId)}::uuid`,
        ]),
  ];
  return Prisma.join(conditions, ' AND ');
}
