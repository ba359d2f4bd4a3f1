import type { OptionValue } from '../../site/protocol.js';
import { optionType } from '../discord.js';
import type { Leaf, LeafOption } from './commands.js';

/** What stands in an option's pill. */
export interface Pill {
  readonly text: string;
  /** What was chosen from a list; typing on forgets it. */
  readonly chosen?: string | number | boolean;
  readonly file?: File;
}

export type Pills = Readonly<Record<string, Pill | undefined>>;

export const booleans = [
  { name: 'True', value: true },
  { name: 'False', value: false },
] as const;

/** What is wrong with a pill, if anything. */
export function problemOf(option: LeafOption, pill: Pill | undefined): string | undefined {
  const isEmpty =
    pill === undefined || (pill.file === undefined && pill.chosen === undefined && pill.text.trim() === '');
  if (isEmpty) return option.required === true ? `${option.name} is needed` : undefined;
  return valueOf(option, pill) === undefined ? `${option.name}: ${expected(option)}` : undefined;
}

function expected({ type, choices, min_value, max_value, min_length, max_length }: LeafOption): string {
  if (choices && choices.length > 0) return `choose one of ${choices.map(({ name }) => name).join(', ')}`;
  switch (type) {
    case optionType.boolean:
      return 'True or False';
    case optionType.integer:
    case optionType.number: {
      const kind = type === optionType.integer ? 'a whole number' : 'a number';
      if (min_value !== undefined && max_value !== undefined) return `${kind} from ${min_value} to ${max_value}`;
      return kind;
    }
    case optionType.attachment:
      return 'a file';
    case optionType.string:
      return `${min_length ?? 1} to ${max_length ?? 6_000} characters`;
    default:
      return 'choose one from the list';
  }
}

/** The value that is sent; a file without its place. */
export function valueOf(
  option: LeafOption,
  { text, chosen, file }: Pill,
): string | number | boolean | File | undefined {
  const { type, choices = [] } = option;
  if (type === optionType.attachment) return file;
  if (chosen !== undefined) return chosen;
  const typed = text.trim().toLowerCase();
  if (choices.length > 0) return choices.find(({ name }) => name.toLowerCase() === typed)?.value;
  switch (type) {
    case optionType.string: {
      const { min_length = 1, max_length = 6_000 } = option;
      return text.length >= min_length && text.length <= max_length ? text : undefined;
    }
    case optionType.boolean:
      return booleans.find(({ name }) => name.toLowerCase() === typed)?.value;
    case optionType.integer:
    case optionType.number: {
      const number = typed === '' ? Number.NaN : Number(typed.replace(',', '.'));
      const { min_value = -Infinity, max_value = Infinity } = option;
      const isRight = type === optionType.number ? Number.isFinite(number) : Number.isSafeInteger(number);
      return isRight && number >= min_value && number <= max_value ? number : undefined;
    }
    default:
      return undefined;
  }
}

/** All that is filled in, as it is sent: the values, and the files that they name by their places. What does not fit is left out. */
export function toSend(leaf: Leaf, pills: Pills): { options: Record<string, OptionValue>; files: File[] } {
  const files: File[] = [];
  const options: Record<string, OptionValue> = {};
  for (const option of leaf.options) {
    const pill = pills[option.name];
    const value = pill && problemOf(option, pill) === undefined ? valueOf(option, pill) : undefined;
    if (value === undefined || value === '') continue;
    options[option.name] = typeof value === 'object' ? { file: files.push(value) - 1 } : value;
  }
  return { options, files };
}

/** Files put one after the other into options for files that are free, the given one first. */
export function placeFiles(leaf: Leaf, pills: Pills, files: readonly File[], first?: string): Pills {
  const free = leaf.options.filter(
    ({ name, type }) => type === optionType.attachment && pills[name]?.file === undefined,
  );
  const begin = free.findIndex(({ name }) => name === first);
  const order = begin < 0 ? free : [...free.slice(begin), ...free.slice(0, begin)];
  const placed = files.slice(0, order.length).map((file, i) => [order[i]!.name, { text: file.name, file }] as const);
  return { ...pills, ...Object.fromEntries(placed) };
}
