import { fileURLToPath } from 'node:url';
import { ApplicationCommandOptionType, ApplicationCommandType, PermissionsBitField } from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
  APIApplicationCommandSubcommandOption,
} from 'discord.js';
import { format, resolveConfig } from 'prettier';
import { createCommands } from '../src/commands/index.js';
import { fakeServices } from '../test/commands/fakeServices.js';

export const commandsFile = fileURLToPath(new URL('../docs/commands.md', import.meta.url));

const types: Partial<Record<ApplicationCommandOptionType, string>> = {
  [ApplicationCommandOptionType.String]: 'text',
  [ApplicationCommandOptionType.Integer]: 'whole number',
  [ApplicationCommandOptionType.Number]: 'number',
  [ApplicationCommandOptionType.Boolean]: 'True or False',
  [ApplicationCommandOptionType.Role]: 'role',
  [ApplicationCommandOptionType.User]: 'member',
  [ApplicationCommandOptionType.Channel]: 'channel',
  [ApplicationCommandOptionType.Attachment]: 'file',
};

/** docs/commands.md, from the definitions that Discord gets. */
export async function commandsDoc(): Promise<string> {
  // Definitions need nothing of the services.
  const { slash, message } = createCommands(fakeServices().services);
  const parts = [
    '# Commands',
    'Made by `npm run docs:commands` from the definitions in `src/commands`.',
    ...[...slash, ...message].flatMap(({ definition }) => {
      if (definition.type !== ApplicationCommandType.ChatInput)
        return [`## Apps → ${definition.name}`, 'In the menu of a message: one’s own, or the bot’s.'];
      const { name, description, options = [], default_member_permissions: needs } = definition;
      const permission = needs ? [`For members with ${permissionNames(needs)}.`] : [];
      return [`## /${name}`, `${description}.`, ...permission, ...described(name, options)];
    }),
  ];
  return format(parts.join('\n\n'), { ...(await resolveConfig(commandsFile)), parser: 'markdown' });
}

function described(name: string, options: readonly APIApplicationCommandOption[]): string[] {
  const subcommands = options.flatMap((one) => subcommandsOf(one));
  if (subcommands.length > 0)
    return subcommands.flatMap(([path, one]) => [
      `### /${name} ${path}`,
      `${one.description}.`,
      ...optionTable(one.options ?? []),
    ]);
  return optionTable(options.filter(isBasic));
}

/** Subcommands by their path below the command, such as `words add`. */
function subcommandsOf(option: APIApplicationCommandOption): [string, APIApplicationCommandSubcommandOption][] {
  if (option.type === ApplicationCommandOptionType.Subcommand) return [[option.name, option]];
  if (option.type !== ApplicationCommandOptionType.SubcommandGroup) return [];
  return (option.options ?? []).map((one) => [`${option.name} ${one.name}`, one]);
}

function isBasic(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
  const { type } = option;
  return type !== ApplicationCommandOptionType.Subcommand && type !== ApplicationCommandOptionType.SubcommandGroup;
}

function optionTable(options: readonly APIApplicationCommandBasicOption[]): string[] {
  if (options.length === 0) return [];
  const rows = options.map((one) => {
    const required = one.required === true ? ' (required)' : '';
    return `| \`${one.name}\`${required} | ${valuesOf(one)} | ${one.description.replaceAll('|', '\\|')} |`;
  });
  return [['| option | is | what |', '| --- | --- | --- |', ...rows].join('\n')];
}

/** `text`, `whole number from 1 to 10`, or the choices. */
function valuesOf(option: APIApplicationCommandBasicOption): string {
  const type = types[option.type] ?? '';
  if ('choices' in option) return option.choices.map(({ value }) => `\`${value}\``).join(', ');
  if (option.type === ApplicationCommandOptionType.Integer || option.type === ApplicationCommandOptionType.Number)
    return `${type} from ${option.min_value ?? ''} to ${option.max_value ?? ''}`;
  return 'autocomplete' in option && option.autocomplete ? `${type}, suggested` : type;
}

function permissionNames(bits: string): string {
  return new PermissionsBitField(BigInt(bits))
    .toArray()
    .map((name) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '))
    .join(', ');
}
