import { GraphError } from '../../errors.js';
import { freshDim, half, known, twice } from '../dims.js';
import { constant, describe } from '../tensor.js';
import type { Dim, Tensor } from '../tensor.js';
import { cast } from './elementwise.js';
import { concat, gather, sizeOf, transpose } from './layout.js';
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

export interface ConvWindow {
  readonly stride: number;
  /** Top, left, bottom, right. */
  readonly pads: readonly number[];
}

/**
 * The transpose of `conv` as a linear map: from dy [B,K,H',W'] to the shape of its input `like` [B,C,H,W]. For strides of 1 a convolution with the kernel
 * turned round, in which ONNX Runtime needs no copy of every window; for others the size of `like` must be known.
 */
export function convTranspose(dy: Tensor, weights: Tensor, like: Tensor, { stride, pads }: ConvWindow): Tensor {
  const [, channels, kh, kw] = weights.shape;
  const kernel = [known(kh, 'ConvTranspose'), known(kw, 'ConvTranspose')];
  if (stride === 1) {
    const turned = kernel.reduce((w, size, i) => gather(w, countDown(size), 2 + i), transpose(weights, [1, 0, 2, 3]));
    const zeros = cast(constant(new Float32Array(known(channels, 'Conv')), [channels as number]), dy.dtype);
    return conv(dy, turned, zeros, { pads: pads.map((p, i) => kernel[i % 2] - 1 - p) });
  }
  const rest = kernel.map((size, i) => {
    const [whole, windows] = [like, dy].map(({ shape }) => known(shape[2 + i], 'ConvTranspose with a stride'));
    return whole + pads[i] + pads[i + 2] - size - (windows - 1) * stride;
  });
  const attrs = { kernel_shape: kernel, strides: [stride, stride], pads, output_padding: rest };
  return make('ConvTranspose', [dy, weights], like, attrs);
}

const countDown = (size: number): Tensor =>
  constant(
    Array.from({ length: size }, (_, i) => size - 1 - i),
    [size],
    'int64',
  );

/** The gradient of `conv` with respect to its weights, in the shape of `like` [K,C,kh,kw]: x [B,C,H,W] by dy [B,K,H',W'] as its kernel. */
export function convWeightGradient(x: Tensor, dy: Tensor, like: Tensor, { stride, pads }: ConvWindow): Tensor {
  const [outChannels, inChannels, kh, kw] = like.shape;
  const [images, kernels] = [x, dy].map((t) => transpose(t, [1, 0, 2, 3]));
  const shape = [inChannels, outChannels, freshDim(), freshDim()];
  const products = make('Conv', [images, kernels], { dtype: x.dtype, shape }, { dilations: [stride, stride], pads });
  // Rows and columns that no window reached come out as further ones.
  const ends = [kh, kw].map((d) => known(d, 'the gradient of Conv'));
  const [from, to, axes] = [[0, 0], ends, [2, 3]].map((values) => constant(values, [2], 'int64'));
  const inside = { dtype: x.dtype, shape: [inChannels, outChannels, kh, kw] };
  return transpose(make('Slice', [products, from, to, axes], inside), [1, 0, 2, 3]);
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
 * `spatial`: the axes of height and width, others in channels-last pixels. Goes forward only.
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

/** com.microsoft.MultiHeadAttention, without a mask. q [B,Lq,D], k and v [B,Lk,D] → [B,Lq,D]. */
export function multiHeadAttention(q: Tensor, k: Tensor, v: Tensor, heads: number): Tensor {
  return make('MultiHeadAttention', [q, k, v], q, { num_heads: heads });
}
