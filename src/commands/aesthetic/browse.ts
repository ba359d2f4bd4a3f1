import { MessageFlags } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { browseSize, browseView } from '../../bot/views/browse.js';
import type { View } from '../../bot/views/view.js';
import { channelOf, paintsIn } from '../admission.js';
import { subcommand } from '../definition.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic browse`: a gallery of cards, most used first, for whoever asks. */
export const browse: Subcommand = {
  changes: false,
  option: subcommand('browse', (t) => t.aesthetic.browse),
  execute: async (ports, interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await replyPrivately(interaction, await page(ports, interaction, 1));
  },
};

/** Another page of it; the button's id is the page's number. */
export async function turnBrowse(
  ports: Services,
  interaction: InGuild<ButtonInteraction>,
  wanted: string,
): Promise<void> {
  await interaction.deferUpdate();
  const view = await page(ports, interaction, /^\d{1,6}$/.test(wanted) ? Number(wanted) : 1);
  await interaction.editReply({ ...toMessagePayload(view), attachments: [] });
}

async function page(
  { aesthetics, settings, packs }: Services,
  interaction: InGuild<ChatInputCommandInteraction | ButtonInteraction>,
  wanted: number,
): Promise<View> {
  const { guildId } = interaction;
  const [all, ours, pack] = await Promise.all([aesthetics.list(guildId), settings.of(guildId), packs.of(guildId)]);
  const paints = paintsIn(channelOf(interaction), ours, pack);
  const pages = Math.max(1, Math.ceil(all.length / browseSize));
  const number = Math.min(Math.max(wanted, 1), pages);
  const here = all.slice((number - 1) * browseSize, number * browseSize);
  const details = await Promise.all(here.map(({ id }) => aesthetics.details(guildId, id)));
  return browseView(
    textsFor(interaction.locale),
    details.filter((one) => one !== undefined),
    number,
    pages,
    paints,
  );
}
