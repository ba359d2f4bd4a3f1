import { z } from 'zod';
import { closed } from '../config/closed.js';
import * as o from '../graph/ops.js';
import { constant } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import { linear } from '../nn/linear.js';
import { layerNorm } from '../nn/norm.js';
import type { Scope } from '../weights/scope.js';
import { encoderLayer } from './clipText.js';
import { harmlessFields } from './transformersConfig.js';

const fields = z.object({
  num_channels: z.literal(3).default(3),
  hidden_size: z.int().positive().default(768),
  intermediate_size: z.int().positive().default(3072),
  num_hidden_layers: z.int().positive().default(12),
  num_attention_heads: z.int().positive().default(12),
  image_size: z.int().positive().default(224),
  patch_size: z.int().positive().default(32),
  hidden_act: z.enum(['gelu', 'quick_gelu']).default('quick_gelu'),
  layer_norm_eps: z.number().positive().default(1e-5),
});
export type ClipVisionConfig = z.infer<typeof fields>;

/** `vision_config` of CLIP's config.json, with transformers' defaults. */
export const clipVisionConfig = closed(fields, harmlessFields);

/**
 * CLIP's vision model, Dosovitskiy et al. 2021 and Radford et al. 2021, with its projection. `scope` is the root of clip/.
 * @param pixels [3,S,S], preprocessed
 * @param vision where the vision model itself lies
 * @returns the image embedding [1,projection], raw
 */
export function clipVision(
  config: ClipVisionConfig,
  scope: Scope,
  projection: number,
  pixels: Tensor,
  vision: Scope = scope.at('vision_model'),
): Tensor {
  const { hidden_size: width, patch_size: patch, layer_norm_eps: epsilon } = config;
  const side = Math.floor(config.image_size / patch);
  const embeddings = vision.at('embeddings');
  const kernel = embeddings.get('patch_embedding.weight', [width, 3, patch, patch]);
  const zeros = constant(Array<number>(width).fill(0), [width]);
  const image = o.reshape(pixels, [1, 3, config.image_size, config.image_size]);
  const patches = o.conv(image, kernel, zeros, { stride: patch });
  const rows = o.transpose(o.reshape(patches, [width, side * side]), [1, 0]);
  const token = o.reshape(embeddings.get('class_embedding', [width]), [1, width]);
  const places = embeddings.get('position_embedding.weight', [side * side + 1, width]);
  // "pre_layrnorm" is the checkpoints' own spelling.
  let x = layerNorm(o.add(o.concat([token, rows], 0), places), vision.at('pre_layrnorm'), epsilon);
  for (let i = 0; i < config.num_hidden_layers; i++)
    x = encoderLayer(config, vision.at('encoder', 'layers', i), x, undefined);
  const pooled = layerNorm(o.slice(x, 0, 0, 1), vision.at('post_layernorm'), epsilon);
  return linear(pooled, scope.at('visual_projection'), projection);
}
