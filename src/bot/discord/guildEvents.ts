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
 * nothing of those that join before all shards are ready.
 */
export function watchGuilds({ ws }: Client, { named, joined, left }: GuildListener): void {
  ws.on(GatewayDispatchEvents.Ready, (data: unknown) => {
    const { guilds, shard } = ready.parse(data);
    const [index, count] = shard;
    named(
      { index, count },
      guilds.map(({ id }) => id),
    );
  });
  ws.on(GatewayDispatchEvents.GuildCreate, (data: unknown) => {
    joined(guild.parse(data).id);
  });
  ws.on(GatewayDispatchEvents.GuildDelete, (data: unknown) => {
    const { id, unavailable } = guild.parse(data);
    // An outage does not mean that the bot was removed.
    if (unavailable !== true) left(id);
  });
}
