import type { LocalizationMap } from 'discord.js';
import { entry } from '../world/find.js';

type Localizations = LocalizationMap | null;

/** A command, a subcommand or an option. */
interface Localizable {
  readonly name: string;
  readonly name_localizations?: Localizations;
  readonly description: string;
  readonly description_localizations?: Localizations;
  readonly options?: readonly Localizable[];
  readonly choices?: readonly LocalizableChoice[];
}

interface LocalizableChoice {
  readonly name: string;
  readonly name_localizations?: Localizations;
}

/** Where Discord looks when a locale is missing (interactions/application-commands, "Locale fallbacks"). */
const fallbacks: Readonly<Record<string, string>> = { 'en-US': 'en-GB', 'en-GB': 'en-US', 'es-419': 'es-ES' };

/**
 * A command as a client in this language shows it: its descriptions and the names of its choices are translated. `name` stays what is
 * sent; `name_localized` is what is shown.
 */
export function localizedCommand<T extends Localizable>(command: T, locale: string): T & { name_localized: string } {
  const { name, name_localizations: names } = command;
  return { ...withDescriptions(command, locale), name_localized: translated(name, names, locale) };
}

function withDescriptions<T extends Localizable>(one: T, locale: string): T {
  const { description, description_localizations: descriptions, options, choices } = one;
  return {
    ...one,
    description: translated(description, descriptions, locale),
    ...(options && { options: options.map((option) => withDescriptions(option, locale)) }),
    ...(choices && { choices: choices.map((choice) => withName(choice, locale)) }),
  };
}

function withName<T extends LocalizableChoice>(choice: T, locale: string): T {
  return { ...choice, name: translated(choice.name, choice.name_localizations, locale) };
}

function translated(original: string, localizations: Localizations | undefined, locale: string): string {
  const table: Readonly<Record<string, string | null>> = localizations ?? {};
  return entry(table, locale) ?? entry(table, entry(fallbacks, locale) ?? null) ?? original;
}
