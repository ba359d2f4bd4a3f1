import { PermissionFlagsBits } from 'discord.js';
import { postRefusal } from '../member/availability.js';
import { entry } from '../world/find.js';
import { has, isThread, permissionsIn } from '../world/permissions.js';
import type { ChannelState, GuildState } from '../world/state.js';
import type { World } from '../world/world.js';
import type { Directory, PageGuild, Person } from './protocol.js';

/** A user by id. */
export function personOf(world: World, id: string): Person | undefined {
  const user = entry(world.state.users, id);
  return user && { id, name: user.global_name ?? user.username };
}

/** Members that the page can act as: all but the bot, each once, in the order of the guilds. */
export function membersOf(world: World): Person[] {
  const ids = Object.values(world.state.guilds).flatMap(({ members }) => members.map(({ userId }) => userId));
  const people = [...new Set(ids)].filter((id) => id !== world.state.application.id);
  return people.flatMap((id) => personOf(world, id) ?? []);
}

/** The members, and the guilds and channels that a member can view. */
export function directoryFor(world: World, me: Person): Directory {
  const { application, guilds } = world.state;
  return {
    me,
    members: membersOf(world),
    bot: { id: application.id, name: application.name },
    guilds: Object.values(guilds).flatMap((guild) => guildFor(world, guild, me.id) ?? []),
  };
}

function guildFor(world: World, guild: GuildState, userId: string): PageGuild | undefined {
  const member = guild.members.find((one) => one.userId === userId);
  if (!member) return undefined;
  const seen = guild.channels.filter(
    (channel) => !channel.deleted && has(permissionsIn(guild, member, channel), PermissionFlagsBits.ViewChannel),
  );
  return {
    id: guild.id,
    name: guild.name,
    fileLimit: guild.attachmentSizeLimit,
    roles: guild.roles.map(({ id, name }) => ({ id, name: name.replace(/^@/, '') })),
    channels: inOrder(seen).map((channel) => ({
      id: channel.id,
      name: channel.name,
      ageRestricted: channel.nsfw || guild.channels.some(({ id, nsfw }) => id === channel.parentId && nsfw),
      threadOf: isThread(channel) ? channel.parentId : null,
      postRefusal: postRefusal({ world, guild, channel, member }) ?? null,
    })),
  };
}

/** Sorts threads below their channels. */
function inOrder(channels: readonly ChannelState[]): ChannelState[] {
  const below = (id: string | null): ChannelState[] =>
    channels.filter((one) => one.parentId === id).flatMap((one) => [one, ...below(one.id)]);
  return below(null);
}

/** Ids of the channels that a member sees. */
export function channelsSeenBy(world: World, userId: string): ReadonlySet<string> {
  const guilds = Object.values(world.state.guilds).flatMap((guild) => guildFor(world, guild, userId) ?? []);
  return new Set(guilds.flatMap(({ channels }) => channels.map(({ id }) => id)));
}
