import type { Interaction } from 'discord.js';
import type { InGuild } from '../bot/discord/router.js';
import type { Services } from '../bot/services/index.js';
import type { Queued } from '../bot/types.js';
import { visibleChannels } from './channels.js';

/** What waits in a server, as one member may see it: prompts of others only where they can see the channel. */
export async function queuedFor(
  { queue }: Pick<Services, 'queue'>,
  interaction: InGuild<Interaction>,
): Promise<Queued[]> {
  const seen = new Set(visibleChannels(interaction));
  return (await queue.of(interaction.guildId)).map((one) =>
    one.askerId === interaction.user.id || seen.has(one.channelId) ? one : { ...one, prompt: undefined },
  );
}
