import type { ChatInputCommandInteraction } from 'discord.js';
import { z } from 'zod';
import { toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { periods, rankingKinds } from '../bot/types.js';
import { leaderboardView, rankingChart } from '../bot/views/leaderboard.js';
import { channelOf, paintsIn } from './admission.js';
import { choiceOption, slashCommand, subcommand } from './definition.js';

const kinds = z.enum(rankingKinds);
const period = z.enum(periods).default('all');

/** `/leaderboard`: what the server likes best, for everybody in the channel. */
export function leaderboard(ports: Services): SlashCommand {
  return {
    definition: slashCommand(
      'leaderboard',
      (t) => t.leaderboard.description,
      rankingKinds.map((kind) => subcommand(kind, (t) => t.leaderboard[kind], [periodOption()])),
    ),
    execute: (interaction) => show(ports, interaction),
  };
}

function periodOption() {
  return choiceOption(
    'period',
    (t) => t.leaderboard.period,
    periods,
    Object.fromEntries(periods.map((one) => [one, (t) => t.leaderboard.periods[one]])),
  );
}

async function show(
  { rankings, settings, packs, drawCharts }: Services,
  interaction: InGuild<ChatInputCommandInteraction>,
): Promise<void> {
  const { options, guildId, guildLocale } = interaction;
  const kind = kinds.parse(options.getSubcommand());
  const asked = period.parse(options.getString('period') ?? undefined);
  await interaction.deferReply();
  const [ranked, ours, pack] = await Promise.all([
    rankings.of(guildId, kind, asked),
    settings.of(guildId),
    packs.of(guildId),
  ]);
  const nameOf = (id: string): string | undefined => interaction.client.users.cache.get(id)?.displayName;
  const drawn = ranked.map((one) => rankingChart(textsFor(guildLocale), one, asked, nameOf));
  const charts = drawn.length > 0 ? await drawCharts(drawn) : [];
  const paints = paintsIn(channelOf(interaction), ours, pack);
  const view = leaderboardView(textsFor(guildLocale), ranked, { charts, period: asked, paints });
  await interaction.editReply(toMessagePayload(view));
}
