import { ChannelType } from 'discord.js';
import type { Interaction } from 'discord.js';
import { missingPermissions } from '../bot/discord/permissions.js';
import type { InGuild } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import type { GuildSettings, PackSummary } from '../bot/types.js';

/** What a channel is to the rules about painting in it. */
export interface Channel {
  readonly id: string;
  /** Of a thread: the channel that it belongs to, whose rules it follows. */
  readonly parentId?: string;
  readonly inThread: boolean;
  /** Who sees its channel sees it. */
  readonly isPublicThread?: true;
  readonly ageRestricted: boolean;
}

/** The channel of an interaction. One that is not known is taken for an ordinary one, to which the stricter rules apply. */
export function channelOf(interaction: InGuild<Interaction>): Channel {
  const id = interaction.channelId ?? '';
  const { channel } = interaction;
  if (!channel || channel.isDMBased()) return { id, inThread: false, ageRestricted: false };
  if (!channel.isThread()) return { id, inThread: false, ageRestricted: 'nsfw' in channel && channel.nsfw };
  const { parent, parentId } = channel;
  const isPublicThread = channel.type !== ChannelType.PrivateThread;
  return {
    id,
    inThread: true,
    ageRestricted: parent?.nsfw ?? false,
    ...(parentId !== null && { parentId }),
    ...(isPublicThread && { isPublicThread }),
  };
}

/** @throws BotError where the server's settings or the pack do not let the bot paint in a channel */
export function checkChannel(
  channel: Channel,
  settings: GuildSettings,
  pack: PackSummary,
  nameOf: (channelId: string) => string | undefined,
): void {
  const { channelIds, uncheckedEverywhere } = settings;
  const here = [channel.id, ...(channel.parentId === undefined ? [] : [channel.parentId])];
  if (channelIds.length > 0 && !here.some((id) => channelIds.includes(id))) {
    const names = channelIds.map(nameOf).filter((name) => name !== undefined);
    throw new BotError('channel', { allowed: names });
  }
  if (!pack.checked && !uncheckedEverywhere && !channel.ageRestricted) {
    throw new BotError('unchecked', { pack: pack.title });
  }
}

/** Whether the bot may paint there. */
export function paintsIn(channel: Channel, settings: GuildSettings, pack: PackSummary): boolean {
  try {
    checkChannel(channel, settings, pack, () => undefined);
    return true;
  } catch (error) {
    if (error instanceof BotError) return false;
    throw error;
  }
}

/** @throws BotError, naming them, where the bot lacks permissions to deliver later, when the interaction's own are used up */
export function checkBotPermissions(interaction: InGuild<Interaction>, channel: Channel): void {
  const missing = missingPermissions(interaction.appPermissions, channel.inThread);
  if (missing.length > 0) throw new BotError('permissions', { missing });
}
