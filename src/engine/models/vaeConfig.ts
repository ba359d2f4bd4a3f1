import { z } from 'zod';
import { closed } from '../config/closed.js';

const fields = z.object({
  in_channels: z.literal(3).default(3),
  out_channels: z.literal(3).default(3),
  latent_channels: z.int().positive().default(4),
  block_out_channels: z.array(z.int().positive()).nonempty().default([64]),
  down_block_types: z.array(z.literal('DownEncoderBlock2D')).nonempty().default(['DownEncoderBlock2D']),
  up_block_types: z.array(z.literal('UpDecoderBlock2D')).nonempty().default(['UpDecoderBlock2D']),
  layers_per_block: z.int().positive().default(1),
  norm_num_groups: z.int().positive().default(32),
  act_fn: z.literal('silu').default('silu'),
  scaling_factor: z.number().positive().default(0.18215),
  shift_factor: z.null().optional(),
  latents_mean: z.null().optional(),
  latents_std: z.null().optional(),
  mid_block_add_attention: z.boolean().default(true),
  use_quant_conv: z.boolean().default(true),
  use_post_quant_conv: z.boolean().default(true),
  /** It overflows in fp16. diffusers minds it for Stable Diffusion XL alone. */
  force_upcast: z.boolean().default(true),
});
export type VaeConfig = z.infer<typeof fields>;

/** config.json of diffusers' AutoencoderKL, with its defaults; what is not built is refused. */
export const vaeConfig = closed(fields, ['sample_size']);

/** Pixels to a side of one latent. */
export function vaeFactor(config: VaeConfig): number {
  return 2 ** (config.block_out_channels.length - 1);
}
