import { UserError } from '../../engine/index.js';
import { text } from '../i18n/index.js';

/** How a request says that it wants no aesthetic, even where the server has a default. */
export const noAesthetic = 'none';
/** Without an @: results record name@version. */
const shape = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} _-]{0,31}$/u;

/** A name as it is kept, wherever it comes from: one space between words. @throws UserError that says what a name is */
export function checkName(given: string): string {
  const name = given.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  if (!shape.test(name)) throw new UserError(text.refusals.name(name.slice(0, 50)));
  if (name.toLowerCase() === noAesthetic) throw new UserError(text.refusals.nameIsNone);
  return name;
}
