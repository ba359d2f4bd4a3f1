import type { ErrorData, Reason } from '../errors.js';
import { answers } from './en/answers.js';
import { commands } from './en/commands.js';
import { errors } from './en/errors.js';
import { help } from './en/help.js';
import { pictures } from './en/pictures.js';

/**
 * Everything that members read, in one place: another language is another object of this shape. What takes values is a function; values of
 * strangers come escaped, but for errors, which are escaped whole.
 */
export const text = { answers, commands, help, pictures, errors } as const;

/** An error in words; the engine's own are words already. */
export function say(reason: Reason): string {
  if (typeof reason === 'string') return reason;
  const params = 'params' in reason ? reason.params : {};
  const said = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, isErrorData(value) ? say(value) : value]),
  );
  // The table binds each text to its values, which the compiler cannot follow through the union. A code of a later version has no text.
  const found = (text.errors as Record<string, string | ((params: object) => string) | undefined>)[reason.code];
  return typeof found === 'function' ? found(said) : (found ?? reason.code);
}

function isErrorData(value: unknown): value is ErrorData {
  return typeof value === 'object' && value !== null && 'code' in value;
}
