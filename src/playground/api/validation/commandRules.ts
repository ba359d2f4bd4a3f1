import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import type { APIApplicationCommandOption } from 'discord.js';
import type { FieldError } from '../../requestLog.js';
import { DiscordError } from '../errors.js';

/** The body of a request that creates a command. Only the fields that are read here are declared. */
export interface CommandForm {
  readonly id?: string;
  readonly name: string;
  readonly type?: ApplicationCommandType | null;
  readonly description?: string | null;
  readonly options?: readonly APIApplicationCommandOption[] | null;
}

/** Letters, digits, dash, underscore and apostrophe, in lower case (application-commands, "naming"). */
const slashName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const maxCharacters = 8_000;

/** Rules of a command beyond its schema. @throws DiscordError 50035 */
export function checkCommand(command: CommandForm, path: readonly (string | number)[] = []): void {
  const type = command.type ?? ApplicationCommandType.ChatInput;
  const isSlash = type === ApplicationCommandType.ChatInput;
  const options = command.options ?? [];
  const hasDescription = (command.description ?? '') !== '';
  const wrong: FieldError[] = [
    ...(isSlash ? errorsOfName(command.name, path) : []),
    ...(isSlash === hasDescription ? [] : [field(path, 'description', isSlash ? 'is required' : 'must be empty')]),
    ...(!isSlash && options.length > 0 ? [field(path, 'options', 'are for slash commands')] : []),
    ...errorsOfOptions(options, [...path, 'options']),
    ...(isSlash && characters(command) > maxCharacters
      ? [{ path, code: 'APPLICATION_COMMAND_TOO_LARGE', message: `Command exceeds maximum size (${maxCharacters})` }]
      : []),
  ];
  if (wrong.length > 0) throw new DiscordError(50035, wrong);
}

function errorsOfOptions(
  options: readonly APIApplicationCommandOption[],
  path: readonly (string | number)[],
): FieldError[] {
  const names = new Set<string>();
  let optional = false;
  return options.flatMap((option, i) => {
    const here = [...path, i];
    const wrong = errorsOfName(option.name, here);
    if (names.has(option.name)) wrong.push(field(here, 'name', 'is used twice'));
    names.add(option.name);
    if (option.required === true && optional) wrong.push(field(here, 'required', 'options come before optional ones'));
    optional ||= option.required !== true;
    const { type } = option;
    if (type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup) {
      optional = false;
      return [...wrong, ...errorsOfOptions(option.options ?? [], [...here, 'options'])];
    }
    // The types exclude this, but a request can contain it.
    const { autocomplete = false, choices = [] } = option as { autocomplete?: boolean; choices?: readonly object[] };
    if (autocomplete && choices.length > 0) {
      wrong.push(field(here, 'autocomplete', 'excludes choices'));
    }
    return wrong;
  });
}

function errorsOfName(name: string, path: readonly (string | number)[]): FieldError[] {
  return slashName.test(name) && name === name.toLowerCase()
    ? []
    : [{ path: [...path, 'name'], code: 'APPLICATION_COMMAND_INVALID_NAME', message: `Command name is invalid` }];
}

function field(path: readonly (string | number)[], name: string, message: string): FieldError {
  return { path: [...path, name], code: 'APPLICATION_COMMAND_INVALID', message: `${name} ${message}` };
}

/** Names, descriptions and values of a command and all its options. */
function characters(command: CommandForm): number {
  const ofOption = (option: APIApplicationCommandOption): number => {
    const own = option.name.length + option.description.length;
    const choices = 'choices' in option ? (option.choices ?? []) : [];
    const inside = 'options' in option ? (option.options ?? []) : [];
    return (
      own +
      choices.reduce((sum, { name, value }) => sum + name.length + String(value).length, 0) +
      inside.reduce((sum, one) => sum + ofOption(one), 0)
    );
  };
  return (
    command.name.length +
    (command.description ?? '').length +
    (command.options ?? []).reduce((sum, one) => sum + ofOption(one), 0)
  );
}
