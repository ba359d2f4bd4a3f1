import type { Period } from '../types.js';

const dayMs = 86_400_000;
const lengths: Readonly<Record<Period, number>> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs, all: Infinity };

/** When a period that ends now began, in milliseconds since 1970. */
export function beginOf(period: Period, now: number): number {
  return Math.max(0, now - lengths[period]);
}
