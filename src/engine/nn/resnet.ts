import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { silu } from './activation.js';
import { floatLayers } from './layers.js';
import type { Layers } from './layers.js';
import { linear } from './linear.js';

export interface ResnetOptions {
  readonly groups: number;
  readonly epsilon: number;
  /** SiLU of the time embedding [B,T], where the block has a projection for it. */
  readonly time?: Tensor;
  /** Default: `floatLayers`. */
  readonly layers?: Layers;
}

/** diffusers' ResnetBlock2D, He et al. 2016: two normed convolutions around a residual, of pixels x in the layers' layout. */
export function resnetBlock(x: Tensor, scope: Scope, outChannels: number, options: ResnetOptions): Tensor {
  const { groups, epsilon, time, layers = floatLayers } = options;
  const { conv, groupNorm, channelAxis } = layers;
  let h = conv(silu(groupNorm(x, scope.at('norm1'), groups, epsilon)), scope.at('conv1'), outChannels);
  if (time) {
    const shift = linear(time, scope.at('time_emb_proj'), outChannels);
    const perChannel = x.shape.map((_, i) => (i === 0 ? time.shape[0] : i === channelAxis ? outChannels : 1));
    h = o.add(h, o.reshape(shift, perChannel));
  }
  h = conv(silu(groupNorm(h, scope.at('norm2'), groups, epsilon)), scope.at('conv2'), outChannels);
  const skip =
    x.shape[channelAxis] === outChannels ? x : conv(x, scope.at('conv_shortcut'), outChannels, { kernel: 1 });
  return o.add(skip, h);
}
