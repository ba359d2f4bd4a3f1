import type { Texts } from '../i18n/index.js';

/** `about 40 s`, `about 3 min`: what a person wants to know of a wait. Rounded up, since early is a pleasant surprise. */
export function about({ pictures: { durations } }: Texts, seconds: number): string {
  if (seconds < 5) return durations.moment;
  if (seconds < 90) return durations.seconds(Math.ceil(seconds / 5) * 5);
  if (seconds < 90 * 60) return durations.minutes(Math.ceil(seconds / 60));
  return durations.hours(Math.ceil(seconds / 3600));
}
