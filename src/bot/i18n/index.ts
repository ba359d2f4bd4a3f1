import { answers } from './en/answers.js';
import { commands } from './en/commands.js';
import { help } from './en/help.js';
import { pictures } from './en/pictures.js';
import { reasons } from './en/reasons.js';
import { refusals } from './en/refusals.js';

/**
 * Everything that members read, in one place, so that languages can follow: another one is another object of this shape.
 * What takes values is a function; values of strangers come escaped, but for reasons and refusals, which are escaped whole.
 */
export const text = { answers, commands, help, pictures, reasons, refusals } as const;
