import type { Message } from 'discord.js';
import type { MessageCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { aestheticForm } from '../bot/views/aestheticForm.js';
import { messageCommand } from './definition.js';
import { imagesOf } from './images.js';
import { checkMayCreate } from './member.js';

/**
 * "Make an aesthetic from this", on a message: one's own and the bot's, since others have not been asked. Only this interaction carries
 * the message's attachments (the bot reads no messages), so where they are is kept while the member fills in the form.
 */
export function makeFromMessage(ports: Services): MessageCommand {
  return {
    definition: messageCommand((t) => t.makeFromMessage),
    execute: async (interaction) => {
      const { guildId, user, targetMessage } = interaction;
      checkOwn(targetMessage, user.id, interaction.applicationId);
      const images = imagesOf(targetMessage);
      if (images.length === 0) throw new BotError('noImagesInMessage');
      const [ours, pack] = await Promise.all([ports.settings.of(guildId), ports.packs.of(guildId)]);
      checkMayCreate(interaction, ours);
      await ports.drafts.save({ guildId, userId: user.id, messageId: targetMessage.id }, images);
      const draft = { id: targetMessage.id, count: images.length };
      await interaction.showModal(aestheticForm(textsFor(interaction.locale), pack.defaults.kind, { draft }));
    },
  };
}

/** @throws BotError for a message of somebody else */
function checkOwn({ author }: Message, userId: string, botId: string): void {
  if (author.id !== userId && author.id !== botId) throw new BotError('notYourMessage');
}
