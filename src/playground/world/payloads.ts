import type { APIUser } from 'discord.js';
import { isThread, isVoice, permissionsIn } from './permissions.js';
import type { ChannelState, GuildState, MemberState } from './state.js';
import type { Payload, World } from './world.js';

const joinedAt = '2024-01-01T00:00:00.000000+00:00';

export function userPayload(id: string, name: string, bot: boolean): APIUser {
  return { id, username: name, global_name: bot ? null : name, discriminator: bot ? '0001' : '0', avatar: null, bot };
}

export function memberPayload(world: World, member: MemberState): Payload {
  return { user: world.state.users[member.userId], ...memberFacts(member) };
}

/** Without the user, as interactions resolve members. */
export function memberFacts(member: MemberState): Payload {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles: member.roleIds,
    joined_at: member.joinedAt === undefined ? joinedAt : new Date(member.joinedAt).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until:
      member.timedOutUntil === undefined ? null : new Date(member.timedOutUntil).toISOString(),
  };
}

export function rolePayload({ id, name, permissions }: GuildState['roles'][number], position: number): Payload {
  const plain = { color: 0, hoist: false, icon: null, unicode_emoji: null, managed: false, mentionable: false };
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  return { id, name, permissions, position, flags: 0, ...plain, colors };
}

export function channelPayload(channel: ChannelState, position = 0): Payload {
  const permission_overwrites = isThread(channel) ? undefined : channel.overwrites;
  return { ...channelFacts(channel, position), permission_overwrites };
}

function channelFacts(channel: ChannelState, position: number): Payload {
  const { id, guildId: guild_id, name, type, nsfw, parentId: parent_id } = channel;
  const common = { id, guild_id, name, type, parent_id, last_message_id: null, rate_limit_per_user: 0, flags: 0 };
  const voice = isVoice(channel) && { bitrate: 64_000, user_limit: 0, rtc_region: null };
  if (!isThread(channel)) return { ...common, nsfw, position, topic: null, ...voice };
  const metadata = {
    archived: channel.archived,
    auto_archive_duration: 1_440,
    archive_timestamp: joinedAt,
    locked: channel.locked ?? false,
    create_timestamp: joinedAt,
  };
  return { ...common, owner_id: guild_id, message_count: 0, member_count: 1, thread_metadata: metadata };
}

/** The channel of an interaction, with the member's permissions in it. */
export function interactionChannel(guild: GuildState, channel: ChannelState, member: MemberState): Payload {
  const parent = guild.channels.find(({ id }) => id === channel.parentId);
  return {
    ...channelFacts(channel, 0),
    nsfw: channel.nsfw || (parent?.nsfw ?? false),
    permissions: permissionsIn(guild, member, channel).toString(),
  };
}

export function guildPayload(guild: GuildState): Payload {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    description: null,
    banner: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.locale,
    roles: guild.roles.map(rolePayload),
    emojis: [],
    stickers: [],
    features: [],
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
  };
}

/** The data of GUILD_CREATE. Of the members it has the bot only, as for a large guild. */
export function guildCreatePayload(world: World, guild: GuildState): Payload {
  const present = guild.channels.filter(({ deleted }) => !deleted);
  const bot = guild.members.filter(({ userId }) => userId === world.state.application.id);
  return {
    ...guildPayload(guild),
    joined_at: joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.length,
    members: bot.map((member) => memberPayload(world, member)),
    channels: present.filter((channel) => !isThread(channel)).map(channelPayload),
    threads: present
      .filter((channel) => isThread(channel) && !channel.archived && channel.withoutBot !== true)
      .map((channel) => channelPayload(channel)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function applicationPayload(world: World): Payload {
  const { id, name } = world.state.application;
  const guilds = Object.values(world.state.guilds).filter(({ hasBot }) => hasBot).length;
  return {
    id,
    name,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    approximate_guild_count: guilds,
    integration_types_config: { 0: {} },
    bot: world.state.users[id],
  };
}
