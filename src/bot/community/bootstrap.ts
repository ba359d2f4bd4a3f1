import type { Random } from './random.js';

/** From where to where a quantity plausibly lies. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Resamples of every bootstrap: the ends of a 95 % interval are then the 5th smallest and the 5th largest value. */
const resampleCount = 200;

/** Of every interval. */
const level = 0.95;

/**
 * The bootstrap (Efron 1979): draws `units` of the units with replacement, `resampleCount` times, and computes the statistics anew each
 * time. A unit is what is independent of the others: a member, a duel.
 *
 * @param statistics gets how often each unit was drawn [units], and gives numbers [m]; NaN where a resample does not determine one.
 *   The array of counts is used again for the next resample.
 * @returns an interval for each of the m numbers: see `percentileInterval`
 */
export function bootstrapIntervals(
  units: number,
  random: Random,
  statistics: (counts: Float64Array) => ArrayLike<number>,
): Interval[] {
  const counts = new Float64Array(units);
  const values: number[][] = [];
  for (let resample = 0; resample < resampleCount; resample++) {
    counts.fill(0);
    for (let drawn = 0; drawn < units; drawn++) counts[Math.floor(random() * units)]++;
    const computed = statistics(counts);
    for (let k = 0; k < computed.length; k++) (values[k] ??= []).push(computed[k]);
  }
  return values.map(percentileInterval);
}

/**
 * The middle 95 % of the values: from the 2.5 % quantile to the 97.5 % quantile (Efron & Tibshirani 1993, chapter 13). NaN are left out;
 * of no values, both ends are NaN.
 */
export function percentileInterval(values: readonly number[]): Interval {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** Linear interpolation between order statistics, Hyndman & Fan 1996, definition 7 (the default of R and numpy). */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const next = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted.length === 0 ? NaN : sorted[below] + (at - below) * (next - sorted[below]);
}
