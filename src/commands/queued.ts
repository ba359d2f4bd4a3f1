import type { Interaction } from 'discord.js';
import type { InGuild } from '../bot/discord/router.js';
import type { Services } from '../bot/services/index.js';
import type { Queued } from '../bot/types.js';
import { visibleChannels } from './channels.js';

/** What waits in a server, as one member may see it: prompts of others only where they can see the channel. */
export async function queuedFor(
  { queue }: Pick<Services, 'queue'>,
  interaction: InGuild<Interaction>,
): Promise<{ readonly here: readonly Queued[]; readonly elsewhere: number }> {
  const seen = new Set(visibleChannels(interaction));
  const { here, elsewhere } = await queue.of(interaction.guildId);
  const readable = here.map((one) =>
    one.askerId === interaction.user.id || seen.has(one.channelId) ? one : { ...one, prompt: undefined },
  );
  return { here: readable, elsewhere };
}
