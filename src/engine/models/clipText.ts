import { z } from 'zod';
import { closed } from '../config/closed.js';
import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import { activations } from '../nn/activation.js';
import { attention, causalMask } from '../nn/attention.js';
import type { Places } from '../nn/attention.js';
import { linear as plainLinear } from '../nn/linear.js';
import type { Linear } from '../nn/linear.js';
import { layerNorm } from '../nn/norm.js';
import type { Scope } from '../weights/scope.js';
import { harmlessFields } from './transformersConfig.js';

const fields = z.object({
  vocab_size: z.int().positive().default(49408),
  hidden_size: z.int().positive().default(512),
  intermediate_size: z.int().positive().default(2048),
  num_hidden_layers: z.int().positive().default(12),
  num_attention_heads: z.int().positive().default(8),
  max_position_embeddings: z.int().positive().default(77),
  hidden_act: z.enum(['gelu', 'quick_gelu']).default('quick_gelu'),
  layer_norm_eps: z.number().positive().default(1e-5),
  eos_token_id: z.int().nonnegative().default(49407),
});
export type ClipTextConfig = z.infer<typeof fields>;

/** config.json of CLIP's text model, with transformers' defaults. */
export const clipTextConfig = closed(fields, harmlessFields);

/** Which of the states condition the U-Net: those after layer `states`, of the `num_hidden_layers` that the text embedding needs. */
export interface ClipTextDepth {
  readonly states: number;
  /** They go through the final norm; not in Stable Diffusion XL. */
  readonly normed: boolean;
}

/** Tokens as the text model takes them: their embeddings and their positions' [n,d], and where they stand. */
export interface EmbeddedTokens extends Places {
  readonly rows: Tensor;
  readonly positionRows: Tensor;
}

export interface ClipTextStates {
  /** The states [n,d] after each layer, before the final norm. */
  readonly layers: readonly Tensor[];
  /** The last layer's states through the final norm, [n,d]. */
  readonly last: Tensor;
  readonly finalNorm: (states: Tensor) => Tensor;
}

/** CLIP's text model, Radford et al. 2021, from embedded tokens of one text or several. `scope` is at `text_model`. */
export function clipText(
  config: ClipTextConfig,
  scope: Scope,
  embedded: EmbeddedTokens,
  linear: Linear = plainLinear,
): ClipTextStates {
  const mask = causalMask(embedded);
  let x = o.add(embedded.rows, embedded.positionRows);
  const layers = Array.from({ length: config.num_hidden_layers }, (_, i) => {
    x = encoderLayer(config, scope.at('encoder', 'layers', i), x, mask, linear);
    return x;
  });
  const finalNorm = (states: Tensor): Tensor =>
    layerNorm(states, scope.at('final_layer_norm'), config.layer_norm_eps);
  return { layers, last: finalNorm(x), finalNorm };
}

/** One layer of CLIP's encoders, text and vision: attention and MLP, each after its norm and around a residual. x [n,d]. */
export function encoderLayer(
  config: Pick<
    ClipTextConfig,
    'hidden_size' | 'intermediate_size' | 'num_attention_heads' | 'hidden_act' | 'layer_norm_eps'
  >,
  scope: Scope,
  x: Tensor,
  mask: Tensor | undefined,
  linear: Linear = plainLinear,
): Tensor {
  const { hidden_size: width, layer_norm_eps: epsilon } = config;
  const self = scope.at('self_attn');
  const normed = layerNorm(x, scope.at('layer_norm1'), epsilon);
  const [q, k, v] = ['q_proj', 'k_proj', 'v_proj'].map((name) => linear(normed, self.at(name), width));
  const mixed = attention(q, k, v, config.num_attention_heads, mask);
  const attended = o.add(x, linear(mixed, self.at('out_proj'), width));
  const mlp = scope.at('mlp');
  const hidden = linear(layerNorm(attended, scope.at('layer_norm2'), epsilon), mlp.at('fc1'), config.intermediate_size);
  return o.add(attended, linear(activations[config.hidden_act](hidden), mlp.at('fc2'), width));
}
