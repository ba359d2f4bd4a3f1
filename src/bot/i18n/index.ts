import type { ErrorData, Reason } from '../errors.js';
import { de } from './de/index.js';
import { fraction } from './decimal.js';
import { en } from './en/index.js';
import { es } from './es/index.js';
import { fr } from './fr/index.js';
import { ja } from './ja/index.js';
import { locales } from './locales.js';
import type { Locale } from './locales.js';
import type { Texts } from './texts.js';

export { discordLocales, locales } from './locales.js';
export type { Texts } from './texts.js';

const tables: Readonly<Record<Locale, Texts>> = { en, de, es, fr, ja };

/** The texts for one of Discord's locale codes, such as `es-419`; English for a language that the bot does not speak, or for none. */
export function textsFor(code: string | null | undefined): Texts {
  const language = code?.split('-')[0];
  return tables[locales.find((locale) => locale === language) ?? 'en'];
}

/** An error in words. */
export function say(reason: Reason, texts: Texts): string {
  if (typeof reason === 'string') return reason;
  const params = 'params' in reason ? reason.params : {};
  const said = Object.fromEntries(
    Object.entries(params).map(([name, value]: [string, unknown]) => [name, saidValue(value, texts)]),
  );
  // The table binds each text to its values, which the compiler cannot follow through the union. A code of a later version has no text.
  const found = (texts.errors as Record<string, string | ((params: object) => string) | undefined>)[reason.code];
  return typeof found === 'function' ? found(said) : (found ?? reason.code);
}

/** Errors in words, fractions with the language's decimal sign; whole numbers stay numbers, which texts count by. */
function saidValue(value: unknown, texts: Texts): unknown {
  if (isErrorData(value)) return say(value, texts);
  return typeof value === 'number' && !Number.isInteger(value) ? fraction(texts.locale, value) : value;
}

function isErrorData(value: unknown): value is ErrorData {
  return typeof value === 'object' && value !== null && 'code' in value;
}
