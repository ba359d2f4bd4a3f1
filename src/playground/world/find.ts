import type { ChannelState, GuildState, MemberState, MessageState } from './state.js';
import type { World } from './world.js';

/** What a table has under a key from outside: perhaps nothing. */
export function entry<T>(table: Readonly<Record<string, T>>, key: string | null): T | undefined {
  return key !== null && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A channel that is there, in a guild that the bot may have left. */
export function findChannel(world: World, id: string): { guild: GuildState; channel: ChannelState } | undefined {
  for (const guild of Object.values(world.state.guilds)) {
    const channel = guild.channels.find((one) => one.id === id && !one.deleted);
    if (channel) return { guild, channel };
  }
  return undefined;
}

/** @throws when there is none: an error of the playground's own */
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

/** The bot's user has the application's id, as is so for every application since 2016. */
export function botMember(world: World, guild: GuildState): MemberState {
  return memberOf(guild, world.state.application.id);
}

/** A message that is there. */
export function findMessage(world: World, id: string | null): MessageState | undefined {
  const message = entry(world.state.messages, id);
  return message?.deleted === false ? message : undefined;
}

/** Messages of a channel that are there, oldest first. */
export function messagesIn(world: World, channelId: string): MessageState[] {
  return Object.values(world.state.messages)
    .filter((message) => message.channelId === channelId && !message.deleted)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}
