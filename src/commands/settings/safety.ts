import { ApplicationCommandOptionType } from 'discord.js';
import type { ChatInputCommandInteraction } from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { RulesChange, Services } from '../../bot/services/index.js';
import { safetyView } from '../../bot/views/rules.js';
import type { View } from '../../bot/views/view.js';
import { booleanOption, described, integerOption, numberOption, subcommand } from '../definition.js';
import { chosenChannel, lackingIn, postChannelOption } from './channelOption.js';
import type { SettingsPart } from './subcommand.js';

type Slash = InGuild<ChatInputCommandInteraction>;

const days = { min: 0, max: 365 } as const;
const requests = { min: 0, max: 1_000 } as const;

/** `/settings safety`: the channel for reports, ages and the quota; without options, how they are. */
export const safety: SettingsPart = {
  option: subcommand('safety', (_, t) => t.moderation.commands.safety, [
    postChannelOption('reports', (_, t) => t.moderation.commands.reports),
    integerOption('account_days', (_, t) => t.moderation.commands.accountDays, days),
    integerOption('member_days', (_, t) => t.moderation.commands.memberDays, days),
    integerOption('daily', (_, t) => t.moderation.commands.daily, requests),
  ]),
  answer: async (ports, interaction) => {
    const { options } = interaction;
    const reportChannelId = chosenChannel(interaction, 'reports');
    const accountDays = options.getInteger('account_days');
    const memberDays = options.getInteger('member_days');
    const daily = options.getInteger('daily');
    return changeRules(ports, interaction, {
      ...(reportChannelId !== undefined && { reportChannelId }),
      ...(accountDays !== null && { accountDays: accountDays || null }),
      ...(memberDays !== null && { memberDays: memberDays || null }),
      ...(daily !== null && { dailyQuota: daily || null }),
    });
  },
};

/** `/settings showcase`. */
export const showcase: SettingsPart = {
  option: subcommand('showcase', (_, t) => t.moderation.commands.showcase, [
    postChannelOption('channel', (_, t) => t.moderation.commands.showcaseChannel),
    numberOption('score', (_, t) => t.moderation.commands.score, { min: 0.05, max: 0.95 }),
    booleanOption('off', (_, t) => t.moderation.commands.off),
  ]),
  answer: async (ports, interaction) => {
    const { options, guildId } = interaction;
    if (options.getBoolean('off') === true)
      return changeRules(ports, interaction, { showcaseChannelId: null, showcaseScore: null });
    const channelId = chosenChannel(interaction, 'channel');
    const score = options.getNumber('score') ?? undefined;
    if (channelId === undefined && score === undefined) return changeRules(ports, interaction, {});
    const { showcase: before } = (await ports.settings.of(guildId)).rules;
    const after = { channelId: channelId ?? before?.channelId, score: score ?? before?.score };
    if (after.channelId === undefined || after.score === undefined) throw new BotError('showcaseIncomplete');
    return changeRules(ports, interaction, { showcaseChannelId: after.channelId, showcaseScore: after.score });
  },
};

const roleOption = {
  type: ApplicationCommandOptionType.Role,
  name: 'role',
  required: true,
  ...described((_, t) => t.moderation.commands.roleName),
} as const;

/** `/settings role`: what a role changes. */
export const role: SettingsPart = {
  option: subcommand('role', (_, t) => t.moderation.commands.role, [
    roleOption,
    integerOption('daily', (_, t) => t.moderation.commands.roleDaily, { min: 1, max: 1_000 }),
    booleanOption('exempt', (_, t) => t.moderation.commands.exempt),
  ]),
  answer: async (ports, interaction) => {
    const { options, guildId, user } = interaction;
    const dailyQuota = options.getInteger('daily');
    const exempt = options.getBoolean('exempt') ?? false;
    const rule = dailyQuota === null && !exempt ? null : { dailyQuota, exempt };
    await ports.moderation.changeRole(guildId, user.id, options.getRole('role', true).id, rule);
    return shown(ports, interaction, true);
  },
};

/** Changes the rules, and shows them. */
export async function changeRules(ports: Services, interaction: Slash, changes: RulesChange): Promise<View> {
  const isChange = Object.keys(changes).length > 0;
  if (isChange) await ports.moderation.changeRules(interaction.guildId, interaction.user.id, changes);
  return shown(ports, interaction, isChange);
}

async function shown({ settings }: Services, interaction: Slash, saved: boolean): Promise<View> {
  const { rules } = await settings.of(interaction.guildId);
  const lacking = rules.reportChannelId === undefined ? [] : lackingIn(interaction, rules.reportChannelId);
  return safetyView(textsFor(interaction.locale), rules, lacking, saved);
}
