import { GraphError } from '../../errors.js';
import { axisOf, broadcast, freshDim, half, isStatic, known, sameShape } from '../dims.js';
import { constant, describe } from '../tensor.js';
import type { Dim, Shape, Tensor } from '../tensor.js';
import { make } from './make.js';

/**
 * x in another shape. A symbolic size stays where it is, or is one that `like` has, or is worked out when it is the only one.
 * @throws GraphError when the new shape cannot be said.
 */
export function reshape(x: Tensor, shape: Shape, like: Tensor = x): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (isStatic(x.shape) && isStatic(shape)) {
    const [from, to] = [x.shape, shape].map((s) => s.reduce((a, b) => a * b, 1));
    if (from !== to) throw new GraphError(`Reshape of [${x.shape.join()}] to [${shape.join()}]`);
  }
  let inferred = false;
  const dims = shape.map((d, i) => {
    if (typeof d === 'number') return d;
    if (x.shape[i] === d) return 0; // ONNX: copied from the input
    if (!inferred && !like.shape.includes(d)) {
      inferred = true;
      return -1; // ONNX: worked out
    }
    return d;
  });
  const parts = dims.map((d) =>
    typeof d === 'number' ? constant([d], [1], 'int64') : sizeOf(like, like.shape.indexOf(d)),
  );
  const target = dims.every((d) => typeof d === 'number') ? constant(dims, [dims.length], 'int64') : concat(parts, 0);
  return make('Reshape', [x, target], { dtype: x.dtype, shape });
}

/** The axes in another order: output axis i is input axis `perm[i]`. */
export function transpose(x: Tensor, perm: readonly number[]): Tensor {
  if (perm.length !== x.shape.length) throw new GraphError(`Transpose of ${describe(x)} by [${perm.join()}]`);
  return make('Transpose', [x], { dtype: x.dtype, shape: perm.map((p) => x.shape[axisOf(x.shape, p)]) }, { perm });
}

/** Every second entry along each of some axes, the first among them: d become ⌈d/2⌉. Goes forward only. */
export function everySecond(x: Tensor, axes: readonly number[]): Tensor {
  const at = axes.map((axis) => axisOf(x.shape, axis));
  const each = (value: number): Tensor =>
    constant(
      at.map(() => value),
      [at.length],
      'int64',
    );
  const shape = x.shape.map((d, i) => (at.includes(i) ? half(d) : d));
  const [starts, ends, steps] = [0, Number.MAX_SAFE_INTEGER, 2].map(each);
  return make('Slice', [x, starts, ends, constant(at, [at.length], 'int64'), steps], { dtype: x.dtype, shape });
}

/** The tensors one after another along an axis; sizes there may be symbolic, then `size` names their sum. */
export function concat(xs: readonly Tensor[], axis: number, size?: Dim): Tensor {
  if (xs.length === 0) throw new GraphError('Concat of nothing');
  const first = xs[0];
  const a = axisOf(first.shape, axis);
  const sizes = xs.map((x) => x.shape[a]);
  const total = isStatic(sizes) ? sizes.reduce((p: number, q: number) => p + q, 0) : (size ?? freshDim());
  for (const x of xs)
    if (
      x.dtype !== first.dtype ||
      x.shape.length !== first.shape.length ||
      x.shape.some((d, i) => i !== a && d !== first.shape[i])
    )
      throw new GraphError(`Concat of ${describe(first)} and ${describe(x)} along axis ${a}`);
  return make(
    'Concat',
    xs,
    { dtype: first.dtype, shape: first.shape.map((d, i) => (i === a ? total : d)) },
    { axis: a },
  );
}

/** Rows `start` to `end` (exclusive) along an axis of known size. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const a = axisOf(x.shape, axis);
  const size = known(x.shape[a], 'Slice');
  if (start < 0 || end > size || start > end)
    throw new GraphError(`Slice ${start}:${end} of ${describe(x)}, axis ${a}`);
  if (start === 0 && end === size) return x;
  const at = [start, end, a].map((v) => constant([v], [1], 'int64'));
  return make(
    'Slice',
    [x, ...at],
    { dtype: x.dtype, shape: x.shape.map((d, i) => (i === a ? end - start : d)) },
    { start, end, axis: a },
  );
}

/** Zeros around x: `before[i]` and `after[i]` of them on axis i. */
export function pad(x: Tensor, before: readonly number[], after: readonly number[]): Tensor {
  const shape = x.shape.map((d, i) =>
    before[i] === 0 && after[i] === 0 ? d : typeof d === 'number' ? d + before[i] + after[i] : freshDim(),
  );
  const pads = constant([...before, ...after], [2 * before.length], 'int64');
  return make('Pad', [x, pads], { dtype: x.dtype, shape }, { before, after });
}

/** x repeated along its axes of size 1 until it has the shape of `like`. */
export function expandLike(x: Tensor, like: Tensor): Tensor {
  if (sameShape(x.shape, like.shape)) return x;
  return make('Expand', [x, shapeOf(like)], { dtype: x.dtype, shape: broadcast(x.shape, like.shape) });
}

/** The sizes of x, [rank] int64. */
function shapeOf(x: Tensor): Tensor {
  if (isStatic(x.shape)) return constant(x.shape, [x.shape.length], 'int64');
  return make('Shape', [x], { dtype: 'int64', shape: [x.shape.length] });
}

/** One size of x, [1] int64. */
export function sizeOf(x: Tensor, axis: number): Tensor {
  const a = axisOf(x.shape, axis);
  return slice(shapeOf(x), 0, a, a + 1);
}

/** Rows of x along an axis by their indices [n] int64. */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  const a = axisOf(x.shape, axis);
  if (indices.shape.length !== 1 || indices.dtype !== 'int64') throw new GraphError(`Gather by ${describe(indices)}`);
  const shape = x.shape.map((d, i) => (i === a ? indices.shape[0] : d));
  return make('Gather', [x, indices], { dtype: x.dtype, shape }, { axis: a });
}

/** out[i][j] = x[indices[i][j]][j] for axis 0, and so on; indices has x's rank. */
export function gatherElements(x: Tensor, indices: Tensor, axis: number): Tensor {
  return make(
    'GatherElements',
    [x, indices],
    { dtype: x.dtype, shape: indices.shape },
    { axis: axisOf(x.shape, axis) },
  );
}

/** data with `updates` added at `indices` along an axis; equal indices add up. */
export function scatterAdd(data: Tensor, indices: Tensor, updates: Tensor, axis: number): Tensor {
  if (!sameShape(indices.shape, updates.shape))
    throw new GraphError(`ScatterElements: indices ${describe(indices)} for updates ${describe(updates)}`);
  return make('ScatterElements', [data, indices, updates], data, { axis: axisOf(data.shape, axis), reduction: 'add' });
}
