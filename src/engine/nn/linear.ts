import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';

/** x·Wᵀ + b over the rows of x [n,in] → [n,out]. A layer that the caller may replace by one whose weights change (aesthetic/ascent.ts). */
export type Linear = (x: Tensor, scope: Scope, outFeatures: number) => Tensor;

/** torch's Linear on a matrix: x [n,in] → [n,out]. Gemm with transB, so that a weight cast from fp16 is folded once, not copied transposed. */
export const linear: Linear = (x, scope, outFeatures) => {
  const w = scope.get('weight', [outFeatures, x.shape[1] as number]);
  const y = o.gemm(x, w, { transB: true, ...(scope.has('bias') && { c: scope.get('bias', [outFeatures]) }) });
  return rowAdditions(x, scope, y);
};

/** LoRA, Hu et al. 2021: (x·downᵀ)·upᵀ added to y [n,out], of rows x [n,in]. */
function rowAdditions(x: Tensor, scope: Scope, y: Tensor): Tensor {
  return scope.additions().reduce((sum, { down, up }) => {
    const inner = o.gemm(x, asMatrix(down), { transB: true });
    return o.gemm(inner, asMatrix(up), { transB: true, c: sum });
  }, y);
}

/** The same over the last axis: x [..,in], y [..,out]. */
export function linearAdditions(x: Tensor, scope: Scope, y: Tensor): Tensor {
  if (scope.additions().length === 0) return y;
  const [rows, sums] = [x, y].map((t) => o.reshape(t, ['rows', t.shape[t.shape.length - 1]]));
  return o.reshape(rowAdditions(rows, scope, sums), y.shape, y);
}

/** The weight of a 1×1 convolution [out,in,1,1] as a matrix. */
function asMatrix(w: Tensor): Tensor {
  return o.reshape(w, w.shape.slice(0, 2));
}

/** torch's Linear over the last axis of [.., in], by way of a matrix. */
export function linearLast(x: Tensor, scope: Scope, outFeatures: number): Tensor {
  const inFeatures = x.shape[x.shape.length - 1] as number;
  const rows = o.reshape(x, ['rows', inFeatures]);
  return o.reshape(linear(rows, scope, outFeatures), [...x.shape.slice(0, -1), outFeatures], x);
}
