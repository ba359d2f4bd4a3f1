import { ApplicationCommandOptionType, MessageFlags, PermissionFlagsBits } from 'discord.js';
import type { AnySelectMenuInteraction, AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Texts } from '../bot/i18n/index.js';
import type { Services, SettingsChange } from '../bot/services/index.js';
import { settingsView } from '../bot/views/settings.js';
import type { View } from '../bot/views/view.js';
import { noAesthetic, suggestNames } from './aestheticNames.js';
import {
  booleanOption,
  choiceOption,
  integerOption,
  slashCommand,
  subcommand,
  suggestedOption,
  described,
} from './definition.js';
import { checkManagesGuild } from './member.js';
import { audit, blocks, votes, words } from './settings/lists.js';
import { loras, suggestLoras } from './settings/loras.js';
import { changeRules, role, safety, showcase } from './settings/safety.js';
import type { SettingsPart } from './settings/subcommand.js';
import { aestheticCapRange, capRange, defaultStrength, parseChange, parseReset, resettable } from './settingsChange.js';

const parts: readonly SettingsPart[] = [loras, safety, role, showcase, words, blocks, audit, votes];

const roleOption = {
  type: ApplicationCommandOptionType.Role,
  name: 'creator_role',
  ...described((t) => t.settings.creatorRole),
} as const;

/** `/settings`: for whoever manages the server. */
export function settings(ports: Services): SlashCommand {
  return {
    definition: slashCommand(
      'settings',
      (t) => t.settings.description,
      [
        subcommand('show', (t) => t.settings.show),
        subcommand('change', (t) => t.settings.change, [
          suggestedOption('pack', (t) => t.settings.pack),
          suggestedOption('aesthetic', (t) => t.settings.aesthetic),
          suggestedOption('strength', (t) => t.settings.strength),
          integerOption('member_cap', (t) => t.settings.memberCap, capRange),
          integerOption('guild_cap', (t) => t.settings.guildCap, capRange),
          integerOption('aesthetic_cap', (t) => t.settings.aestheticCap, aestheticCapRange),
          choiceOption('creators', (t) => t.settings.creators, ['everyone', 'managers'], {
            everyone: (t) => t.settings.creatorChoices.everyone,
            managers: (t) => t.settings.creatorChoices.managers,
          }),
          roleOption,
          choiceOption('safety_check', (t) => t.settings.safetyCheck, ['outside', 'everywhere'], {
            outside: (t) => t.settings.safetyCheckChoices.outside,
            everywhere: (t) => t.settings.safetyCheckChoices.everywhere,
          }),
          booleanOption('unchecked', (t) => t.settings.unchecked),
          booleanOption('cards', (t) => t.settings.cards),
          booleanOption('keep_images', (t) => t.settings.keepImages),
        ]),
        subcommand('reset', (t) => t.settings.reset, [choiceOption('setting', (t) => t.settings.resetOne, resettable)]),
        ...parts.map(({ option }) => option),
      ],
      PermissionFlagsBits.ManageGuild,
    ),
    execute: async (interaction) => {
      checkManagesGuild(interaction);
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const { guildId, options } = interaction;
      const texts = textsFor(interaction.locale);
      const named = options.getSubcommandGroup() ?? options.getSubcommand();
      const part = parts.find(({ option }) => option.name === named);
      if (part) return replyPrivately(interaction, await part.answer(ports, interaction));
      const which = options.getSubcommand();
      if (which === 'show') return replyPrivately(interaction, await shown(ports, texts, guildId));
      // The options of a subcommand lie below it.
      const given = Object.fromEntries((options.data[0]?.options ?? []).map(({ name, value }) => [name, value]));
      if (which === 'reset') return replyPrivately(interaction, await reset(ports, interaction));
      await replyPrivately(interaction, await saved(ports, texts, guildId, await parseChange(ports, guildId, given)));
    },
    complete: async (interaction) => {
      await interaction.respond(await suggest(ports, interaction));
    },
  };
}

/** The select below the settings: where the bot paints. */
export async function selectChannels(ports: Services, interaction: InGuild<AnySelectMenuInteraction>): Promise<void> {
  checkManagesGuild(interaction);
  await interaction.deferUpdate();
  const view = await saved(ports, textsFor(interaction.locale), interaction.guildId, {
    channelIds: [...interaction.values],
  });
  await interaction.editReply(toMessagePayload(view));
}

async function shown({ settings, packs }: Services, texts: Texts, guildId: string): Promise<View> {
  const [ours, pack] = await Promise.all([settings.of(guildId), packs.of(guildId)]);
  return settingsView(texts, guildId, ours, pack);
}

/** All settings, or one alone, become their defaults; shown is what holds now. */
async function reset(ports: Services, interaction: InGuild<ChatInputCommandInteraction>): Promise<View> {
  const { settings, rules } = parseReset(interaction.options.getString('setting'));
  const rulesShown = Object.keys(rules).length > 0 ? await changeRules(ports, interaction, rules) : undefined;
  return Object.keys(settings).length === 0 && rulesShown
    ? rulesShown
    : saved(ports, textsFor(interaction.locale), interaction.guildId, settings);
}

async function saved(
  { settings, packs }: Services,
  texts: Texts,
  guildId: string,
  change: SettingsChange,
): Promise<View> {
  if (Object.keys(change).length === 0) throw new BotError('noChange');
  const ours = await settings.change(guildId, change);
  return settingsView(texts, guildId, ours, await packs.of(guildId), true);
}

async function suggest(
  ports: Services,
  interaction: InGuild<AutocompleteInteraction>,
): Promise<{ name: string; value: string }[]> {
  const { aesthetics, packs } = ports;
  const { name, value } = interaction.options.getFocused(true);
  if (name === 'aesthetic')
    return [...(await suggestNames(aesthetics, interaction.guildId, value)).slice(0, 24), same(noAesthetic)];
  const all = await candidates(name);
  return all
    .filter((one) => one.toLowerCase().includes(value.toLowerCase()))
    .slice(0, 25)
    .map(same);

  async function candidates(option: string): Promise<readonly string[]> {
    if (option === 'lora') return suggestLoras(ports, interaction);
    if (option === 'pack') return (await packs.list()).map((pack) => pack.name);
    return ['subtle', 'balanced', 'strong', defaultStrength];
  }
}

const same = (value: string) => ({ name: value, value });
