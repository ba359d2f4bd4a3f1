/** The languages that the page offers, by Discord's locale codes, each by its own name. */
export const clientLocales = {
  'en-US': 'English',
  de: 'Deutsch',
  'es-ES': 'Español',
  fr: 'Français',
  ja: '日本語',
} as const;
export type ClientLocale = keyof typeof clientLocales;

export function isClientLocale(code: unknown): code is ClientLocale {
  return typeof code === 'string' && Object.hasOwn(clientLocales, code);
}
