import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { deletedView } from '../../bot/views/aesthetics.js';
import { escape } from '../../bot/views/markdown.js';
import { textView } from '../../bot/views/view.js';
import { subcommand } from '../definition.js';
import { checkMayChange } from '../member.js';
import { changeableAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic delete`: hides it and frees its name. */
export const removal: Subcommand = {
  changes: true,
  option: subcommand('delete', (t) => t.aesthetic.delete, [nameOption()]),
  execute: async (ports, interaction) => {
    const aesthetic = await changeableAesthetic(ports, interaction);
    await ports.aesthetics.delete(interaction.guildId, aesthetic.id);
    await replyPrivately(interaction, deletedView(textsFor(interaction.locale), aesthetic));
  },
};

/** The way back, for 24 hours. */
export async function pressUndo(
  { aesthetics }: Services,
  interaction: InGuild<ButtonInteraction>,
  id: string,
): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const { guildId } = interaction;
  const deleted = await aesthetics.deleted(guildId, id);
  if (!deleted) throw new BotError('nothingToUndo');
  checkMayChange(interaction, deleted);
  const { name } = await aesthetics.restore(guildId, id);
  await interaction.editReply(toMessagePayload(textView(textsFor(interaction.locale).answers.restored(escape(name)))));
}
