import { replyPrivately } from '../bot/discord/reply.js';
import type { SlashCommand } from '../bot/discord/router.js';
import { textsFor } from '../bot/i18n/index.js';
import { textView } from '../bot/views/view.js';
import { slashCommand } from './definition.js';

/** `/help`. */
export const help: SlashCommand = {
  definition: slashCommand('help', (t) => t.help.description, []),
  execute: (interaction) => replyPrivately(interaction, textView(...textsFor(interaction.locale).help)),
};
