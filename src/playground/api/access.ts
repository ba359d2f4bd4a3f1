import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { botMember, entry, findChannel } from '../world/find.js';
import { has, isThread, permissionsIn } from '../world/permissions.js';
import type { ChannelState, GuildState, InteractionState } from '../world/state.js';
import type { World } from '../world/world.js';
import { DiscordError } from './errors.js';
import { param } from './route.js';
import type { Call } from './route.js';

/** A channel and the permissions of the bot in it. */
export interface Access {
  readonly guild: GuildState;
  readonly channel: ChannelState;
  readonly permissions: bigint;
}

/** The channel that the path names, if the bot can view it. @throws DiscordError 10003, 50001 */
export function accessToChannel(call: Call): Access {
  const { world } = call;
  const found = findChannel(world, param(call, 'channel'));
  if (!found) throw new DiscordError(10003);
  if (!found.guild.hasBot) throw new DiscordError(50001);
  const permissions = permissionsIn(found.guild, botMember(world, found.guild), found.channel);
  const isHidden = found.channel.withoutBot === true && !has(permissions, PermissionFlagsBits.ManageThreads);
  if (isHidden || !has(permissions, PermissionFlagsBits.ViewChannel)) throw new DiscordError(50001);
  return { ...found, permissions };
}

/** The guild that the path names, if the bot is a member. @throws DiscordError 10004 */
export function accessToGuild(call: Call): GuildState {
  const guild = entry(call.world.state.guilds, param(call, 'guild'));
  if (guild?.hasBot !== true) throw new DiscordError(10004);
  return guild;
}

/** Kinds of channels that hold no messages. */
const withoutMessages: readonly number[] = [
  ChannelType.GuildCategory,
  ChannelType.GuildDirectory,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
];

/** @throws DiscordError 50008, 160005: the channel is of a kind without messages, or a locked thread */
export function requireOpen({ channel, permissions }: Pick<Access, 'channel' | 'permissions'>): void {
  if (withoutMessages.includes(channel.type)) throw new DiscordError(50008);
  if (channel.locked === true && !has(permissions, PermissionFlagsBits.ManageThreads)) throw new DiscordError(160005);
}

/**
 * The channel that an interaction came from. An interaction needs no permission there, but its channel must be, and be open.
 * @throws DiscordError 10003, 160005
 */
export function channelOfInteraction(world: World, { channelId }: InteractionState): ChannelState {
  const found = findChannel(world, channelId);
  if (!found) throw new DiscordError(10003);
  const { guild, channel } = found;
  if (guild.hasBot) requireOpen({ channel, permissions: permissionsIn(guild, botMember(world, guild), channel) });
  return channel;
}

/** @throws DiscordError 50008, 50013, 160005 */
export function requireSend(access: Access, withFiles: boolean): void {
  const { channel, permissions } = access;
  requireOpen(access);
  const send = isThread(channel) ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  const wanted = send | (withFiles ? PermissionFlagsBits.AttachFiles : 0n);
  if (!has(permissions, wanted)) throw new DiscordError(50013);
}

/** @throws DiscordError 50001 */
export function requireHistory({ permissions }: Access): void {
  if (!has(permissions, PermissionFlagsBits.ReadMessageHistory)) throw new DiscordError(50001);
}
