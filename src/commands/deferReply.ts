import type {
  AnySelectMenuInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { InGuild } from '../bot/discord/router.js';
import type { ReplyHandle } from '../bot/services/index.js';

export type Deferrable = InGuild<
  ChatInputCommandInteraction | ButtonInteraction | AnySelectMenuInteraction | ModalSubmitInteraction
>;

/** "… is thinking, and what is needed to edit it later. */
export async function deferPublicly(interaction: Deferrable): Promise<ReplyHandle> {
  const { resource } = await interaction.deferReply({ withResponse: true });
  const messageId = resource?.message?.id;
  if (messageId === undefined) throw new Error('Discord told no message for a deferred reply');
  return {
    applicationId: interaction.applicationId,
    token: interaction.token,
    issuedAt: interaction.createdTimestamp,
    channelId: interaction.channelId ?? '',
    messageId,
    ...(interaction.guildLocale !== null && { locale: interaction.guildLocale }),
  };
}
