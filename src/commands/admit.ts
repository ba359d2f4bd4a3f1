import type { Services, ReplyHandle } from '../bot/services/index.js';
import type { GuildSettings, PackSummary } from '../bot/types.js';
import { channelOf, checkBotPermissions, checkChannel } from './admission.js';
import type { Channel } from './admission.js';
import { checkMayUse } from './member.js';
import { deferPublicly } from './reply.js';
import type { Deferrable } from './reply.js';

/** An acknowledged interaction that may paint where it came from. */
export interface Admitted {
  readonly reply: ReplyHandle;
  readonly channel: Channel;
  readonly settings: GuildSettings;
  readonly pack: PackSummary;
}

/**
 * What everything that paints begins with: what Discord tells is looked at first, then the interaction is acknowledged, and then comes
 * what the database knows. @throws BotError
 */
export async function admit(
  { settings, packs }: Pick<Services, 'settings' | 'packs'>,
  interaction: Deferrable,
): Promise<Admitted> {
  checkMayUse(interaction);
  const channel = channelOf(interaction);
  checkBotPermissions(interaction, channel);
  const reply = await deferPublicly(interaction);
  const { guildId } = interaction;
  const [ours, pack] = await Promise.all([settings.of(guildId), packs.of(guildId)]);
  checkChannel(channel, ours, pack, (id) => interaction.guild?.channels.cache.get(id)?.name);
  return { reply, channel, settings: ours, pack };
}
