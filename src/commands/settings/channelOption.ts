import { ApplicationCommandOptionType, ChannelType } from 'discord.js';
import type { ChatInputCommandInteraction } from 'discord.js';
import { missingPermissions } from '../../bot/discord/permissions.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import type { Permission } from '../../bot/errors.js';
import { described } from '../definition.js';

type Slash = InGuild<ChatInputCommandInteraction>;

/** A channel that the bot is to post in. */
export function postChannelOption(name: string, wording: Parameters<typeof described>[0]) {
  const channel_types: (ChannelType.GuildText | ChannelType.GuildAnnouncement)[] = [
    ChannelType.GuildText,
    ChannelType.GuildAnnouncement,
  ];
  return { type: ApplicationCommandOptionType.Channel as const, name, ...described(wording), channel_types };
}

/** Permissions that the bot lacks in a channel, as far as it knows the channel. */
export function lackingIn({ guild }: Slash, channelId: string): Permission[] {
  const channel = guild?.channels.cache.get(channelId);
  const me = guild?.members.me;
  return channel && me ? missingPermissions(channel.permissionsFor(me), channel.isThread()) : [];
}

/** The id of the channel that an option names; undefined where it was left out. @throws BotError, naming them, where the bot lacks permissions */
export function chosenChannel(interaction: Slash, name: string): string | undefined {
  const chosen = interaction.options.getChannel(name);
  if (!chosen) return undefined;
  const missing = lackingIn(interaction, chosen.id);
  if (missing.length > 0) throw new BotError('channelPermissions', { channel: chosen.name ?? chosen.id, missing });
  return chosen.id;
}
