import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { eraseView, fileView } from '../bot/views/privacy.js';
import { textView } from '../bot/views/view.js';
import { slashCommand, subcommand } from './definition.js';

/** Discord takes 25 MiB in a request, of which some is for what is not the file. */
const mostBytes = 24 * 2 ** 20;
const privately = [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] as const;

/** `/privacy export|erase`: for everybody, about themselves, in every server of this bot. */
export function privacy({ privacy }: Services): SlashCommand {
  return {
    definition: slashCommand('privacy', (t) => t.privacy.description, [
      subcommand('export', (t) => t.privacy.export),
      subcommand('erase', (t) => t.privacy.erase),
    ]),
    execute: async (interaction) => {
      const { user, options } = interaction;
      const texts = textsFor(interaction.locale);
      if (options.getSubcommand() === 'erase') return replyPrivately(interaction, eraseView(texts, user.id));
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      let number = 0;
      for await (const part of privacy.export(user.id, Math.min(interaction.attachmentSizeLimit, mostBytes))) {
        const view = fileView(texts.answers.export, `aesthete-data-${++number}.zip`, part);
        if (number === 1) await replyPrivately(interaction, view);
        else await interaction.followUp({ ...toMessagePayload(view), flags: privately });
      }
    },
  };
}

/** The button below the warning. */
export async function pressErase(
  { privacy }: Services,
  interaction: InGuild<ButtonInteraction>,
  userId: string,
): Promise<void> {
  if (interaction.user.id !== userId) throw new BotError('notYourData');
  await interaction.deferUpdate();
  const { aesthetics, generations } = await privacy.erase(userId);
  const { answers } = textsFor(interaction.locale);
  await interaction.editReply(toMessagePayload(textView(answers.erased(aesthetics, generations))));
}
