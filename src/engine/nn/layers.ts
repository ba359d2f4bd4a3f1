import { timesDim } from '../graph/dims.js';
import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { conv2d } from './conv.js';
import type { ConvOptions } from './conv.js';
import { linearLast } from './linear.js';
import { groupNorm } from './norm.js';

/** How a model's layers are computed: where the channels of pixels lie, and what products are made of. */
export interface Layers {
  /** The axis of channels in pixels x of rank 4, and those of height and width. */
  readonly channelAxis: number;
  readonly spatialAxes: readonly [number, number];
  /** Pixels [B,C,H,W] in this layout, and back. */
  readonly arrange: (x: Tensor) => Tensor;
  readonly restore: (x: Tensor) => Tensor;
  /** torch's Conv2d with bias, on pixels in this layout. */
  readonly conv: (x: Tensor, scope: Scope, outChannels: number, options?: ConvOptions) => Tensor;
  /** torch's Linear over the last axis. [..,in] → [..,out] */
  readonly linear: (x: Tensor, scope: Scope, outFeatures: number) => Tensor;
  /** The two halves of a Linear's output: [..,in] → twice [..,half] */
  readonly linearHalves: (x: Tensor, scope: Scope, half: number) => readonly [Tensor, Tensor];
  readonly groupNorm: (x: Tensor, scope: Scope, groups: number, epsilon: number) => Tensor;
  /** Pixels as a sequence [B,H·W,C], and back in the shape of `like`. */
  readonly toSequence: (x: Tensor) => Tensor;
  readonly toPixels: (x: Tensor, like: Tensor) => Tensor;
}

/** Channels first, as checkpoints have them, and products in the type of the tensors. */
export const floatLayers: Layers = {
  channelAxis: 1,
  spatialAxes: [2, 3],
  arrange: (x) => x,
  restore: (x) => x,
  conv: conv2d,
  linear: linearLast,
  linearHalves: (x, scope, half) => {
    const both = linearLast(x, scope, 2 * half);
    const axis = x.shape.length - 1;
    return [o.slice(both, axis, 0, half), o.slice(both, axis, half, 2 * half)];
  },
  groupNorm,
  toSequence: (x) => {
    const [batch, channels, height, width] = x.shape;
    return o.transpose(o.reshape(x, [batch, channels, timesDim(height, width)]), [0, 2, 1]);
  },
  toPixels: (x, like) => o.reshape(o.transpose(x, [0, 2, 1]), like.shape, like),
};
