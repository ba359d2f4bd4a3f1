import { GatewayDispatchEvents } from 'discord.js';
import type { Client } from 'discord.js';
import { z } from 'zod';

/** One of the bot's connections: a guild's is number (id >> 22) % count (topics/gateway, "sharding"). */
interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Who hears which servers the bot is in. */
export interface GuildListener {
  /** All that a shard is responsible for, whether they are available or not: a new session has begun. */
  readonly named: (shard: Shard, guildIds: readonly string[]) => void;
  /** The bot was invited, or the guild is available again. */
  readonly joined: (guildId: string) => void;
  /** The bot was removed, or the guild deleted. */
  readonly left: (guildId: string) => void;
}

const ready = z.object({
  guilds: z.array(z.object({ id: z.string() })),
  shard: z.tuple([z.number(), z.number()]).default([0, 1]),
});
const guild = z.object({ id: z.string(), unavailable: z.boolean().optional() });

/**
 * Reads the gateway's own events: what discord.js keeps of them holds guilds that were left while the connection was lost, and it says
 * nothing of those that join before all shards are ready. `onError` hears of events that are not what Discord documents; nothing is thrown,
 * since that would end the process.
 */
export function watchGuilds(
  { ws }: Pick<Client, 'ws'>,
  { named, joined, left }: GuildListener,
  onError: (error: Error) => void,
): void {
  const on = <T>(event: GatewayDispatchEvents, form: z.ZodType<T>, hear: (data: T) => void): void => {
    ws.on(event, (data: unknown) => {
      const read = form.safeParse(data);
      if (read.success) hear(read.data);
      else onError(new Error(`the gateway's ${event} was not understood`, { cause: read.error }));
    });
  };
  on(GatewayDispatchEvents.Ready, ready, ({ guilds, shard: [index, count] }) => {
    named(
      { index, count },
      guilds.map(({ id }) => id),
    );
  });
  on(GatewayDispatchEvents.GuildCreate, guild, ({ id }) => {
    joined(id);
  });
  on(GatewayDispatchEvents.GuildDelete, guild, ({ id, unavailable }) => {
    // An outage does not mean that the bot was removed.
    if (unavailable !== true) left(id);
  });
}
