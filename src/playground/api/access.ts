import { PermissionFlagsBits } from 'discord.js';
import { botMember, entry, findChannel } from '../world/find.js';
import { has, isThread, permissionsIn } from '../world/permissions.js';
import type { ChannelState, GuildState } from '../world/state.js';
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
  if (!has(permissions, PermissionFlagsBits.ViewChannel)) throw new DiscordError(50001);
  return { ...found, permissions };
}

/** The guild that the path names, if the bot is a member. @throws DiscordError 10004 */
export function accessToGuild(call: Call): GuildState {
  const guild = entry(call.world.state.guilds, param(call, 'guild'));
  if (guild?.hasBot !== true) throw new DiscordError(10004);
  return guild;
}

/** @throws DiscordError 50013 */
export function requireSend({ channel, permissions }: Access, withFiles: boolean): void {
  const send = isThread(channel) ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  const wanted = send | (withFiles ? PermissionFlagsBits.AttachFiles : 0n);
  if (!has(permissions, wanted)) throw new DiscordError(50013);
}

/** @throws DiscordError 50001 */
export function requireHistory({ permissions }: Access): void {
  if (!has(permissions, PermissionFlagsBits.ReadMessageHistory)) throw new DiscordError(50001);
}
