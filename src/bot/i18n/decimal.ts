import type { Locale } from './locales.js';

/** Two decimals with a real minus: `−0.12`, in German `−0,12`. */
export function decimal(locale: Locale, value: number): string {
  return format(locale, value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** At most three decimals with a real minus: `−0.5`. */
export function shortDecimal(locale: Locale, value: number): string {
  return format(locale, value, { maximumFractionDigits: 3 });
}

/** As many decimals as it has, with a real minus: `0.0001`. */
export function fraction(locale: Locale, value: number): string {
  return format(locale, value, { maximumSignificantDigits: 6 });
}

/** Without decimals, with a real minus: `−12`. */
export function whole(locale: Locale, value: number): string {
  return format(locale, value, { maximumFractionDigits: 0 });
}

function format(locale: Locale, value: number, digits: Intl.NumberFormatOptions): string {
  const number = new Intl.NumberFormat(locale, { ...digits, useGrouping: false, signDisplay: 'negative' });
  return number
    .formatToParts(value)
    .map(({ type, value: part }) => (type === 'minusSign' ? '−' : part))
    .join('');
}
