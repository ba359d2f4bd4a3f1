import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import { silu } from '../nn/activation.js';
import { fusedAttention } from '../nn/attention.js';
import { conv2d } from '../nn/conv.js';
import { floatLayers } from '../nn/layers.js';
import { linearLast } from '../nn/linear.js';
import { groupNorm } from '../nn/norm.js';
import { resnetBlock } from '../nn/resnet.js';
import type { Scope } from '../weights/scope.js';
import type { VaeConfig } from './vaeConfig.js';

/** AutoencoderKL's encoder and decoder, each in two halves: the coarse one near the latents, and the fine one near the pixels, which takes the memory. */

/** Of its group norms. */
export const epsilon = 1e-6;

/** The whole decoder: latents [B,C,h,w] in the type that is computed in → the picture [B,3,f·h,f·w]. */
export function decode(config: VaeConfig, scope: Scope, latents: Tensor): Tensor {
  return decodeFine(config, scope, decodeCoarse(config, scope, latents));
}

/** Latents [B,C,h,w] in the type that is computed in → what the decoder's first level makes of them, twice as high and wide where there are more. */
export function decodeCoarse(config: VaeConfig, scope: Scope, latents: Tensor): Tensor {
  const decoder = scope.at('decoder');
  const channels = config.block_out_channels[config.block_out_channels.length - 1];
  let x = latents;
  if (config.use_post_quant_conv) x = conv2d(x, scope.at('post_quant_conv'), config.latent_channels, { kernel: 1 });
  x = conv2d(x, decoder.at('conv_in'), channels);
  return upLevel(config, scope, midBlock(config, decoder.at('mid_block'), x), 0);
}

/** The rest of the decoder: → the picture [B,3,f·h,f·w]. */
function decodeFine(config: VaeConfig, scope: Scope, coarse: Tensor): Tensor {
  let x = coarse;
  for (let level = 1; level < config.block_out_channels.length; level++) x = upLevel(config, scope, x, level);
  return out(config, scope.at('decoder'), x, config.out_channels);
}

/** A picture [B,3,H,W] → what all of the encoder's levels but the last make of it, in the size of the latents. */
export function encodeFine(config: VaeConfig, scope: Scope, image: Tensor): Tensor {
  const channels = config.block_out_channels;
  let x = conv2d(image, scope.at('encoder', 'conv_in'), channels[0]);
  for (let level = 0; level < channels.length - 1; level++) {
    x = downLevel(config, scope, x, level);
    const place = scope.at('encoder', 'down_blocks', level, 'downsamplers', 0, 'conv');
    x = conv2d(x, place, channels[level], { stride: 2, pads: [0, 0, 1, 1] });
  }
  return x;
}

/** The rest of the encoder: → mean and logarithm of the variance, one after the other [B,2·C,h,w]. */
export function encodeCoarse(config: VaeConfig, scope: Scope, fine: Tensor): Tensor {
  const encoder = scope.at('encoder');
  const moments = 2 * config.latent_channels;
  const x = downLevel(config, scope, fine, config.block_out_channels.length - 1);
  const y = out(config, encoder, midBlock(config, encoder.at('mid_block'), x), moments);
  return config.use_quant_conv ? conv2d(y, scope.at('quant_conv'), moments, { kernel: 1 }) : y;
}

function upLevel(config: VaeConfig, scope: Scope, input: Tensor, level: number): Tensor {
  const { block_out_channels: channels } = config;
  const size = channels[channels.length - 1 - level];
  const block = scope.at('decoder', 'up_blocks', level);
  let x = input;
  for (let j = 0; j <= config.layers_per_block; j++) x = resnet(config, block.at('resnets', j), x, size);
  if (level === channels.length - 1) return x;
  return conv2d(o.upsampleNearest2x(x), block.at('upsamplers', 0, 'conv'), size);
}

function downLevel(config: VaeConfig, scope: Scope, input: Tensor, level: number): Tensor {
  const size = config.block_out_channels[level];
  const block = scope.at('encoder', 'down_blocks', level);
  let x = input;
  for (let j = 0; j < config.layers_per_block; j++) x = resnet(config, block.at('resnets', j), x, size);
  return x;
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
