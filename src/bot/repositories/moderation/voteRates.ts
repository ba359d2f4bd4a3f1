import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import type { VoteRate } from '../../types.js';

const hourMs = 3_600_000;

/** Votes on each aesthetic and on pictures painted with it in the hour before `now`, own ones too, the busiest first. */
export async function voteRates(db: Db, guildId: string, now: number, most: number): Promise<VoteRate[]> {
  const since = new Date(now - hourMs);
  return db.$queryRaw<VoteRate[]>(Prisma.sql`
    WITH vote AS (
      SELECT aesthetic_id, member_id, voted_at FROM aesthetic_vote WHERE guild_id = ${guildId} AND voted_at > ${since}
      UNION ALL
      SELECT aesthetic_id, member_id, voted_at FROM picture_vote
      WHERE guild_id = ${guildId} AND voted_at > ${since} AND aesthetic_id IS NOT NULL),
    minute AS (
      SELECT aesthetic_id, floor(extract(epoch FROM ${new Date(now)}::timestamptz - voted_at) / 60) AS ago, count(*)::int AS votes
      FROM vote GROUP BY 1, 2)
    SELECT a.name, t.votes, t.members, m.busiest, m.latest
    FROM (SELECT aesthetic_id, count(*)::int AS votes, count(DISTINCT member_id)::int AS members FROM vote GROUP BY 1) t
      JOIN (SELECT aesthetic_id, max(votes) AS busiest, coalesce(sum(votes) FILTER (WHERE ago <= 0), 0)::int AS latest
        FROM minute GROUP BY 1) m ON m.aesthetic_id = t.aesthetic_id
      JOIN aesthetic a ON a.id = t.aesthetic_id AND a.deleted_at IS NULL
    ORDER BY m.busiest DESC, t.votes DESC, a.name LIMIT ${most}`);
}
