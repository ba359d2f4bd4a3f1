import * as o from '../graph/ops.js';
import { scalar } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';

/**
 * Multi-head attention, Vaswani et al. 2017, in primitives that have gradients. q [Lq,D], k and v [Lk,D] → [Lq,D].
 * `mask` [Lq,Lk] is added to the scores.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, heads: number, mask?: Tensor): Tensor {
  const width = q.shape[1] as number;
  const size = width / heads;
  const split = (x: Tensor, perm: readonly number[]): Tensor =>
    o.transpose(o.reshape(x, [x.shape[0], heads, size]), perm);
  // Scaled after the product: ONNX Runtime makes that a factor of the product itself.
  const scores = o.mul(o.matmul(split(q, [1, 0, 2]), split(k, [1, 2, 0])), 1 / Math.sqrt(size));
  const weights = o.softmax(mask ? o.add(scores, mask) : scores);
  const mixed = o.transpose(o.matmul(weights, split(v, [1, 0, 2])), [1, 0, 2]);
  return o.reshape(mixed, [q.shape[0], width]);
}

/**
 * The same over a batch, as one fused op that goes forward only: q [B,Lq,D], k and v [B,Lk,D] → [B,Lq,D].
 * At 4,096 tokens it needs a tenth of the memory of the scores in full.
 */
export function fusedAttention(q: Tensor, k: Tensor, v: Tensor, heads: number, upcast = false): Tensor {
  const wide = (x: Tensor): Tensor => (upcast ? o.cast(x, 'float32') : x);
  return o.cast(o.multiHeadAttention(wide(q), wide(k), wide(v), heads), q.dtype);
}

/** Where each of n tokens stands: its place among all tokens, and its position within its own text. Both [n] int64, from 0. */
export interface Places {
  readonly places: Tensor;
  readonly positions: Tensor;
}

/** Added to scores [n,n] it hides from each token those after it, and those of other texts. */
export function causalMask({ places, positions }: Places): Tensor {
  const n = places.shape[0];
  const row = (x: Tensor): Tensor => o.reshape(x, [n, 1]);
  const column = o.reshape(places, [1, n], places);
  const after = o.less(row(places), column);
  const otherText = o.less(column, row(o.sub(places, positions)));
  // float32's lowest, as transformers has it: −∞ − (−∞) would be no number.
  return o.where(o.or(after, otherText), scalar(-3.4028234663852886e38), 0);
}
