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
  const { interaction: told, resource } = await interaction.deferReply({ withResponse: true });
  // Both are optional in Discord's documentation, and `message` is not documented for a deferral.
  const messageId = told.responseMessageId ?? resource?.message?.id ?? (await interaction.fetchReply()).id;
  return {
    applicationId: interaction.applicationId,
    token: interaction.token,
    issuedAt: interaction.createdTimestamp,
    channelId: interaction.channelId ?? '',
    messageId,
    interactionId: interaction.id,
    ...(interaction.guildLocale !== null && { locale: interaction.guildLocale }),
  };
}
