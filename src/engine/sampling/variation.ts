import { torchGenerator } from '../runtime/random.js';
import type { TorchGenerator } from '../runtime/random.js';
import type { Variation } from '../types.js';

/**
 * Spherical interpolation, Shoemake 1985: `share` of the way from a to b, along the arc between their directions; their lengths are weighted
 * alike. Of noise it is noise again, which a straight line would leave too weak. Both [n]; nearly parallel ones are joined by the line.
 */
export function slerp(a: Float32Array, b: Float32Array, share: number): Float32Array {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  const cosine = Math.min(1, Math.max(-1, dot / Math.sqrt(aa * bb)));
  const angle = Math.acos(cosine);
  const sine = Math.sin(angle);
  const [wa, wb] =
    sine < 1e-4 ? [1 - share, share] : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine];
  return a.map((value, i) => wa * value + wb * b[i]);
}

/** A generator whose first draw has the noise of other seeds mixed in; what it draws later is its own. */
export function variedGenerator(generator: TorchGenerator, variations: readonly Variation[]): TorchGenerator {
  let left = variations;
  return {
    randn: (count) => {
      const mixed = left.reduce(
        (noise, { seed, strength }) => slerp(noise, torchGenerator(seed).randn(count), strength),
        generator.randn(count),
      );
      left = [];
      return mixed;
    },
  };
}

/** What seed and variations image i of a request is drawn with. */
export function seedsOf(
  { seed, variations }: { readonly seed: number; readonly variations?: readonly Variation[] },
  i: number,
): { readonly seed: number; readonly variations?: readonly Variation[] } {
  const last = variations?.at(-1);
  if (!variations || !last) return { seed: seed + i };
  return { seed, variations: [...variations.slice(0, -1), { ...last, seed: last.seed + i }] };
}
