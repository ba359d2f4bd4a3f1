import { reasonOf } from '../../src/bot/errors.js';
import type { Reason } from '../../src/bot/errors.js';
import { say, textsFor } from '../../src/bot/i18n/index.js';

/** A reason in the words that members read. */
export function inWords(reason: Reason): string {
  return say(reason, textsFor('en'));
}

/**
 * Takes an error that members are told of, or its data, where its words have `expected` in them; wherever vitest takes an asymmetric
 * matcher: `await expect(rename('')).rejects.toThrow(saying('cannot be a name'))`. Of a bug there are no words.
 */
export function saying(expected: string | RegExp): object {
  const asymmetricMatch = (given: unknown): boolean => {
    const reason = given instanceof Error ? reasonOf(given) : isErrorData(given) ? given : undefined;
    if (reason === undefined) return false;
    const words = inWords(reason);
    return typeof expected === 'string' ? words.includes(expected) : expected.test(words);
  };
  const name = `saying ${typeof expected === 'string' ? JSON.stringify(expected) : String(expected)}`;
  return { asymmetricMatch, toString: () => name, toAsymmetricMatcher: () => name };
}

function isErrorData(value: unknown): value is Exclude<Reason, string> {
  return typeof value === 'object' && value !== null && 'code' in value;
}
