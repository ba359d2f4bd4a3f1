import type { ReplyHandle, RequestContext, Services } from '../bot/services/index.js';
import { channelOf, checkBotPermissions, checkChannel } from './admission.js';
import type { Channel } from './admission.js';
import { deferPublicly } from './deferReply.js';
import type { Deferrable } from './deferReply.js';
import { checkMayUse } from './member.js';

/** An acknowledged interaction that may paint where it came from. */
export interface Admitted {
  readonly reply: ReplyHandle;
  readonly channel: Channel;
  readonly context: RequestContext;
}

/**
 * What everything that paints begins with: what Discord tells is looked at first, then the interaction is acknowledged, and then comes
 * what the database knows. @throws BotError
 */
export async function admit(services: Pick<Services, 'context'>, interaction: Deferrable): Promise<Admitted> {
  checkMayUse(interaction);
  const channel = channelOf(interaction);
  checkBotPermissions(interaction, channel);
  const reply = await deferPublicly(interaction);
  const context = await services.context(interaction.guildId);
  const nameOf = (id: string): string | undefined => interaction.guild?.channels.cache.get(id)?.name;
  checkChannel(channel, context.settings, context.pack, nameOf);
  return { reply, channel, context };
}
