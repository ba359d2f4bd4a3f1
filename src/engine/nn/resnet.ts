import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { silu } from './activation.js';
import { conv2d } from './conv.js';
import { linear } from './linear.js';
import { groupNorm } from './norm.js';

export interface ResnetOptions {
  readonly groups: number;
  readonly epsilon: number;
  /** SiLU of the time embedding [B,T], where the block has a projection for it. */
  readonly time?: Tensor;
}

/** diffusers' ResnetBlock2D, He et al. 2016: two normed convolutions around a residual. x [B,C,H,W] → [B,outChannels,H,W]. */
export function resnetBlock(x: Tensor, scope: Scope, outChannels: number, options: ResnetOptions): Tensor {
  const { groups, epsilon, time } = options;
  let h = conv2d(silu(groupNorm(x, scope.at('norm1'), groups, epsilon)), scope.at('conv1'), outChannels);
  if (time) {
    const shift = linear(time, scope.at('time_emb_proj'), outChannels);
    h = o.add(h, o.reshape(shift, [time.shape[0], outChannels, 1, 1]));
  }
  h = conv2d(silu(groupNorm(h, scope.at('norm2'), groups, epsilon)), scope.at('conv2'), outChannels);
  const skip = x.shape[1] === outChannels ? x : conv2d(x, scope.at('conv_shortcut'), outChannels, { kernel: 1 });
  return o.add(skip, h);
}
