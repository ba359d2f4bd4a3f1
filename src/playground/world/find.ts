import type { ChannelState, GuildState, MemberState, MessageState } from './state.js';
import type { World } from './world.js';

/** The value of a key that is not trusted; undefined if the object has none of its own. */
export function entry<T>(table: Readonly<Record<string, T>>, key: string | null): T | undefined {
  return key !== null && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A channel that is not deleted. The bot may have left its guild. */
export function findChannel(world: World, id: string): { guild: GuildState; channel: ChannelState } | undefined {
  for (const guild of Object.values(world.state.guilds)) {
    const channel = guild.channels.find((one) => one.id === id && !one.deleted);
    if (channel) return { guild, channel };
  }
  return undefined;
}

/** @throws Error: there is none */
export function channelOf(world: World, id: string): { guild: GuildState; channel: ChannelState } {
  const found = findChannel(world, id);
  if (!found) throw new Error(`no channel ${id}`);
  return found;
}

export function memberOf(guild: GuildState, userId: string): MemberState {
  const member = guild.members.find((one) => one.userId === userId);
  if (!member) throw new Error(`${userId} is no member of ${guild.name}`);
  return member;
}

/** The bot's user has the application's id, as with every application created since 2016. */
export function botMember(world: World, guild: GuildState): MemberState {
  return memberOf(guild, world.state.application.id);
}

/** A message that is not deleted. */
export function findMessage(world: World, id: string | null): MessageState | undefined {
  const message = entry(world.state.messages, id);
  return message?.deleted === false ? message : undefined;
}

/** Messages of a channel that are not deleted, oldest first. */
export function messagesIn(world: World, channelId: string): MessageState[] {
  return Object.values(world.state.messages)
    .filter((message) => message.channelId === channelId && !message.deleted)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}
