import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { showPrivately, toMessage } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { text } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { aestheticList } from '../../bot/views/aesthetics.js';
import { subcommand } from '../definition.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic list`. */
export const list: Subcommand = {
  changes: false,
  option: subcommand('list', text.commands.aesthetic.list),
  execute: async ({ aesthetics }, interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await showPrivately(interaction, aestheticList(await aesthetics.list(interaction.guildId)));
  },
};

/** Another page of it; the button's id is the page's number. */
export async function turnPage(
  { aesthetics }: Services,
  interaction: InGuild<ButtonInteraction>,
  page: string,
): Promise<void> {
  await interaction.deferUpdate();
  const wanted = /^\d{1,6}$/.test(page) ? Number(page) : 1;
  await interaction.editReply(toMessage(aestheticList(await aesthetics.list(interaction.guildId), wanted)));
}
