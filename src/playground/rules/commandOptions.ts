import { optionType } from './discordEnums.js';

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
export function optionProblem(option: CommandOption, value: OptionScalar | undefined): string | undefined {
  const { type, choices = [] } = option;
  const fits = choices.length > 0 ? choices.some((choice) => choice.value === value) : fitsType(option, value);
  if (fits) return undefined;
  if (choices.length > 0) return `choose one of ${choices.map(({ name }) => name).join(', ')}`;
  switch (type) {
    case optionType.boolean:
      return 'True or False';
    case optionType.integer:
    case optionType.number: {
      const { min_value, max_value } = option;
      const kind = type === optionType.integer ? 'a whole number' : 'a number';
      return min_value !== undefined && max_value !== undefined ? `${kind} from ${min_value} to ${max_value}` : kind;
    }
    case optionType.attachment:
      return 'a file';
    case optionType.string: {
      const { min, max } = stringLength(option);
      return `${min} to ${max} characters`;
    }
    default:
      return 'choose one from the list';
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
function stringLength({ min_length = 1, max_length = 6_000 }: CommandOption): { min: number; max: number } {
  return { min: Math.max(1, min_length), max: max_length };
}
