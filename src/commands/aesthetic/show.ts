import { MessageFlags } from 'discord.js';
import type { ChatInputCommandInteraction } from 'discord.js';
import { replyPrivately } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { aestheticDetails } from '../../bot/views/aesthetics.js';
import { familyChart, familyPart } from '../../bot/views/family.js';
import type { View } from '../../bot/views/view.js';
import { channelOf, paintsIn } from '../admission.js';
import { subcommand } from '../definition.js';
import { mayChange } from '../member.js';
import { namedAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic show`. */
export const show: Subcommand = {
  changes: false,
  option: subcommand('show', (t) => t.aesthetic.show, [nameOption()]),
  execute: async (ports, interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const { id } = await namedAesthetic(ports, interaction);
    const details = await ports.aesthetics.details(interaction.guildId, id);
    if (!details) throw new BotError('aestheticNotHere');
    const { guildId } = interaction;
    const [ours, pack] = await Promise.all([ports.settings.of(guildId), ports.packs.of(guildId)]);
    const paints = paintsIn(channelOf(interaction), ours, pack);
    const texts = textsFor(interaction.locale);
    const family = await familyTree(ports, interaction, id);
    await replyPrivately(
      interaction,
      aestheticDetails(texts, details, mayChange(interaction, details), paints, family),
    );
  },
};

/** Drawn only where there is somebody beside itself. */
async function familyTree(
  { aesthetics, drawCharts }: Services,
  { guildId, locale }: InGuild<ChatInputCommandInteraction>,
  id: string,
): Promise<View | undefined> {
  const family = await aesthetics.family(guildId, id);
  if (!family || family.members.length < 2) return undefined;
  const [picture] = await drawCharts([familyChart(textsFor(locale), family)]);
  return familyPart(textsFor(locale), family, picture);
}
