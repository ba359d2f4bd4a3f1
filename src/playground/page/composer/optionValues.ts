import { optionProblem } from '../../rules/commandOptions.js';
import type { CommandOption, OptionScalar } from '../../rules/commandOptions.js';
import { optionType } from '../../rules/discordEnums.js';
import type { OptionValue } from '../../site/protocol.js';
import type { PageTexts } from '../i18n/index.js';
import type { Leaf } from './commands.js';

/** What stands in an option's pill. */
export interface Pill {
  readonly text: string;
  /** The value that was chosen from a list. Typing resets it. */
  readonly chosen?: string | number | boolean;
  readonly file?: File;
}

export type Pills = Readonly<Record<string, Pill | undefined>>;

export const booleans = [
  { name: 'True', value: true },
  { name: 'False', value: false },
] as const;

export function isFilled(pill: Pill | undefined): pill is Pill {
  return pill !== undefined && (pill.file !== undefined || pill.chosen !== undefined || pill.text.trim() !== '');
}

/** What is wrong with a pill, if anything. */
export function problemOf(
  option: CommandOption,
  pill: Pill | undefined,
  { composer, problems }: PageTexts,
): string | undefined {
  if (!isFilled(pill)) return option.required === true ? composer.neededOption(option.name) : undefined;
  if (valueOf(option, pill) !== undefined) return undefined;
  return `${option.name}: ${optionProblem(option, undefined, problems) ?? ''}`;
}

/** The value that is sent; undefined if it is missing or invalid. */
export function valueOf(option: CommandOption, { text, chosen, file }: Pill): OptionScalar | File | undefined {
  if (option.type === optionType.attachment) return file;
  if (chosen !== undefined) return chosen;
  const value = parseText(option, text);
  return optionProblem(option, value) === undefined ? value : undefined;
}

function parseText({ type, choices = [] }: CommandOption, text: string): OptionScalar | undefined {
  const typed = text.trim().toLowerCase();
  if (choices.length > 0) {
    // By the value too: a recipe that is pasted has it, in whatever language the names are shown.
    return choices.find(({ name, value }) => [name, String(value)].some((one) => one.toLowerCase() === typed))?.value;
  }
  switch (type) {
    case optionType.string:
      return text;
    case optionType.boolean:
      return booleans.find(({ name }) => name.toLowerCase() === typed)?.value;
    case optionType.integer:
    case optionType.number:
      return typed === '' ? undefined : Number(typed.replace(',', '.'));
    default:
      // Ids can only be chosen from the list.
      return undefined;
  }
}

/** The options as they are sent, and the files to which they refer by index. Invalid values are left out. */
export function toSend(leaf: Leaf, pills: Pills): { options: Record<string, OptionValue>; files: File[] } {
  const files: File[] = [];
  const options: Record<string, OptionValue> = {};
  for (const option of leaf.options) {
    const pill = pills[option.name];
    const value = pill && valueOf(option, pill);
    if (value === undefined || value === '') continue;
    options[option.name] = typeof value === 'object' ? { file: files.push(value) - 1 } : value;
  }
  return { options, files };
}

/** Options for files that have none. */
export function freeForFiles(leaf: Leaf, pills: Pills): CommandOption[] {
  return leaf.options.filter(({ name, type }) => type === optionType.attachment && pills[name]?.file === undefined);
}

/** Files put one after the other into options for files that are free, the given one first. Those beyond are left out. */
export function placeFiles(leaf: Leaf, pills: Pills, files: readonly File[], first?: string): Pills {
  const free = freeForFiles(leaf, pills);
  const begin = free.findIndex(({ name }) => name === first);
  const order = begin < 0 ? free : [...free.slice(begin), ...free.slice(0, begin)];
  const placed = files.slice(0, order.length).map((file, i) => [order[i]!.name, { text: file.name, file }] as const);
  return { ...pills, ...Object.fromEntries(placed) };
}
