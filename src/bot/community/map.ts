import { leadingEigen } from './eigen.js';
import { dot, unit } from './linear.js';

export interface TasteMap {
  /** A place for each vector, in their order; x and y from −1 to 1, the same scale on both. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
  /** The share of the squared distances that the plane shows, from 0 to 1. */
  readonly shown: number;
}

/**
 * Vectors on a plane, so that near means alike: classical multidimensional scaling (Torgerson 1952) of the distances √(2 − 2cos), those
 * between the unit vectors. With the Gram matrix C of cosines, B = J·C·J, J = I − 1/k; the axes are B's first two eigenvectors times the
 * roots of their eigenvalues. The same vectors in the same order always give the same map.
 *
 * @param vectors k×[d] raw, of one length
 */
export function tasteMap(vectors: readonly ArrayLike<number>[]): TasteMap {
  const k = vectors.length;
  const units = vectors.map(unit);
  const gram = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) gram[i * k + j] = gram[j * k + i] = dot(units[i], units[j]);
  const rowMeans = units.map((_, i) => gram.subarray(i * k, (i + 1) * k).reduce((sum, x) => sum + x, 0) / k);
  const mean = rowMeans.reduce((sum, x) => sum + x, 0) / Math.max(1, k);
  const centred = gram.map((x, at) => x - rowMeans[Math.floor(at / k)] - rowMeans[at % k] + mean);
  const { values, vectors: axes } = leadingEigen(centred, k, 2);
  // The trace, which is the sum of all eigenvalues.
  const total = units.reduce((sum, _, i) => sum + centred[i * k + i], 0);
  // Vectors that all point the same way leave rounding alone, which would be magnified to the whole plane.
  const flat = total <= 1e-9 * k;
  const axis = (a: number): Float64Array =>
    flat || axes.length <= a ? new Float64Array(k) : axes[a].map((x) => x * Math.sqrt(Math.max(0, values[a])));
  const [xs, ys] = [axis(0), axis(1)];
  const largest = [...xs, ...ys].reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const scale = largest > 0 ? largest : 1;
  return {
    places: Array.from(xs, (x, i) => ({ x: x / scale, y: ys[i] / scale })),
    shown: flat ? 1 : (Math.max(0, values[0]) + Math.max(0, values[1] ?? 0)) / total,
  };
}
