import { z } from 'zod';
import { closed } from '../config/closed.js';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { FloatDtype, Tensor } from '../graph/tensor.js';
import { silu } from '../nn/activation.js';
import { fusedAttention } from '../nn/attention.js';
import { conv2d } from '../nn/conv.js';
import { floatLayers } from '../nn/layers.js';
import { linearLast } from '../nn/linear.js';
import { groupNorm } from '../nn/norm.js';
import { resnetBlock } from '../nn/resnet.js';
import type { Scope } from '../weights/scope.js';

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

const epsilon = 1e-6;

/** Pixels to a side of one latent. */
export function vaeFactor(config: VaeConfig): number {
  return 2 ** (config.block_out_channels.length - 1);
}

/**
 * The decoder of AutoencoderKL as a program: `latents` [B,C,h,w], already divided by the scaling factor, → `image` [B,3,f·h,f·w],
 * about −1 to 1. Both float32, whatever the scope's precision.
 */
export function vaeDecoderProgram(config: VaeConfig, scope: Scope, dtype: FloatDtype): Program {
  const latents = input('latents', ['B', config.latent_channels, 'h', 'w']);
  const decoder = scope.at('decoder');
  const channels = [...config.block_out_channels].reverse();
  let x = o.cast(latents, dtype);
  if (config.use_post_quant_conv) x = conv2d(x, scope.at('post_quant_conv'), config.latent_channels, { kernel: 1 });
  x = conv2d(x, decoder.at('conv_in'), channels[0]);
  x = midBlock(config, decoder.at('mid_block'), x);
  channels.forEach((size, i) => {
    const block = decoder.at('up_blocks', i);
    for (let j = 0; j <= config.layers_per_block; j++) x = resnet(config, block.at('resnets', j), x, size);
    if (i < channels.length - 1) x = conv2d(o.upsampleNearest2x(x), block.at('upsamplers', 0, 'conv'), size);
  });
  const image = out(config, decoder, x, config.out_channels);
  return { inputs: [latents], outputs: { image: o.cast(image, 'float32') } };
}

/** The encoder: `image` [B,3,H,W] in −1 to 1 → `mean` and `logvar` [B,C,H/f,W/f] of the latents, before scaling. */
export function vaeEncoderProgram(config: VaeConfig, scope: Scope, dtype: FloatDtype): Program {
  const image = input('image', ['B', config.in_channels, 'H', 'W']);
  const encoder = scope.at('encoder');
  const [channels, moments] = [config.block_out_channels, 2 * config.latent_channels];
  let x = conv2d(o.cast(image, dtype), encoder.at('conv_in'), channels[0]);
  channels.forEach((size, i) => {
    const block = encoder.at('down_blocks', i);
    for (let j = 0; j < config.layers_per_block; j++) x = resnet(config, block.at('resnets', j), x, size);
    if (i < channels.length - 1)
      x = conv2d(x, block.at('downsamplers', 0, 'conv'), size, { stride: 2, pads: [0, 0, 1, 1] });
  });
  x = out(config, encoder, midBlock(config, encoder.at('mid_block'), x), moments);
  if (config.use_quant_conv) x = conv2d(x, scope.at('quant_conv'), moments, { kernel: 1 });
  const wide = o.cast(x, 'float32');
  const mean = o.slice(wide, 1, 0, config.latent_channels);
  // diffusers' DiagonalGaussianDistribution keeps the variance in float32's reach.
  const logvar = o.min(o.max(o.slice(wide, 1, config.latent_channels, moments), -30), 20);
  return { inputs: [image], outputs: { mean, logvar } };
}

function out(config: VaeConfig, scope: Scope, x: Tensor, channels: number): Tensor {
  const normed = silu(groupNorm(x, scope.at('conv_norm_out'), config.norm_num_groups, epsilon));
  return conv2d(normed, scope.at('conv_out'), channels);
}

function resnet(config: VaeConfig, scope: Scope, x: Tensor, channels: number): Tensor {
  return resnetBlock(x, scope, channels, { groups: config.norm_num_groups, epsilon });
}

function midBlock(config: VaeConfig, scope: Scope, x: Tensor): Tensor {
  const channels = x.shape[1] as number;
  let h = resnet(config, scope.at('resnets', 0), x, channels);
  if (config.mid_block_add_attention) h = selfAttention(config, scope.at('attentions', 0), h, channels);
  return resnet(config, scope.at('resnets', 1), h, channels);
}

/** Names of the attention's layers: today's, and those of files from before diffusers 0.12. */
const attentionNames = { today: ['to_q', 'to_k', 'to_v'], before: ['query', 'key', 'value'] } as const;

const { toSequence, toPixels } = floatLayers;

/** One head over all pixels, around a residual. x [B,C,H,W]. */
function selfAttention(config: VaeConfig, scope: Scope, x: Tensor, channels: number): Tensor {
  const old = scope.has('query.weight');
  const normed = toSequence(groupNorm(x, scope.at('group_norm'), config.norm_num_groups, epsilon));
  const [q, k, v] = attentionNames[old ? 'before' : 'today'].map((name) =>
    linearLast(normed, scope.at(name), channels),
  );
  const place = old ? scope.at('proj_attn') : scope.at('to_out', 0);
  return o.add(x, toPixels(linearLast(fusedAttention(q, k, v, 1), place, channels), x));
}
