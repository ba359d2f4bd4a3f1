import { MessageFlags } from 'discord.js';
import { replyPrivately } from '../../bot/discord/reply.js';
import { textsFor } from '../../bot/i18n/index.js';
import { mapChart, mapView } from '../../bot/views/map.js';
import { textView } from '../../bot/views/view.js';
import { visibleChannels } from '../channels.js';
import { subcommand } from '../definition.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic map`: the server's aesthetics on a plane, near ones alike. */
export const map: Subcommand = {
  changes: false,
  option: subcommand('map', (_, t) => t.gallery.commands.map),
  execute: async ({ aesthetics, drawCharts }, interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const { guildId, locale } = interaction;
    const texts = textsFor(locale);
    const mapped = await aesthetics.map(guildId, visibleChannels(interaction));
    if (mapped.places.length < 3) return replyPrivately(interaction, textView(texts.gallery.mapTooFew));
    const [picture] = await drawCharts([mapChart(textsFor(locale), mapped)]);
    await replyPrivately(interaction, mapView(texts, mapped, picture));
  },
};
