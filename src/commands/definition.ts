import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type {
  APIApplicationCommandAttachmentOption,
  APIApplicationCommandBasicOption,
  APIApplicationCommandBooleanOption,
  APIApplicationCommandIntegerOption,
  APIApplicationCommandNumberOption,
  APIApplicationCommandStringOption,
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
  LocalizationMap,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import { discordLocales, textsFor } from '../bot/i18n/index.js';
import type { Texts } from '../bot/i18n/index.js';

/** In servers only, installed by whoever manages them. */
const inGuilds = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** A text of the tables, in whatever language. */
type Wording = (commands: Texts['commands'], texts: Texts) => string;

function worded(wording: Wording, code: string): string {
  const texts = textsFor(code);
  return wording(texts.commands, texts);
}

export function described(wording: Wording) {
  return { description: worded(wording, 'en'), description_localizations: localised(wording) };
}

function named(wording: Wording) {
  return { name: worded(wording, 'en'), name_localizations: localised(wording) };
}

function localised(wording: Wording): LocalizationMap {
  return Object.fromEntries(discordLocales.map((code) => [code, worded(wording, code)]));
}

type Slash = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** `permissions`: a bitset; who lacks them does not see the command, unless an admin of the server decides otherwise. */
export function slashCommand(
  name: string,
  wording: Wording,
  options: NonNullable<Slash['options']>,
  permissions?: bigint,
): Slash {
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...described(wording),
    options,
    ...inGuilds,
    ...(permissions !== undefined && { default_member_permissions: permissions.toString() }),
  };
}

/** Its name is words: English is what the bot is told, whatever the member reads. */
export function messageCommand(wording: Wording): RESTPostAPIContextMenuApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.Message, ...named(wording), ...inGuilds };
}

export function subcommand(
  name: string,
  wording: Wording,
  options: APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, ...described(wording), options };
}

export function subcommandGroup(
  name: string,
  wording: Wording,
  options: APIApplicationCommandSubcommandOption[],
): APIApplicationCommandSubcommandGroupOption {
  return { type: ApplicationCommandOptionType.SubcommandGroup, name, ...described(wording), options };
}

type More<O> = Partial<Omit<O, 'type' | 'name' | 'description' | 'choices' | 'autocomplete'>>;

export function stringOption(
  name: string,
  wording: Wording,
  more: More<APIApplicationCommandStringOption> = {},
): APIApplicationCommandStringOption {
  return { type: ApplicationCommandOptionType.String, name, ...described(wording), ...more };
}

/** A string that the command suggests values for; members may send anything else too. */
export function suggestedOption(
  name: string,
  wording: Wording,
  more: { readonly required?: boolean } = {},
): APIApplicationCommandStringOption {
  return { type: ApplicationCommandOptionType.String, name, ...described(wording), ...more, autocomplete: true };
}

/** One of a closed set: values, or words for each. */
export function choiceOption(
  name: string,
  wording: Wording,
  values: readonly string[],
  words: Readonly<Record<string, Wording>> = {},
): APIApplicationCommandStringOption {
  const choices = values.map((value) => ({ ...(value in words ? named(words[value]) : { name: value }), value }));
  return { type: ApplicationCommandOptionType.String, name, ...described(wording), choices };
}

export function integerOption(
  name: string,
  wording: Wording,
  { min, max }: { readonly min: number; readonly max: number },
): APIApplicationCommandIntegerOption {
  return { type: ApplicationCommandOptionType.Integer, name, ...described(wording), min_value: min, max_value: max };
}

export function numberOption(
  name: string,
  wording: Wording,
  { min, max }: { readonly min: number; readonly max: number },
): APIApplicationCommandNumberOption {
  return { type: ApplicationCommandOptionType.Number, name, ...described(wording), min_value: min, max_value: max };
}

export function booleanOption(name: string, wording: Wording): APIApplicationCommandBooleanOption {
  return { type: ApplicationCommandOptionType.Boolean, name, ...described(wording) };
}

export function fileOption(name: string, wording: Wording, required = false): APIApplicationCommandAttachmentOption {
  return { type: ApplicationCommandOptionType.Attachment, name, ...described(wording), required };
}
