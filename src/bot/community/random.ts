import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Uniform numbers from 0 (included) to 1 (excluded); each call continues the stream. */
export type Random = () => number;

/**
 * A generator that gives the same numbers for the same seed, on every machine. Seeded with what the result rests on (the guild and its
 * number of votes, say), a ranking shown twice has the same intervals.
 */
export function seededRandom(seed: string): Random {
  const generator = xoroshiro128plus(createHash('sha256').update(seed).digest().readInt32LE());
  return () => uniformFloat64(generator);
}

/** One of the items, each as likely as the others. `items` must not be empty. */
export function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)];
}
