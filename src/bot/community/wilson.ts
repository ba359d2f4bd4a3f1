import type { Interval } from './bootstrap.js';

/** The 97.5 % quantile of the normal distribution: intervals of 95 %. */
const z = 1.959964;

/**
 * Wilson's score interval (Wilson 1927) for a proportion of which `successes` in `trials` were seen, p̂ = successes / trials:
 *
 *     (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n)
 *
 * It stays within [0, 1] and is sensible for few trials, all or no successes. Without trials it is [0, 1].
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const middle = share + z ** 2 / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

/**
 * What pictures are ranked by: the lower end of Wilson's interval for the share of likes. One like of one vote ranks below 18 of 20;
 * without votes it is 0.
 */
export function wilsonScore(likes: number, dislikes: number): number {
  return wilsonInterval(likes, likes + dislikes).low;
}

/**
 * An interval for p₁ − p₂, the difference of two independent proportions, from Wilson's interval of each (Newcombe 1998, Statistics in
 * Medicine 17:873, method 10): lower d − √((p₁ − l₁)² + (u₂ − p₂)²), upper d + √((u₁ − p₁)² + (p₂ − l₂)²). Both need trials.
 */
export function newcombeInterval(successes1: number, trials1: number, successes2: number, trials2: number): Interval {
  const [p1, p2] = [successes1 / trials1, successes2 / trials2];
  const [first, second] = [wilsonInterval(successes1, trials1), wilsonInterval(successes2, trials2)];
  return {
    low: p1 - p2 - Math.hypot(p1 - first.low, second.high - p2),
    high: p1 - p2 + Math.hypot(first.high - p1, p2 - second.low),
  };
}
