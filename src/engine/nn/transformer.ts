import { known, timesDim } from '../graph/dims.js';
import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { gelu } from './activation.js';
import { fusedAttention } from './attention.js';
import type { Layers } from './layers.js';
import { layerNorm } from './norm.js';

export interface TransformerOptions {
  readonly heads: number;
  readonly depth: number;
  readonly groups: number;
  /** Projections in and out are Linear layers (Stable Diffusion 2.x) instead of 1×1 convolutions. */
  readonly linearProjection: boolean;
  /** Scores are computed in float32. */
  readonly upcast: boolean;
  readonly layers: Layers;
  /** Keys and values of self-attention are those of every second row and column of pixels. */
  readonly downsampled?: boolean;
}

/** diffusers' Transformer2DModel, Rombach et al. 2022: pixels x in the layers' layout attend to each other and to `states` [B,k·L,width]. */
export function spatialTransformer(x: Tensor, states: Tensor, scope: Scope, options: TransformerOptions): Tensor {
  const { conv, linear, groupNorm, toSequence, toPixels, channelAxis } = options.layers;
  const channels = known(x.shape[channelAxis], scope.path);
  const normed = groupNorm(x, scope.at('norm'), options.groups, 1e-6);
  let h = options.linearProjection
    ? linear(toSequence(normed), scope.at('proj_in'), channels)
    : toSequence(conv(normed, scope.at('proj_in'), channels, { kernel: 1 }));
  const self = options.downsampled ? (tokens: Tensor): Tensor => downsample(tokens, x, options.layers) : undefined;
  for (let i = 0; i < options.depth; i++)
    h = transformerBlock(h, states, scope.at('transformer_blocks', i), options, self);
  const out = options.linearProjection
    ? toPixels(linear(h, scope.at('proj_out'), channels), x)
    : conv(toPixels(h, x), scope.at('proj_out'), channels, { kernel: 1 });
  return o.add(x, out);
}

/**
 * Token downsampling, Smith et al. 2024 (arXiv 2402.13573): neighbours are alike, so that a fourth of them will do as keys and values. Tokens
 * [B,n,C] of pixels like `like` → [B,⌈n/4⌉,C].
 */
function downsample(tokens: Tensor, like: Tensor, { spatialAxes }: Layers): Tensor {
  const [height, width] = spatialAxes.map((axis) => like.shape[axis]);
  const [batch, , channels] = tokens.shape;
  const some = o.everySecond(o.reshape(tokens, [batch, height, width, channels], like), [1, 2]);
  return o.reshape(some, [batch, timesDim(some.shape[1], some.shape[2]), channels]);
}

/** Self-attention, cross-attention and a gated MLP, each after its norm and around a residual. x [B,n,C]. `self`: what it attends to of itself. */
function transformerBlock(
  x: Tensor,
  states: Tensor,
  scope: Scope,
  options: TransformerOptions,
  self = (tokens: Tensor): Tensor => tokens,
): Tensor {
  const n1 = layerNorm(x, scope.at('norm1'));
  const h = o.add(x, crossAttention(n1, self(n1), scope.at('attn1'), options));
  const g = o.add(h, crossAttention(layerNorm(h, scope.at('norm2')), states, scope.at('attn2'), options));
  return o.add(g, gatedMlp(layerNorm(g, scope.at('norm3')), scope.at('ff', 'net'), options.layers));
}

function crossAttention(x: Tensor, context: Tensor, scope: Scope, options: TransformerOptions): Tensor {
  const { heads, upcast, layers } = options;
  const channels = x.shape[2] as number;
  const q = layers.linear(x, scope.at('to_q'), channels);
  const [k, v] = ['to_k', 'to_v'].map((name) => layers.linear(context, scope.at(name), channels));
  return layers.linear(fusedAttention(q, k, v, heads, upcast), scope.at('to_out', 0), channels);
}

/** GEGLU, Shazeer 2020. */
function gatedMlp(x: Tensor, scope: Scope, { linear, linearHalves }: Layers): Tensor {
  const inner = 4 * (x.shape[2] as number);
  const [value, gate] = linearHalves(x, scope.at(0, 'proj'), inner);
  return linear(o.mul(value, gelu(gate)), scope.at(2), x.shape[2] as number);
}
