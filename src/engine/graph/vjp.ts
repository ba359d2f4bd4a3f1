import { GraphError } from '../errors.js';
import { known } from './dims.js';
import * as o from './ops.js';
import { constant, scalar } from './tensor.js';
import type { Op, Tensor } from './tensor.js';

/**
 * A vector-Jacobian product: from the gradient of an op's output to those of its inputs.
 * `null` for an input through which no gradient flows (an index, a shape, a condition).
 */
export type Rule = (dy: Tensor, inputs: readonly Tensor[], y: Tensor) => readonly (Tensor | null)[];

/** Undoes broadcasting: sums dy over the axes along which `like` was repeated. */
function unbroadcast(dy: Tensor, like: Tensor): Tensor {
  const extra = dy.shape.length - like.shape.length;
  const axes = dy.shape.flatMap((d, i) => (i < extra || (like.shape[i - extra] === 1 && d !== 1) ? [i] : []));
  if (axes.length === 0) return dy;
  const summed = o.reduceSum(dy, axes);
  return extra === 0 ? summed : o.reshape(summed, like.shape, like);
}

/** The last two axes exchanged. */
function swap(x: Tensor): Tensor {
  const r = x.shape.length;
  return o.transpose(x, [...Array(r - 2).keys(), r - 1, r - 2]);
}

/** Zeros of the shape of x. */
function zerosLike(x: Tensor): Tensor {
  return o.expandLike(o.cast(constant([0], Array<number>(x.shape.length).fill(1)), x.dtype), x);
}

/** The indices [n] of a Gather along `axis`, repeated to the shape of its output. */
function spread(indices: Tensor, axis: number, like: Tensor): Tensor {
  const shape = like.shape.map((_, i) => (i === axis ? indices.shape[0] : 1));
  return o.expandLike(o.reshape(indices, shape, indices), like);
}

const attribute = (y: Tensor, name: string): number => y.node.attrs[name] as number;
const list = (y: Tensor, name: string): readonly number[] => y.node.attrs[name] as readonly number[];

/** The larger (or smaller) of two takes the gradient; the first where they are equal. */
const choose =
  (first: (a: Tensor, b: Tensor) => Tensor): Rule =>
  (dy, [a, b]) => {
    const isFirst = first(a, b);
    return [unbroadcast(o.where(isFirst, dy, 0), a), unbroadcast(o.where(isFirst, 0, dy), b)];
  };

