import { GraphError } from '../../errors.js';
import { half, known, twice } from '../dims.js';
import { constant, describe } from '../tensor.js';
import type { Dim, Tensor } from '../tensor.js';
import { concat, sizeOf } from './layout.js';
import { make } from './make.js';

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
  const kernel = [known(kh, 'Conv'), known(kw, 'Conv')];
  const size = (d: Dim, i: 0 | 1): Dim => windows(d, kernel[i], stride, pads[i] + pads[i + 2]);
  const shape = [batch, outChannels, size(height, 0), size(width, 1)];
  const attrs = { kernel_shape: kernel, strides: [stride, stride], pads };
  return make('Conv', [x, weights, bias], { dtype: x.dtype, shape }, attrs);
}

/** How many windows of `kernel` there are along an axis with `padding` at its two ends together. */
export function windows(d: Dim, kernel: number, stride: number, padding: number): Dim {
  if (stride === 1 && padding === kernel - 1) return d;
  if (typeof d === 'number') return Math.floor((d + padding - kernel) / stride) + 1;
  if (stride !== 2)
    throw new GraphError(`a convolution over ${d}: stride ${stride}, kernel ${kernel}, padding ${padding}`);
  return half(d);
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

/**
 * x [B,C,H,W] at the height and width of `like`, by repeating pixels as torch's `interpolate(mode='nearest')` does.
 * `spatial`: the axes of height and width, others in channels-last pixels.
 */
export function upsampleNearestLike(x: Tensor, like: Tensor, spatial: readonly number[] = [2, 3]): Tensor {
  const source = (i: number): Tensor => (spatial.includes(i) ? like : x);
  const sizes = concat(
    x.shape.map((_, i) => sizeOf(source(i), i)),
    0,
  );
  const shape = x.shape.map((_, i) => source(i).shape[i]);
  return make('Resize', [x, sizes], { dtype: x.dtype, shape }, { ...nearest, by: 'sizes' });
}

const nearest = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' } as const;

/** com.microsoft.MultiHeadAttention, without a mask. q [B,Lq,D], k and v [B,Lk,D] → [B,Lq,D]. Goes forward only. */
export function multiHeadAttention(q: Tensor, k: Tensor, v: Tensor, heads: number): Tensor {
  return make('MultiHeadAttention', [q, k, v], q, { num_heads: heads });
}
