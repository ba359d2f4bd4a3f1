import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { aestheticList } from '../../bot/views/aesthetics.js';
import { subcommand } from '../definition.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic list`. */
export const list: Subcommand = {
  changes: false,
  option: subcommand('list', (t) => t.aesthetic.list),
  execute: async ({ aesthetics }, interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const all = await aesthetics.list(interaction.guildId);
    await replyPrivately(interaction, aestheticList(textsFor(interaction.locale), all));
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
  const all = await aesthetics.list(interaction.guildId);
  await interaction.editReply(toMessagePayload(aestheticList(textsFor(interaction.locale), all, wanted)));
}
