/** The languages that the bot speaks. */
export const locales = ['en', 'de', 'es', 'fr', 'ja'] as const;
export type Locale = (typeof locales)[number];

/** Discord's codes of the languages that its own English names and descriptions of commands are translated to. */
export const discordLocales = ['de', 'es-ES', 'es-419', 'fr', 'ja'] as const;
