import { optionType } from './discordEnums.js';
import type { Range } from './modalFields.js';
import { englishProblems } from './problemTexts.js';
import type { ProblemTexts } from './problemTexts.js';

/** An option of a command, as far as its rules look into it. */
export interface CommandOption {
  readonly name: string;
  readonly description: string;
  readonly type: number;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly file_types?: readonly string[] | null;
}

export type OptionScalar = string | number | boolean;

/** Whether it is a subcommand or a group of these, and no option with a value. */
export function isSubcommand(type: number): boolean {
  return type === optionType.subcommand || type === optionType.subcommandGroup;
}

/** What is wrong with a value, for the member to read; undefined if nothing is. Ids are not checked here. */
export function optionProblem(
  option: CommandOption,
  value: OptionScalar | undefined,
  texts: ProblemTexts = englishProblems,
): string | undefined {
  const { type, choices = [] } = option;
  const fits = choices.length > 0 ? choices.some((choice) => choice.value === value) : fitsType(option, value);
  if (fits) return undefined;
  if (choices.length > 0) return texts.oneOf(choices.map(({ name }) => name).join(', '));
  switch (type) {
    case optionType.boolean:
      return texts.trueOrFalse;
    case optionType.integer:
    case optionType.number: {
      const { min_value, max_value } = option;
      const range = min_value !== undefined && max_value !== undefined ? { min: min_value, max: max_value } : undefined;
      return type === optionType.integer ? texts.wholeNumber(range) : texts.number(range);
    }
    case optionType.attachment:
      return texts.file;
    case optionType.string:
      return texts.length(stringLength(option));
    default:
      return texts.fromTheList;
  }
}

function fitsType(option: CommandOption, value: OptionScalar | undefined): boolean {
  switch (option.type) {
    case optionType.string: {
      const { min, max } = stringLength(option);
      return typeof value === 'string' && value.length >= min && value.length <= max;
    }
    case optionType.integer:
    case optionType.number: {
      const { min_value = -Infinity, max_value = Infinity } = option;
      const isRight = option.type === optionType.number ? Number.isFinite(value) : Number.isSafeInteger(value);
      return isRight && typeof value === 'number' && value >= min_value && value <= max_value;
    }
    case optionType.boolean:
      return typeof value === 'boolean';
    case optionType.attachment:
      return false;
    default:
      return value !== undefined;
  }
}

/** An option that is sent has at least one character. */
function stringLength({ min_length = 1, max_length = 6_000 }: CommandOption): Range {
  return { min: Math.max(1, min_length), max: max_length };
}
