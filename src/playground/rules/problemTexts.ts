import type { Range } from './modalFields.js';

/** What is wrong with a value, in words, after the name of the option or below the field. */
export interface ProblemTexts {
  readonly oneOf: (names: string) => string;
  readonly trueOrFalse: string;
  readonly wholeNumber: (range: Range | undefined) => string;
  readonly number: (range: Range | undefined) => string;
  readonly file: string;
  readonly length: (range: Range) => string;
  readonly fromTheList: string;
  readonly needed: string;
  readonly atLeast: (min: number, isText: boolean) => string;
  readonly atMost: (max: number, isText: boolean, count: number) => string;
}

/** As the errors of the playground's server say it. */
export const englishProblems: ProblemTexts = {
  oneOf: (names) => `choose one of ${names}`,
  trueOrFalse: 'True or False',
  wholeNumber: (range) => `a whole number${range ? ` from ${range.min} to ${range.max}` : ''}`,
  number: (range) => `a number${range ? ` from ${range.min} to ${range.max}` : ''}`,
  file: 'a file',
  length: ({ min, max }) => `${min} to ${max} characters`,
  fromTheList: 'choose one from the list',
  needed: 'This field is required.',
  atLeast: (min, isText) => `At least ${min}${isText ? ' characters' : ''}.`,
  atMost: (max, isText, count) => `At most ${max}${isText ? ' characters' : ''}; these are ${count}.`,
};
