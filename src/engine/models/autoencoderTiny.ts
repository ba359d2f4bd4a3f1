import { z } from 'zod';
import { closed } from '../config/closed.js';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { FloatDtype, Tensor } from '../graph/tensor.js';
import { conv2d } from '../nn/conv.js';
import type { Scope } from '../weights/scope.js';

const counts = z.array(z.int().positive()).nonempty();

const fields = z.object({
  _class_name: z.literal('AutoencoderTiny').default('AutoencoderTiny'),
  in_channels: z.literal(3).default(3),
  out_channels: z.literal(3).default(3),
  latent_channels: z.int().positive().default(4),
  encoder_block_out_channels: counts.default([64, 64, 64, 64]),
  decoder_block_out_channels: counts.default([64, 64, 64, 64]),
  /** Blocks of each level. */
  num_encoder_blocks: counts.default([1, 3, 3, 3]),
  num_decoder_blocks: counts.default([3, 3, 3, 1]),
  act_fn: z.literal('relu').default('relu'),
  upsample_fn: z.literal('nearest').default('nearest'),
  upsampling_scaling_factor: z.literal(2).default(2),
  scaling_factor: z.number().positive().default(1),
});
export type AutoencoderTinyConfig = z.infer<typeof fields>;

/** config.json of diffusers' AutoencoderTiny, with its defaults. `latent_magnitude` and `latent_shift` are for storing latents in bytes. */
export const autoencoderTinyConfig = closed(fields, [
  'block_out_channels',
  'force_upcast',
  'latent_magnitude',
  'latent_shift',
]);

/** Pixels to a side of one latent. */
export function tinyFactor(config: AutoencoderTinyConfig): number {
  return 2 ** (config.num_decoder_blocks.length - 1);
}

/**
 * The decoder of AutoencoderTiny (Ollin Boer Bohan's TAESD): `latents` [B,C,h,w], divided by its own scaling factor, → `image`
 * [B,3,f·h,f·w], about −1 to 1. Both float32, whatever the scope's precision.
 */
export function tinyDecoderProgram(config: AutoencoderTinyConfig, scope: Scope, dtype: FloatDtype): Program {
  const latents = input('latents', ['B', config.latent_channels, 'h', 'w']);
  return { inputs: [latents], outputs: { image: tinyDecode(config, scope, o.cast(latents, dtype)) } };
}

/** The decoder itself: latents in the type that is computed in → the picture in float32. */
export function tinyDecode(config: AutoencoderTinyConfig, scope: Scope, latents: Tensor): Tensor {
  const { num_decoder_blocks: blocks, decoder_block_out_channels: channels } = config;
  const next = inOrder(scope.at('decoder', 'layers'));
  // Latents beyond ±3 are bent back.
  let x = o.mul(o.tanh(o.div(latents, 3)), 3);
  x = conv2d(x, next(), channels[0]);
  next(); // the activation's place
  x = o.relu(x);
  blocks.forEach((count, level) => {
    for (let j = 0; j < count; j++) x = block(x, next(), channels[level]);
    const last = level === blocks.length - 1;
    if (!last) {
      next(); // the upsampling's
      x = o.upsampleNearest2x(x);
    }
    x = conv2d(x, next(), last ? config.out_channels : channels[level], { bias: last });
  });
  return o.sub(o.mul(o.cast(x, 'float32'), 2), 1);
}

/** The encoder: `image` [B,3,H,W] in −1 to 1 → `latents` [B,C,H/f,W/f], before scaling. It has no variance. */
export function tinyEncoderProgram(config: AutoencoderTinyConfig, scope: Scope, dtype: FloatDtype): Program {
  const image = input('image', ['B', config.in_channels, 'H', 'W']);
  const { num_encoder_blocks: blocks, encoder_block_out_channels: channels } = config;
  const next = inOrder(scope.at('encoder', 'layers'));
  let x = o.cast(o.div(o.add(image, 1), 2), dtype);
  blocks.forEach((count, level) => {
    const whole = { pads: [1, 1, 1, 1], stride: 2, bias: false } as const;
    x = conv2d(x, next(), channels[level], level === 0 ? {} : whole);
    for (let j = 0; j < count; j++) x = block(x, next(), channels[level]);
  });
  x = conv2d(x, next(), config.latent_channels);
  return { inputs: [image], outputs: { latents: o.cast(x, 'float32') } };
}

/** The places of a torch Sequential, one after another. */
function inOrder(layers: Scope): () => Scope {
  let i = 0;
  return () => layers.at(i++);
}

/** diffusers' AutoencoderTinyBlock: three convolutions beside x [B,C,H,W], which keeps its size. */
function block(x: Tensor, scope: Scope, channels: number): Tensor {
  const conv = (input: Tensor, place: number): Tensor => conv2d(input, scope.at('conv', place), channels);
  return o.relu(o.add(conv(o.relu(conv(o.relu(conv(x, 0)), 2)), 4), x));
}
