import { GatewayIntentBits, OverwriteType } from 'discord.js';
import { botMember, memberOf } from './find.js';
import { channelPayload, guildCreatePayload, guildPayload } from './payloads.js';
import { isThread } from './permissions.js';
import type { ChannelState, GuildState } from './state.js';
import type { World } from './world.js';

/** A guild, for tests: its ids by name, and what its owner or Discord can change. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  /** A channel's id by its name. */
  channelId(name: string): string;
  /** Sets what the bot, or a role or member by id, is allowed and denied in a channel. */
  overwrite(channelName: string, of: string, bits: { readonly allow?: bigint; readonly deny?: bigint }): void;
  /** The member can only read for so long; nothing changes for administrators. */
  timeOut(userId: string, ms: number): void;
  /** The member left and came back now. */
  rejoin(userId: string): void;
  deleteChannel(name: string): void;
  archive(threadName: string, archived: boolean): void;
  /** Only those who manage threads can write there until it is unlocked. */
  lock(threadName: string, locked: boolean): void;
  /** Sets the server's language, as Discord's locale code. */
  preferLocale(locale: string): void;
  /** Removes the bot. */
  removeBot(): void;
  addBot(): void;
  /** Announces an outage: the guild is unavailable until `recover`, and the bot remains a member. */
  outage(): void;
  recover(): void;
}

const intent = GatewayIntentBits.Guilds;

export function guildHandle(world: World, guild: GuildState): Guild {
  const channel = (name: string): ChannelState => {
    const found = guild.channels.find((one) => one.name === name);
    if (!found) throw new Error(`${guild.name} has no channel ${name}`);
    return found;
  };
  const tell = (event: string, about: ChannelState) => {
    const name = `${isThread(about) ? 'THREAD' : 'CHANNEL'}_${event}`;
    if (about.withoutBot !== true) world.emit({ name, data: channelPayload(about), intent });
    world.changed('guilds');
  };
  return {
    id: guild.id,
    name: guild.name,
    channelId: (name) => channel(name).id,
    overwrite: (channelName, of, { allow = 0n, deny = 0n }) => {
      const id = of === 'bot' ? botMember(world, guild).userId : of;
      const type = guild.roles.some((role) => role.id === id) ? OverwriteType.Role : OverwriteType.Member;
      const { overwrites } = channel(channelName);
      const before = overwrites.findIndex((one) => one.id === id);
      if (before >= 0) overwrites.splice(before, 1);
      overwrites.push({ id, type, allow: allow.toString(), deny: deny.toString() });
      tell('UPDATE', channel(channelName));
    },
    timeOut: (userId, ms) => {
      memberOf(guild, userId).timedOutUntil = world.clock.now() + ms;
      world.changed('guilds');
    },
    rejoin: (userId) => {
      memberOf(guild, userId).joinedAt = world.clock.now();
      world.changed('guilds');
    },
    deleteChannel: (name) => {
      channel(name).deleted = true;
      tell('DELETE', channel(name));
    },
    archive: (name, archived) => {
      channel(name).archived = archived;
      tell('UPDATE', channel(name));
    },
    lock: (name, locked) => {
      channel(name).locked = locked;
      tell('UPDATE', channel(name));
    },
    preferLocale: (locale) => {
      guild.locale = locale;
      world.emit({ name: 'GUILD_UPDATE', data: guildPayload(guild), intent });
      world.changed('guilds');
    },
    removeBot: () => {
      guild.hasBot = false;
      world.emit({ name: 'GUILD_DELETE', data: { id: guild.id }, intent });
      world.changed('guilds');
    },
    addBot: () => {
      guild.hasBot = true;
      world.emit({ name: 'GUILD_CREATE', data: guildCreatePayload(world, guild), intent });
      world.changed('guilds');
    },
    outage: () => {
      world.outages.add(guild.id);
      world.emit({ name: 'GUILD_DELETE', data: { id: guild.id, unavailable: true }, intent });
    },
    recover: () => {
      world.outages.delete(guild.id);
      world.emit({ name: 'GUILD_CREATE', data: guildCreatePayload(world, guild), intent });
    },
  };
}
