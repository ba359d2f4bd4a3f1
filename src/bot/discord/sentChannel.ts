import { Events, GatewayDispatchEvents } from 'discord.js';
import type { Client, Interaction } from 'discord.js';
import { z } from 'zod';

const sent = z.object({
  id: z.string(),
  channel: z.object({ id: z.string(), type: z.number(), parent_id: z.string().nullish() }),
});

/** What Discord tells of an interaction's channel. */
export type SentChannel = z.infer<typeof sent>['channel'];

const channels = new WeakMap<Interaction, SentChannel>();
/** Interactions that come before the client is ready are told later. */
const maxWaiting = 1_000;

/**
 * Keeps what Discord sends of the channel with each interaction: discord.js keeps it only of channels that it knows, and it knows no private
 * thread that the bot is not in.
 */
export function keepSentChannels(client: Client): void {
  const waiting = new Map<string, SentChannel>();
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: unknown) => {
    const { data: found } = sent.safeParse(data);
    if (!found) return;
    waiting.set(found.id, found.channel);
    for (const id of waiting.keys()) if (waiting.size > maxWaiting) waiting.delete(id);
  });
  client.on(Events.InteractionCreate, (interaction) => {
    const channel = waiting.get(interaction.id);
    if (channel) channels.set(interaction, channel);
    waiting.delete(interaction.id);
  });
}

/** Undefined where Discord told none. */
export function sentChannelOf(interaction: Interaction): SentChannel | undefined {
  return channels.get(interaction);
}
