import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { showPrivately, toMessage } from '../../bot/discord/answer.js';
import type { InGuild } from '../../bot/router.js';
import { text } from '../../bot/texts/index.js';
import { aestheticList } from '../../bot/views/aesthetics.js';
import { subcommand } from '../definition.js';
import type { Ports } from '../ports.js';
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
  { aesthetics }: Ports,
  interaction: InGuild<ButtonInteraction>,
  page: string,
): Promise<void> {
  await interaction.deferUpdate();
  const wanted = /^\d{1,6}$/.test(page) ? Number(page) : 1;
  await interaction.editReply(toMessage(aestheticList(await aesthetics.list(interaction.guildId), wanted)));
}
