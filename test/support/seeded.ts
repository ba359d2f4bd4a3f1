import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A whole number from `from` to `to`, both of them possible. */
export type Random = (from: number, to: number) => number;

/** The same numbers for the same seed. First numbers of seeds that follow each other are alike, so seeds are spread first. */
export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(Math.imul(seed, 0x9e3779b1));
  return (from, to) => uniformInt(generator, from, to);
}
