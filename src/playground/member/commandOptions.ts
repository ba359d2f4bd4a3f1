import { ApplicationCommandOptionType as Type } from 'discord.js';
import type { APIApplicationCommand, APIApplicationCommandBasicOption, APIApplicationCommandOption } from 'discord.js';
import { isSubcommand, optionProblem } from '../rules/commandOptions.js';
import type { CommandOption } from '../rules/commandOptions.js';
import { takesId } from '../rules/selectable.js';
import { entry } from '../world/find.js';
import type { Payload } from '../world/world.js';
import { NotOffered } from './availability.js';
import type { Actor } from './availability.js';
import { checkFileType, resolveId, uploadFile } from './resolvedData.js';
import type { PickedFile, Resolved } from './resolvedData.js';

/** Values by the option's name; users, channels and roles by id. */
export type Options = Readonly<Record<string, string | number | boolean | PickedFile>>;

/** What is being typed, for autocomplete. */
export interface Focus {
  readonly option: string;
  readonly typed: string | number;
}

interface Filled {
  readonly options: readonly Payload[];
  readonly resolved: Resolved;
}

/** A command's options as the member's client sends them. @throws NotOffered: the client would not send them */
export async function fillOptions(
  actor: Actor,
  command: APIApplicationCommand,
  subcommands: readonly string[],
  values: Options,
  focus?: Focus,
): Promise<Filled> {
  const resolved: Resolved = {};
  const leaf = descend(command.options ?? [], subcommands, command.name);
  const strange = Object.keys(values).filter((name) => !leaf.some((option) => option.name === name));
  if (strange.length > 0) throw new NotOffered(`/${command.name} has no option ${strange.join(', ')}`);
  const filled: Payload[] = [];
  for (const option of leaf) {
    const value = entry(values, option.name);
    if (focus?.option === option.name) {
      if (!('autocomplete' in option) || !option.autocomplete) {
        throw new NotOffered(`${option.name} does not complete`);
      }
      filled.push({ name: option.name, type: option.type, value: focus.typed, focused: true });
    } else if (value !== undefined) {
      filled.push({ name: option.name, type: option.type, value: await accept(actor, resolved, option, value) });
    } else if (option.required === true && !focus) {
      throw new NotOffered(`/${command.name} needs ${option.name}`);
    }
  }
  return { options: wrap(command.options ?? [], subcommands, filled), resolved };
}

function descend(
  options: readonly APIApplicationCommandOption[],
  path: readonly string[],
  of: string,
): readonly APIApplicationCommandBasicOption[] {
  const [first, rest] = [path.at(0), path.slice(1)];
  if (first === undefined) {
    const basic = options.filter(isBasic);
    if (basic.length < options.length) throw new NotOffered(`/${of} needs one of its subcommands`);
    return basic;
  }
  const next = options.find(({ name }) => name === first);
  if (!next || isBasic(next)) throw new NotOffered(`/${of} has no subcommand ${first}`);
  return descend(next.options ?? [], rest, `${of} ${first}`);
}

function isBasic(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
  return !isSubcommand(option.type);
}

function wrap(
  options: readonly APIApplicationCommandOption[],
  [first, ...rest]: readonly string[],
  filled: readonly Payload[],
): readonly Payload[] {
  const next = options.find(({ name }) => name === first);
  if (!next) return filled;
  const inside = 'options' in next ? (next.options ?? []) : [];
  return [{ name: next.name, type: next.type, options: wrap(inside, rest, filled) }];
}

/** The value as it is sent. @throws NotOffered: the client would not accept it */
async function accept(
  actor: Actor,
  resolved: Resolved,
  option: APIApplicationCommandBasicOption,
  value: Options[string],
): Promise<string | number | boolean> {
  const refuse = (why: string) => new NotOffered(`${option.name}: ${why}`);
  if (typeof value === 'object') {
    if (option.type !== Type.Attachment) throw refuse('takes no file');
    checkFileType((option as CommandOption).file_types, value);
    if (value.bytes.byteLength > actor.guild.attachmentSizeLimit) throw refuse('the file is too powerful');
    return uploadFile(actor, resolved, value);
  }
  const problem = optionProblem(option, value);
  if (problem !== undefined) throw refuse(problem);
  if (takesId(option.type)) resolveId(actor, resolved, String(value));
  return value;
}