/** Every op's gradient; `null` where there is none, and `grad` through it throws. */
export const vjp: Record<Op, Rule | null> = {
  Add: (dy, [a, b]) => [unbroadcast(dy, a), unbroadcast(dy, b)],
  Sub: (dy, [a, b]) => [unbroadcast(dy, a), unbroadcast(o.neg(dy), b)],
  Mul: (dy, [a, b]) => [unbroadcast(o.mul(dy, b), a), unbroadcast(o.mul(dy, a), b)],
  Div: (dy, [a, b], y) => [unbroadcast(o.div(dy, b), a), unbroadcast(o.neg(o.div(o.mul(dy, y), b)), b)],
  Max: choose(o.greaterOrEqual),
  Min: choose((a, b) => o.greaterOrEqual(b, a)),

  Neg: (dy) => [o.neg(dy)],
  Abs: (dy, [x]) => [o.where(o.less(x, 0), o.neg(dy), dy)],
  Sqrt: (dy, _, y) => [o.div(o.mul(dy, 0.5), y)],
  Reciprocal: (dy, _, y) => [o.neg(o.mul(dy, o.mul(y, y)))],
  Exp: (dy, _, y) => [o.mul(dy, y)],
  Log: (dy, [x]) => [o.div(dy, x)],
  Erf: (dy, [x]) => [o.mul(dy, o.mul(o.exp(o.neg(o.mul(x, x))), 2 / Math.sqrt(Math.PI)))],
  Sigmoid: (dy, _, y) => [o.mul(dy, o.mul(y, o.sub(1, y)))],
  Tanh: (dy, _, y) => [o.mul(dy, o.sub(1, o.mul(y, y)))],
  Sin: (dy, [x]) => [o.mul(dy, o.cos(x))],
  Cos: (dy, [x]) => [o.neg(o.mul(dy, o.sin(x)))],
  Floor: null,
  Relu: (dy, _, y) => [o.where(o.greaterOrEqual(0, y), 0, dy)],
  Identity: (dy) => [dy],

  Equal: null,
  Less: null,
  GreaterOrEqual: null,
  Or: null,
  Where: (dy, [c, a, b]) => [null, unbroadcast(o.where(c, dy, 0), a), unbroadcast(o.where(c, 0, dy), b)],
  Cast: (dy, [x]) => [o.cast(dy, x.dtype)],

  MatMul: (dy, [a, b]) => [unbroadcast(o.matmul(dy, swap(b)), a), unbroadcast(o.matmul(swap(a), dy), b)],
  Gemm: (dy, inputs, y) => {
    const [a, b] = inputs;
    const [transA, transB] = [attribute(y, 'transA') === 1, attribute(y, 'transB') === 1];
    const da = transA ? o.gemm(b, dy, { transA: transB, transB: true }) : o.gemm(dy, b, { transB: !transB });
    const db = transB ? o.gemm(dy, a, { transA: true, transB: transA }) : o.gemm(a, dy, { transA: !transA });
    return [da, db, ...inputs.slice(2).map((c) => unbroadcast(dy, c))];
  },
  ReduceSum: (dy, [x]) => [o.expandLike(dy, x), null],
  ReduceMean: (dy, [x], y) => {
    const axis = x.shape.findIndex((size, i) => size !== y.shape[i]);
    if (axis === -1) return [dy, null];
    return [o.expandLike(o.mul(dy, 1 / known(x.shape[axis], 'the gradient of ReduceMean')), x), null];
  },
  Softmax: (dy, _, y) => [o.mul(y, o.sub(dy, o.reduceSum(o.mul(dy, y), [attribute(y, 'axis')])))],
  LayerNormalization: (dy, [x, scale, bias], y) => {
    // Ba et al. 2016; x̂ = (x − μ)/σ, dx = (dx̂ − mean(dx̂) − x̂·mean(dx̂·x̂))/σ.
    const { float: epsilon } = y.node.attrs.epsilon as { float: number };
    const { normal, inverse } = o.standardise(x, epsilon);
    const d = o.mul(dy, scale);
    const dx = o.mul(o.sub(o.sub(d, o.reduceMean(d, -1)), o.mul(normal, o.reduceMean(o.mul(d, normal), -1))), inverse);
    return [dx, unbroadcast(o.mul(dy, normal), scale), unbroadcast(dy, bias)];
  },

  Reshape: (dy, [x]) => [o.reshape(dy, x.shape, x), null],
  Transpose: (dy, _, y) => {
    const perm = list(y, 'perm');
    return [
      o.transpose(
        dy,
        perm.map((_axis, i) => perm.indexOf(i)),
      ),
    ];
  },
  Concat: (dy, inputs, y) => {
    const axis = attribute(y, 'axis');
    let start = 0;
    return inputs.map((x) => {
      const size = known(x.shape[axis], 'the gradient of Concat');
      start += size;
      return o.slice(dy, axis, start - size, start);
    });
  },
  Slice: (dy, [x], y) => {
    const [axis, start, end] = [attribute(y, 'axis'), attribute(y, 'start'), attribute(y, 'end')];
    const size = known(x.shape[axis], 'the gradient of Slice');
    const around = (n: number): number[] => x.shape.map((_, i) => (i === axis ? n : 0));
    return [o.pad(dy, around(start), around(size - end)), null, null, null];
  },
  Pad: (dy, [x], y) => {
    const before = list(y, 'before');
    const back = x.shape.reduce<Tensor>((d, size, i) => {
      if (size === d.shape[i]) return d;
      const n = known(size, 'the gradient of Pad');
      return o.slice(d, i, before[i], before[i] + n);
    }, dy);
    return [back, null];
  },
  Expand: (dy, [x]) => [unbroadcast(dy, x), null],
  Shape: null,

  // ScatterElements, not ScatterND, whose sum loses duplicates in ONNX Runtime when two threads write.
  Gather: (dy, [x, indices], y) => {
    const axis = attribute(y, 'axis');
    return [o.scatterAdd(zerosLike(x), spread(indices, axis, dy), dy, axis), null];
  },
  GatherElements: (dy, [x, indices], y) => [o.scatterAdd(zerosLike(x), indices, dy, attribute(y, 'axis')), null],
  ScatterElements: (dy, [, indices], y) => [dy, null, o.gatherElements(dy, indices, attribute(y, 'axis'))],
  Loop: null,

  Conv: (dy, [x, weights, bias], y) => {
    const window = { stride: list(y, 'strides')[0], pads: list(y, 'pads') };
    return [
      o.convTranspose(dy, weights, x, window),
      o.convWeightGradient(x, dy, weights, window),
      o.reshape(o.reduceSum(dy, [0, 2, 3]), bias.shape),
    ];
  },
  ConvTranspose: null,
  InstanceNormalization: (dy, [x, scale, bias], y) => {
    // As layer normalisation, over the last axis; scale and bias belong to the axis before it.
    const { float: epsilon } = y.node.attrs.epsilon as { float: number };
    const centred = o.sub(x, o.reduceMean(x, -1));
    const inverse = o.reciprocal(o.sqrt(o.add(o.reduceMean(o.mul(centred, centred), -1), epsilon)));
    const normal = o.mul(centred, inverse);
    const d = o.mul(dy, o.reshape(scale, [scale.shape[0], 1]));
    const dx = o.mul(o.sub(o.sub(d, o.reduceMean(d, -1)), o.mul(normal, o.reduceMean(o.mul(d, normal), -1))), inverse);
    const overImages = (t: Tensor, like: Tensor): Tensor => o.reshape(o.reduceSum(t, [0, 2]), like.shape);
    return [dx, overImages(o.mul(dy, normal), scale), overImages(dy, bias)];
  },
  Resize: (dy, [x], y) => {
    if (y.node.attrs.by !== 'scales') throw new GraphError('grad through Resize to the size of another tensor');
    const [batch, channels, height, width] = x.shape;
    const repeats = o.reshape(dy, [batch, channels, height, 2, width, 2], x);
    return [o.reshape(o.reduceSum(repeats, [3, 5]), x.shape, x), null];
  },
  MultiHeadAttention: (dy, [q, k, v], y) => {
    // y = P·v for P = softmax(S), S = q·kᵀ/√d; P is computed again, for each head.
    const heads = attribute(y, 'num_heads');
    const width = known(q.shape[2], 'the gradient of MultiHeadAttention');
    const split = (t: Tensor): Tensor =>
      o.transpose(o.reshape(t, [t.shape[0], t.shape[1], heads, width / heads]), [0, 2, 1, 3]);
    const join = (t: Tensor, like: Tensor): Tensor => o.reshape(o.transpose(t, [0, 2, 1, 3]), like.shape, like);
    const [qs, ks, vs, dys] = [q, k, v, dy].map(split);
    const factor = Math.sqrt(heads / width);
    const p = o.softmax(o.mul(o.matmul(qs, swap(ks)), factor));
    const dp = o.matmul(dys, swap(vs));
    const ds = o.mul(o.mul(p, o.sub(dp, o.reduceSum(o.mul(dp, p), [3]))), factor);
    return [join(o.matmul(ds, ks), q), join(o.matmul(swap(ds), qs), k), join(o.matmul(swap(p), dys), v)];
  },
  DynamicQuantizeLinear: null,
  MatMulInteger: null,
};

/** The gradient that a scalar output starts with. @throws GraphError when the output is not one number. */
export function seed(output: Tensor): Tensor {
  if (output.shape.some((d) => d !== 1))
    throw new GraphError(`grad of [${output.shape.join()}], which is not one number`);
  const one = scalar(1, output.dtype);
  return output.shape.length === 0 ? one : o.expandLike(one, output);
}
