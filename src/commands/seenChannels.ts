import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { GuildBasedChannel, Interaction } from 'discord.js';
import type { InGuild } from '../bot/discord/router.js';
import { channelOf } from './admission.js';

/**
 * Channels whose pictures a member may be shown here: those that they can see, and age-restricted ones only in an age-restricted channel.
 */
export function channelsSeenBy(interaction: InGuild<Interaction>): string[] {
  const { guild, member } = interaction;
  const here = channelOf(interaction);
  // What Discord sends of a member instead of discord.js's own has no roles to compute permissions from.
  if (!guild || !member || !('id' in member)) return [here.id];
  const seen = guild.channels.cache.filter(
    (channel) =>
      channel.type !== ChannelType.PrivateThread &&
      channel.permissionsFor(member).has(PermissionFlagsBits.ViewChannel) &&
      (here.ageRestricted || !isAgeRestricted(channel)),
  );
  return [...new Set([here.id, ...seen.keys()])];
}

function isAgeRestricted(channel: GuildBasedChannel): boolean {
  if (channel.isThread()) return channel.parent?.nsfw ?? false;
  return 'nsfw' in channel && channel.nsfw;
}
