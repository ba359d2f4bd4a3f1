import { GraphError } from '../errors.js';
import { axisOf, broadcast, freshDim, half, isStatic, known, sameShape, twice } from './dims.js';
import { constant, describe, makeNode, onnxType, scalar } from './tensor.js';
import type { Attr, Dim, DType, LoopBody, Op, Shape, Tensor, TensorType } from './tensor.js';

/** A tensor, or a number that becomes a scalar of the other operand's type. */
export type Operand = Tensor | number;

function make(op: Op, inputs: readonly Tensor[], type: TensorType, attrs: Readonly<Record<string, Attr>> = {}): Tensor {
  return makeNode(op, inputs, attrs, [type]).outputs[0];
}

const unary = (op: Op) => (x: Tensor) => make(op, [x], x);

/** Elementwise functions, shape and type of x. */
export const neg = unary('Neg');
export const abs = unary('Abs');
export const sqrt = unary('Sqrt');
export const reciprocal = unary('Reciprocal');
export const exp = unary('Exp');
export const log = unary('Log');
export const erf = unary('Erf');
export const sigmoid = unary('Sigmoid');
export const tanh = unary('Tanh');
export const sin = unary('Sin');
export const cos = unary('Cos');
export const floor = unary('Floor');
export const identity = unary('Identity');

function pair(op: Op, a: Operand, b: Operand, dtype?: DType): Tensor {
  if (typeof a === 'number' && typeof b === 'number') throw new GraphError(`${op} of two numbers`);
  const left = typeof a === 'number' ? scalar(a, (b as Tensor).dtype) : a;
  const right = typeof b === 'number' ? scalar(b, left.dtype) : b;
  if (left.dtype !== right.dtype) throw new GraphError(`${op} of ${describe(left)} and ${describe(right)}`);
  return make(op, [left, right], { dtype: dtype ?? left.dtype, shape: broadcast(left.shape, right.shape) });
}

/** Elementwise with numpy's broadcasting. */
export const add = (a: Operand, b: Operand): Tensor => pair('Add', a, b);
export const sub = (a: Operand, b: Operand): Tensor => pair('Sub', a, b);
export const mul = (a: Operand, b: Operand): Tensor => pair('Mul', a, b);
export const div = (a: Operand, b: Operand): Tensor => pair('Div', a, b);
export const max = (a: Operand, b: Operand): Tensor => pair('Max', a, b);
export const min = (a: Operand, b: Operand): Tensor => pair('Min', a, b);
/** Comparisons, of type bool. */
export const equal = (a: Operand, b: Operand): Tensor => pair('Equal', a, b, 'bool');
export const less = (a: Operand, b: Operand): Tensor => pair('Less', a, b, 'bool');
export const greaterOrEqual = (a: Operand, b: Operand): Tensor => pair('GreaterOrEqual', a, b, 'bool');
export const or = (a: Tensor, b: Tensor): Tensor => pair('Or', a, b, 'bool');

/** a where the condition holds, else b. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  if (typeof a === 'number' && typeof b === 'number') throw new GraphError('Where of two numbers');
  const left = typeof a === 'number' ? scalar(a, (b as Tensor).dtype) : a;
  const right = typeof b === 'number' ? scalar(b, left.dtype) : b;
  const shape = broadcast(condition.shape, broadcast(left.shape, right.shape));
  return make('Where', [condition, left, right], { dtype: left.dtype, shape });
}

/** x in another type; x itself when it has that type. */
export function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : make('Cast', [x], { dtype, shape: x.shape }, { to: onnxType[dtype] });
}

/** Matrix product over the last two axes, others broadcast. [..,m,k] × [..,k,n] → [..,m,n]. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [ra, rb] = [a.shape.length, b.shape.length];
  if (ra < 2 || rb < 2 || a.shape[ra - 1] !== b.shape[rb - 2])
    throw new GraphError(`MatMul of ${describe(a)} and ${describe(b)}`);
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return make('MatMul', [a, b], { dtype: a.dtype, shape: [...batch, a.shape[ra - 2], b.shape[rb - 1]] });
}

export interface GemmOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  /** Added to every row, [n] or [m,n]. */
  readonly c?: Tensor;
}

/** A·B + C of matrices, either of them transposed first. [m,k] × [k,n] → [m,n]. */
export function gemm(a: Tensor, b: Tensor, { transA = false, transB = false, c }: GemmOptions = {}): Tensor {
  const [m, k] = transA ? [a.shape[1], a.shape[0]] : a.shape;
  const [k2, n] = transB ? [b.shape[1], b.shape[0]] : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || k !== k2)
    throw new GraphError(`Gemm of ${describe(a)} and ${describe(b)} (transA ${transA}, transB ${transB})`);
  const attrs = { transA: Number(transA), transB: Number(transB) };
  return make('Gemm', c ? [a, b, c] : [a, b], { dtype: a.dtype, shape: [m, n] }, attrs);
}

/** Sum over axes, which stay as size 1. */
export function reduceSum(x: Tensor, axes: readonly number[]): Tensor {
  const at = axes.map((a) => axisOf(x.shape, a));
  const shape = x.shape.map((d, i) => (at.includes(i) ? 1 : d));
  return make('ReduceSum', [x, constant(at, [at.length], 'int64')], { dtype: x.dtype, shape }, { keepdims: 1 });
}

