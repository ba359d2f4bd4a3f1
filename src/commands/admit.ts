import type { ReplyHandle, RequestContext, Services } from '../bot/services/index.js';
import { channelOf, checkBotPermissions, checkChannel } from './admission.js';
import type { Channel } from './admission.js';
import { deferPublicly } from './deferReply.js';
import type { Deferrable } from './deferReply.js';
import { checkMayUse, checkStanding, dailyQuotaOf } from './member.js';

/** An acknowledged interaction that may paint where it came from. */
export interface Admitted {
  readonly reply: ReplyHandle;
  readonly channel: Channel;
  readonly context: RequestContext;
  /** Requests that the member may make in 24 hours; absent: any number. */
  readonly dailyQuota?: number;
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
  checkStanding(interaction, context.settings);
  checkChannel(channel, context.settings, context.pack, nameOf);
  const dailyQuota = dailyQuotaOf(interaction, context.settings);
  return { reply, channel, context, ...(dailyQuota !== undefined && { dailyQuota }) };
}
