import { GraphError } from '../../errors.js';
import { freshDim } from '../dims.js';
import { constant, describe, makeNode } from '../tensor.js';
import type { Tensor } from '../tensor.js';
import { windows } from './image.js';
import { concat } from './layout.js';
import { make } from './make.js';

/** Real numbers in 8 bits: x ≈ (values − zero)·scale. `values` uint8 has the shape of x, `scale` float32 and `zero` uint8 are one number. */
export interface Quantised {
  readonly values: Tensor;
  readonly scale: Tensor;
  readonly zero: Tensor;
}

/** x in 8 bits over its own range at run time, 0 included, so that 0 is exact (ONNX's DynamicQuantizeLinear). */
export function quantise(x: Tensor): Quantised {
  if (x.dtype !== 'float32') throw new GraphError(`DynamicQuantizeLinear of ${describe(x)}`);
  const [values, scale, zero] = makeNode('DynamicQuantizeLinear', [x], {}, [
    { dtype: 'uint8', shape: x.shape },
    { dtype: 'float32', shape: [] },
    { dtype: 'uint8', shape: [] },
  ]).outputs;
  return { values, scale, zero };
}

/** The product of (values − zero) uint8 [..,k] and int8 weights [k,n], exactly. → int32 [..,n] */
export function matmulInteger({ values, zero }: Pick<Quantised, 'values' | 'zero'>, weights: Tensor): Tensor {
  const [k, n] = weights.shape;
  if (weights.dtype !== 'int8' || weights.shape.length !== 2 || values.shape[values.shape.length - 1] !== k)
    throw new GraphError(`MatMulInteger of ${describe(values)} and ${describe(weights)}`);
  // Said outright: without it ONNX Runtime does not fuse the product with what comes after.
  const weightZero = constant([0], [], 'int8');
  const shape = [...values.shape.slice(0, -1), n];
  return make('MatMulInteger', [values, weights, zero, weightZero], { dtype: 'int32', shape });
}

export interface WindowOptions {
  readonly kernel: number;
  readonly stride: number;
  /** Top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
  /** What stands in the padding, []. */
  readonly fill: Tensor;
}

/** Every window of channels-last pixels as one row, row by row of the window: x [B,H,W,C] → [B,H',W',kernel·kernel·C] (im2col). */
export function gatherWindows(x: Tensor, { kernel, stride, pads, fill }: WindowOptions): Tensor {
  const [batch, height, width, channels] = x.shape;
  const [top, left, bottom, right] = pads;
  const around = constant([0, top, left, 0, 0, bottom, right, 0], [8], 'int64');
  const rim = { dtype: x.dtype, shape: [batch, freshDim(), freshDim(), channels] };
  const padded = make('Pad', [x, around, fill], rim);
  const size = [windows(height, kernel, stride, top + bottom), windows(width, kernel, stride, left + right)];
  const pair = (values: readonly number[]): Tensor => constant(values, [2], 'int64');
  const [axes, steps] = [pair([1, 2]), pair([stride, stride])];
  // Counted from the far side; 0 from there would mean the beginning.
  const end = (at: number): number => (at === kernel - 1 ? Number.MAX_SAFE_INTEGER : at - kernel + 1);
  const places = Array.from({ length: kernel * kernel }, (_, i) => [Math.floor(i / kernel), i % kernel]);
  const columns = places.map((at) =>
    make('Slice', [padded, pair(at), pair(at.map(end)), axes, steps], {
      dtype: x.dtype,
      shape: [batch, ...size, channels],
    }),
  );
  return concat(columns, 3);
}
