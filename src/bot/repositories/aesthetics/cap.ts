import type { Db } from '../../database/connection.js';
import { BotError } from '../../errors.js';

/** What holds where a guild has not chosen, and the most that it can choose. */
export const aestheticCaps = { usual: 1_000, highest: 10_000 } as const;

/**
 * Of aesthetics that can be named; members' own tastes do not count. The caller's transaction has written the guild's row: of two at once, the second sees the first.
 * @throws BotError where the guild has as many aesthetics as it may, with those that are being made
 */
export async function checkAestheticCap(db: Db, guildId: string, most: number): Promise<void> {
  const [{ count }] = await db.$queryRaw<[{ count: number }]>`
    SELECT (SELECT count(*) FROM aesthetic WHERE guild_id = ${guildId} AND live_name IS NOT NULL)::int
      + (SELECT count(*) FROM generation WHERE guild_id = ${guildId} AND status IN ('waiting', 'dispatched', 'painting')
        AND making AND wish #>> '{making,what,kind}' <> 'add')::int AS count`;
  if (count >= most) throw new BotError('aestheticCap', { most });
}
