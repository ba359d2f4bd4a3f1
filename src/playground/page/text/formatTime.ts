import type { ClientLocale } from '../../rules/locales.js';
import { pageTexts } from '../i18n/index.js';

/** `Today at 02:05 PM`, `Mar 3, 2026, 02:05 PM`, in a language. */
export function formatTime(at: number, locale: ClientLocale, now = Date.now()): string {
  const { today, yesterday } = pageTexts[locale].message;
  const date = new Date(at);
  const time = date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return today(time);
  if (days === 1) return yesterday(time);
  return `${date.toLocaleDateString(locale, { dateStyle: 'medium' })}, ${time}`;
}

/** `March 3, 2026`, in a language. */
export function formatDay(at: number, locale: ClientLocale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};
const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** A time as Discord's `<t:…:style>` shows it; `R` is relative to now. */
export function formatTimestamp(at: number, style: string, locale: ClientLocale, now = Date.now()): string {
  if (style !== 'R') return new Intl.DateTimeFormat(locale, styles[style] ?? styles['f']).format(at);
  const seconds = Math.round((at - now) / 1_000);
  const [unit, length] = units.find(([, one]) => Math.abs(seconds) >= one) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / length), unit);
}
