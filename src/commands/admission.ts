import { ChannelType, Constants } from 'discord.js';
import type { GuildBasedChannel, Interaction } from 'discord.js';
import { missingPermissions } from '../bot/discord/permissions.js';
import type { InGuild } from '../bot/discord/router.js';
import { sentChannelOf } from '../bot/discord/sentChannel.js';
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
  /** The chat of a voice or stage channel. */
  readonly inVoice?: true;
  readonly ageRestricted: boolean;
}

/** The channel of an interaction. One that is not known is taken for an ordinary one, to which the stricter rules apply. */
export function channelOf(interaction: InGuild<Interaction>): Channel {
  const id = interaction.channelId ?? '';
  const { channel } = interaction;
  if (!channel) return unknownChannel(interaction, id);
  if (channel.isDMBased()) return { id, inThread: false, ageRestricted: false };
  if (!channel.isThread())
    return {
      id,
      inThread: false,
      ageRestricted: isRestricted(channel),
      ...(channel.isVoiceBased() && { inVoice: true }),
    };
  return threadOf(id, channel.type, channel.parentId, channel.parent);
}

/** One that discord.js does not know, as a private thread that the bot is not in: what it is came with the interaction. */
function unknownChannel(interaction: InGuild<Interaction>, id: string): Channel {
  const sent = sentChannelOf(interaction);
  if (!sent || !isThreadType(sent.type)) return { id, inThread: false, ageRestricted: false };
  const parentId = sent.parent_id ?? null;
  const parent = parentId === null ? undefined : interaction.guild?.channels.cache.get(parentId);
  return threadOf(id, sent.type, parentId, parent);
}

function threadOf(
  id: string,
  type: number,
  parentId: string | null,
  parent: GuildBasedChannel | null | undefined,
): Channel {
  const isPublicThread = type !== (ChannelType.PrivateThread as number);
  return {
    id,
    inThread: true,
    ageRestricted: parent ? isRestricted(parent) : false,
    ...(parentId !== null && { parentId }),
    ...(isPublicThread && { isPublicThread }),
  };
}

function isThreadType(type: number): boolean {
  return Constants.ThreadChannelTypes.some((one) => (one as number) === type);
}

function isRestricted(channel: GuildBasedChannel): boolean {
  return 'nsfw' in channel && channel.nsfw;
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
  const missing = missingPermissions(interaction.appPermissions, channel.inThread, channel.inVoice);
  if (missing.length > 0) throw new BotError('permissions', { missing });
}
