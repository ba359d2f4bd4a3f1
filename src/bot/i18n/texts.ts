import type { Permission } from '../errors.js';
import type { answers } from './en/answers.js';
import type { commands } from './en/commands.js';
import type { duels } from './en/duels.js';
import type { gallery } from './en/gallery.js';
import type { help } from './en/help.js';
import type { moderation } from './en/moderation.js';
import type { pictures } from './en/pictures.js';
import type { taste } from './en/taste.js';
import type { votes } from './en/votes.js';
import type { ErrorTexts } from './errors.js';
import type { Locale } from './locales.js';

/** The shape of the English texts without their words: what another language has to fill, key by key. */
type Widen<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widen<T[K]> };

/**
 * Everything that members read, in one language. What takes values is a function; values of strangers come escaped, but for errors, which
 * are escaped whole.
 */
export interface Texts {
  readonly locale: Locale;
  readonly answers: Widen<typeof answers>;
  readonly commands: Widen<typeof commands>;
  readonly duels: Widen<typeof duels>;
  readonly errors: ErrorTexts;
  readonly gallery: Widen<typeof gallery>;
  readonly help: Widen<typeof help>;
  readonly moderation: Widen<typeof moderation>;
  readonly permissions: Readonly<Record<Permission, string>>;
  readonly pictures: Widen<typeof pictures>;
  readonly taste: Widen<typeof taste>;
  readonly votes: Widen<typeof votes>;
}
