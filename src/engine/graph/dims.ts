import { GraphError } from '../errors.js';
import type { Dim, Shape } from './tensor.js';

let fresh = 0;

/** A name for a size that cannot be said in terms of others (after a slice or a concatenation of symbolic sizes). */
export function freshDim(): string {
  fresh += 1;
  return `_${fresh}`;
}

/** Numpy's broadcasting; a symbolic size meets 1 or itself. @throws GraphError when two sizes cannot meet. */
export function broadcast(a: Shape, b: Shape): Dim[] {
  const rank = Math.max(a.length, b.length);
  const at = (s: Shape, i: number): Dim => s[i - (rank - s.length)] ?? 1;
  return Array.from({ length: rank }, (_, i) => {
    const [p, q] = [at(a, i), at(b, i)];
    if (p === q || q === 1) return p;
    if (p === 1) return q;
    throw new GraphError(`shapes [${a.join()}] and [${b.join()}] do not broadcast: ${p} against ${q}`);
  });
}

/** The axis as a non-negative number. @throws GraphError when there is none such. */
export function axisOf(shape: Shape, axis: number): number {
  const a = axis < 0 ? axis + shape.length : axis;
  if (a < 0 || a >= shape.length) throw new GraphError(`axis ${axis} of a tensor of shape [${shape.join()}]`);
  return a;
}

/** The size as a number. @throws GraphError when it is symbolic. */
export function known(dim: Dim | undefined, what: string): number {
  if (typeof dim !== 'number') throw new GraphError(`${what} needs a size known now, not ${String(dim)}`);
  return dim;
}

export function isStatic(shape: Shape): shape is readonly number[] {
  return shape.every((d) => typeof d === 'number');
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i]);
}

/** Half of a size, rounded up. Undoes `twice`. */
export function half(dim: Dim): Dim {
  if (typeof dim === 'number') return Math.ceil(dim / 2);
  return dim.endsWith('*2') ? dim.slice(0, -2) : `${dim}/2`;
}

/** Twice a size. */
export function twice(dim: Dim): Dim {
  if (typeof dim === 'number') return 2 * dim;
  return `${dim}*2`;
}

/** The product of two sizes. */
export function timesDim(a: Dim, b: Dim): Dim {
  return typeof a === 'number' && typeof b === 'number' ? a * b : `${a}×${b}`;
}
