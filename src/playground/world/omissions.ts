import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Decides, half of the times, that a field which Discord's documentation does not promise is left out. The sequence follows from `seed`
 * alone, so that a run can be repeated.
 */
export function createOmissions(seed: number): () => boolean {
  const generator = xoroshiro128plus(seed);
  return () => uniformInt(generator, 0, 1) === 1;
}
