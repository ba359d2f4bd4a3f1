import { GraphError } from '../../errors.js';
import { axisOf, broadcast, known } from '../dims.js';
import { constant, describe, makeNode } from '../tensor.js';
import type { Tensor } from '../tensor.js';
import { make } from './make.js';

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

/** Mean over one axis, which stays as size 1. Its gradient needs the axis' size known. */
export function reduceMean(x: Tensor, axis: number): Tensor {
  const at = axisOf(x.shape, axis);
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
