import { known, timesDim } from '../graph/dims.js';
import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { gelu } from './activation.js';
import { fusedAttention } from './attention.js';
import { conv2d } from './conv.js';
import { linearLast } from './linear.js';
import { groupNorm, layerNorm } from './norm.js';

export interface TransformerOptions {
  readonly heads: number;
  readonly depth: number;
  readonly groups: number;
  /** Projections in and out are Linear layers (Stable Diffusion 2.x) instead of 1×1 convolutions. */
  readonly linearProjection: boolean;
  /** Scores are computed in float32. */
  readonly upcast: boolean;
}

/** Pixels as a sequence. [B,C,H,W] → [B,H·W,C]. */
export function toSequence(x: Tensor): Tensor {
  const [batch, channels, height, width] = x.shape;
  return o.transpose(o.reshape(x, [batch, channels, timesDim(height, width)]), [0, 2, 1]);
}

/** A sequence as pixels again: [B,H·W,C] in the shape of `like` [B,C,H,W]. */
export function toPixels(x: Tensor, like: Tensor): Tensor {
  return o.reshape(o.transpose(x, [0, 2, 1]), like.shape, like);
}

/** diffusers' Transformer2DModel, Rombach et al. 2022: pixels x [B,C,H,W] attend to each other and to `states` [B,k·L,width]. */
export function spatialTransformer(x: Tensor, states: Tensor, scope: Scope, options: TransformerOptions): Tensor {
  const channels = known(x.shape[1], scope.path);
  const normed = groupNorm(x, scope.at('norm'), options.groups, 1e-6);
  let h = options.linearProjection
    ? linearLast(toSequence(normed), scope.at('proj_in'), channels)
    : toSequence(conv2d(normed, scope.at('proj_in'), channels, { kernel: 1 }));
  for (let i = 0; i < options.depth; i++) h = transformerBlock(h, states, scope.at('transformer_blocks', i), options);
  const out = options.linearProjection
    ? toPixels(linearLast(h, scope.at('proj_out'), channels), x)
    : conv2d(toPixels(h, x), scope.at('proj_out'), channels, { kernel: 1 });
  return o.add(x, out);
}

/** Self-attention, cross-attention and a gated MLP, each after its norm and around a residual. x [B,n,C]. */
function transformerBlock(x: Tensor, states: Tensor, scope: Scope, options: TransformerOptions): Tensor {
  const n1 = layerNorm(x, scope.at('norm1'));
  const h = o.add(x, crossAttention(n1, n1, scope.at('attn1'), options));
  const g = o.add(h, crossAttention(layerNorm(h, scope.at('norm2')), states, scope.at('attn2'), options));
  return o.add(g, gatedMlp(layerNorm(g, scope.at('norm3')), scope.at('ff', 'net')));
}

function crossAttention(x: Tensor, context: Tensor, scope: Scope, { heads, upcast }: TransformerOptions): Tensor {
  const channels = x.shape[2] as number;
  const q = linearLast(x, scope.at('to_q'), channels);
  const [k, v] = ['to_k', 'to_v'].map((name) => linearLast(context, scope.at(name), channels));
  return linearLast(fusedAttention(q, k, v, heads, upcast), scope.at('to_out', 0), channels);
}

/** GEGLU, Shazeer 2020. */
function gatedMlp(x: Tensor, scope: Scope): Tensor {
  const inner = 4 * (x.shape[2] as number);
  const both = linearLast(x, scope.at(0, 'proj'), 2 * inner);
  const [value, gate] = [o.slice(both, 2, 0, inner), o.slice(both, 2, inner, 2 * inner)];
  return linearLast(o.mul(value, gelu(gate)), scope.at(2), x.shape[2] as number);
}
