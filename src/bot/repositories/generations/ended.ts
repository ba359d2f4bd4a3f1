import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import type { EndedCounts } from '../../types.js';

/** How the requests of one guild ended since then; cards, which nobody asked for, are left out. */
export async function endedSince(db: Db, guildId: string, since: number): Promise<EndedCounts> {
  const rows = await db.$queryRaw<{ ended: keyof EndedCounts; count: number }[]>(Prisma.sql`
    SELECT CASE
        WHEN status = 'cancelled' THEN 'cancelled'
        -- Why it failed goes with what a member takes back.
        WHEN status = 'failed' THEN coalesce(error->>'kind', 'user')
        WHEN making THEN 'made'
        ELSE 'painted'
      END AS ended, count(*)::int AS count
    FROM generation
    WHERE guild_id = ${guildId} AND finished_at >= ${new Date(since)} AND (making OR NOT background)
      AND status IN ('painted', 'delivered', 'failed', 'cancelled')
    GROUP BY 1`);
  return Object.fromEntries(rows.map(({ ended, count }) => [ended, count]));
}
