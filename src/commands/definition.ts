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
  APIApplicationCommandSubcommandOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';

/** In servers only, installed by whoever manages them. */
const inGuilds = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

type Slash = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** `permissions`: a bitset; who lacks them does not see the command, unless an admin of the server decides otherwise. */
export function slashCommand(
  name: string,
  description: string,
  options: NonNullable<Slash['options']>,
  permissions?: bigint,
): Slash {
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description,
    options,
    ...inGuilds,
    ...(permissions !== undefined && { default_member_permissions: permissions.toString() }),
  };
}

export function messageCommand(name: string): RESTPostAPIContextMenuApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.Message, name, ...inGuilds };
}

export function subcommand(
  name: string,
  description: string,
  options: APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, description, options };
}

type More<O> = Partial<Omit<O, 'type' | 'name' | 'description' | 'choices' | 'autocomplete'>>;

export function stringOption(
  name: string,
  description: string,
  more: More<APIApplicationCommandStringOption> = {},
): APIApplicationCommandStringOption {
  return { type: ApplicationCommandOptionType.String, name, description, ...more };
}

/** A string that the command suggests values for; members may send anything else too. */
export function suggestedOption(
  name: string,
  description: string,
  more: { readonly required?: boolean } = {},
): APIApplicationCommandStringOption {
  return { type: ApplicationCommandOptionType.String, name, description, ...more, autocomplete: true };
}

/** One of a closed set: values, or what is shown for each. */
export function choiceOption(
  name: string,
  description: string,
  values: readonly string[],
  shown: Readonly<Record<string, string>> = {},
): APIApplicationCommandStringOption {
  const choices = values.map((value) => ({ name: shown[value] ?? value, value }));
  return { type: ApplicationCommandOptionType.String, name, description, choices };
}

export function integerOption(
  name: string,
  description: string,
  { min, max }: { readonly min: number; readonly max: number },
): APIApplicationCommandIntegerOption {
  return { type: ApplicationCommandOptionType.Integer, name, description, min_value: min, max_value: max };
}

export function numberOption(
  name: string,
  description: string,
  { min, max }: { readonly min: number; readonly max: number },
): APIApplicationCommandNumberOption {
  return { type: ApplicationCommandOptionType.Number, name, description, min_value: min, max_value: max };
}

export function booleanOption(name: string, description: string): APIApplicationCommandBooleanOption {
  return { type: ApplicationCommandOptionType.Boolean, name, description };
}

export function fileOption(name: string, description: string, required = false): APIApplicationCommandAttachmentOption {
  return { type: ApplicationCommandOptionType.Attachment, name, description, required };
}
