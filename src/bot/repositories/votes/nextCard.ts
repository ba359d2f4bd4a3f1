import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { PublishedPack } from '../packs.js';

/** Where a member is in the stream of cards. */
export interface CardStream {
  /** The aesthetic whose card comes next; absent where there is none behind `after`. */
  readonly id?: string;
  /** Cards that the member has not voted on, this one and skipped ones with it. */
  readonly left: number;
}

/**
 * The newest aesthetic with a card that the member has neither made nor voted on; with `after`, the newest of those older than that one, so
 * that what was skipped does not come again in the same stream.
 */
export async function nextCard(
  db: Db,
  guildId: string,
  memberId: string,
  pack: PublishedPack,
  after?: string,
): Promise<CardStream> {
  const behind = after === undefined ? Prisma.sql`TRUE` : Prisma.sql`id < ${uuidOf(after)}::uuid`;
  const [row] = await db.$queryRaw<[{ next: string | null; left: number }]>(Prisma.sql`
    WITH open AS (
      SELECT a.id FROM aesthetic a,
        LATERAL (SELECT card IS NOT NULL AS painted, clip_id FROM aesthetic_version v
          WHERE v.aesthetic_id = a.id ORDER BY number DESC LIMIT 1) current
      WHERE (a.guild_id = ${guildId} OR (a.guild_id IS NULL AND a.pack = ${pack.name})) AND a.deleted_at IS NULL
        AND a.creator_id IS DISTINCT FROM ${memberId}
        AND current.painted AND (current.clip_id IS NULL OR current.clip_id = ${pack.clipId})
        AND NOT EXISTS (SELECT FROM aesthetic_vote v
          WHERE v.guild_id = ${guildId} AND v.aesthetic_id = a.id AND v.member_id = ${memberId} AND v.value <> 0))
    SELECT (SELECT id FROM open WHERE ${behind} ORDER BY id DESC LIMIT 1) AS next, (SELECT count(*)::int FROM open) AS left`);
  return { left: row.left, ...(row.next !== null && { id: idOf(row.next) }) };
}
