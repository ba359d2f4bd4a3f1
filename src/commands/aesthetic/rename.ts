import { MessageFlags } from 'discord.js';
import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import { replyPrivately } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Texts } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import type { AestheticSummary } from '../../bot/types.js';
import { formFields, renameForm } from '../../bot/views/aestheticForm.js';
import { escape } from '../../bot/views/markdown.js';
import { textView } from '../../bot/views/view.js';
import { checkName, findById } from '../aestheticNames.js';
import { stringOption, subcommand } from '../definition.js';
import { checkMayChange } from '../member.js';
import { changeableAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic rename`. */
export const rename: Subcommand = {
  changes: true,
  option: subcommand('rename', (t) => t.aesthetic.rename, [
    nameOption(),
    stringOption('new_name', (t) => t.aesthetic.newName, { required: true, max_length: 100 }),
  ]),
  execute: async (ports, interaction) => {
    const wanted = checkName(interaction.options.getString('new_name', true));
    const before = await changeableAesthetic(ports, interaction);
    const after = await ports.aesthetics.rename(interaction.guildId, before.id, wanted);
    await replyPrivately(interaction, textView(renamed(textsFor(interaction.locale), before, after)));
  },
};

/** The button below an aesthetic's details: a form, which must be the first answer. */
export async function pressRename(
  { aesthetics }: Services,
  interaction: InGuild<ButtonInteraction>,
  id: string,
): Promise<void> {
  const aesthetic = await findById(aesthetics, interaction.guildId, id);
  checkMayChange(interaction, aesthetic);
  await interaction.showModal(renameForm(textsFor(interaction.locale), aesthetic));
}

/** The form's answer. */
export async function answerRename(
  { aesthetics }: Services,
  interaction: InGuild<ModalSubmitInteraction>,
  id: string,
): Promise<void> {
  const wanted = checkName(interaction.fields.getTextInputValue(formFields.name));
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const before = await findById(aesthetics, interaction.guildId, id);
  checkMayChange(interaction, before);
  const after = await aesthetics.rename(interaction.guildId, id, wanted);
  await replyPrivately(interaction, textView(renamed(textsFor(interaction.locale), before, after)));
}

function renamed({ answers }: Texts, before: AestheticSummary, after: AestheticSummary): string {
  return answers.renamed(escape(before.name), escape(after.name));
}