/** Mean over one axis of known size, which stays as size 1. */
export function reduceMean(x: Tensor, axis: number): Tensor {
  const at = axisOf(x.shape, axis);
  known(x.shape[at], 'reduceMean');
  const shape = x.shape.map((d, i) => (i === at ? 1 : d));
  return make('ReduceMean', [x, constant([at], [1], 'int64')], { dtype: x.dtype, shape }, { keepdims: 1 });
}

export function softmax(x: Tensor, axis = -1): Tensor {
  return make('Softmax', [x], x, { axis: axisOf(x.shape, axis) });
}

/** Layer normalisation over the last axis, Ba et al. 2016. x [..,d], scale and bias [d]. */
export function layerNormalization(x: Tensor, scale: Tensor, bias: Tensor, epsilon: number): Tensor {
  return make('LayerNormalization', [x, scale, bias], x, { axis: -1, epsilon: { float: epsilon } });
}

/** What layer normalisation is made of: x̂ = (x − μ)/σ [..,d], and 1/σ [..,1]. */
export function standardise(x: Tensor, epsilon: number): { normal: Tensor; inverse: Tensor } {
  const d = known(x.shape[x.shape.length - 1], 'standardise');
  const [ones, zeros] = [1, 0].map((v) => constant(new Float32Array(d).fill(v), [d]));
  const statistic = { dtype: x.dtype, shape: [...x.shape.slice(0, -1), 1] };
  const attrs = { axis: -1, epsilon: { float: epsilon } };
  const [normal, , inverse] = makeNode('LayerNormalization', [x, ones, zeros], attrs, [
    x,
    statistic,
    statistic,
  ]).outputs;
  return { normal, inverse };
}

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

/** 2-D convolution. x [B,C,H,W], weights [K,C,kh,kw], bias [K] → [B,K,H',W']; pads are top, left, bottom, right. */
export function conv(
  x: Tensor,
  weights: Tensor,
  bias: Tensor,
  { stride = 1, pads = [0, 0, 0, 0] }: { stride?: number; pads?: readonly number[] } = {},
): Tensor {
  const [batch, channels, height, width] = x.shape;
  const [outChannels, inChannels, kh, kw] = weights.shape;
  if (x.shape.length !== 4 || weights.shape.length !== 4 || channels !== inChannels)
    throw new GraphError(`Conv of ${describe(x)} by ${describe(weights)}`);
  const size = (d: Dim, k: Dim, p: number): Dim => {
    const kernel = known(k, 'Conv');
    if (stride === 1 && p === kernel - 1) return d;
    if (typeof d === 'number') return Math.floor((d + p - kernel) / stride) + 1;
    if (stride !== 2) throw new GraphError(`Conv of ${describe(x)}: stride ${stride}, kernel ${kernel}, padding ${p}`);
    return half(d);
  };
  const shape = [batch, outChannels, size(height, kh, pads[0] + pads[2]), size(width, kw, pads[1] + pads[3])];
  const attrs = { kernel_shape: [known(kh, 'Conv'), known(kw, 'Conv')], strides: [stride, stride], pads };
  return make('Conv', [x, weights, bias], { dtype: x.dtype, shape }, attrs);
}

/** Normalisation over the last axis of [B,G,n], each of G with its own scale and bias. */
export function instanceNormalization(x: Tensor, scale: Tensor, bias: Tensor, epsilon: number): Tensor {
  return make('InstanceNormalization', [x, scale, bias], x, { epsilon: { float: epsilon } });
}

/** x [B,C,H,W] at twice the height and width, by repeating pixels. → [B,C,2H,2W] */
export function upsampleNearest2x(x: Tensor): Tensor {
  const [batch, channels, height, width] = x.shape;
  const shape = [batch, channels, twice(height), twice(width)];
  return make('Resize', [x, constant([1, 1, 2, 2], [4])], { dtype: x.dtype, shape }, { ...nearest, by: 'scales' });
}

/** x [B,C,H,W] at the height and width of `like`, by repeating pixels as torch's `interpolate(mode='nearest')` does. */
export function upsampleNearestLike(x: Tensor, like: Tensor): Tensor {
  const sizes = concat([sizeOf(x, 0), sizeOf(x, 1), sizeOf(like, 2), sizeOf(like, 3)], 0);
  const shape = [x.shape[0], x.shape[1], like.shape[2], like.shape[3]];
  return make('Resize', [x, sizes], { dtype: x.dtype, shape }, { ...nearest, by: 'sizes' });
}

const nearest = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' } as const;

/** com.microsoft.MultiHeadAttention, without a mask. q [B,Lq,D], k and v [B,Lk,D] → [B,Lq,D]. Goes forward only. */
export function multiHeadAttention(q: Tensor, k: Tensor, v: Tensor, heads: number): Tensor {
  return make('MultiHeadAttention', [q, k, v], q, { num_heads: heads });
}

/** See loop.ts. */
export function loopNode(inputs: readonly Tensor[], types: readonly TensorType[], body: LoopBody): readonly Tensor[] {
  return makeNode('Loop', inputs, {}, types, body).outputs;
}
