import { ChannelType, GuildMember, PermissionFlagsBits } from 'discord.js';
import type { GuildBasedChannel, Interaction } from 'discord.js';
import type { InGuild } from '../bot/discord/router.js';
import { channelOf } from './admission.js';

const seen = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/**
 * Channels whose messages the member can read, by their roles and the channels' permissions; those of public threads follow their channel. Age-
 * restricted ones are left out unless the interaction comes from such a channel. The interaction's own channel is always one.
 */
export function visibleChannels(interaction: InGuild<Interaction>): string[] {
  const here = channelOf(interaction);
  const { guild, member } = interaction;
  if (!guild || !(member instanceof GuildMember)) return [here.id];
  const visible = guild.channels.cache.filter(
    (channel) =>
      channel.type !== ChannelType.PrivateThread &&
      (here.ageRestricted || !isAgeRestricted(channel)) &&
      channel.permissionsFor(member).has(seen),
  );
  return [...new Set([...visible.keys(), here.id])];
}

/** A thread is what its channel is; one that is not known counts as age-restricted. */
export function isAgeRestricted(channel: GuildBasedChannel): boolean {
  if (channel.isThread()) return channel.parent === null || isAgeRestricted(channel.parent);
  return 'nsfw' in channel && channel.nsfw;
}
