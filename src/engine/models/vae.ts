import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { FloatDtype, Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { decode, encodeCoarse, encodeFine } from './vaeBlocks.js';
import type { VaeConfig } from './vaeConfig.js';

/**
 * The decoder of AutoencoderKL as a program: `latents` [B,C,h,w], already divided by the scaling factor, → `image` [B,3,f·h,f·w],
 * about −1 to 1. Both float32, whatever the scope's precision.
 */
export function vaeDecoderProgram(config: VaeConfig, scope: Scope, dtype: FloatDtype): Program {
  const latents = input('latents', ['B', config.latent_channels, 'h', 'w']);
  const image = decode(config, scope, o.cast(latents, dtype));
  return { inputs: [latents], outputs: { image: o.cast(image, 'float32') } };
}

/** The encoder: `image` [B,3,H,W] in −1 to 1 → `mean` and `logvar` [B,C,H/f,W/f] of the latents, before scaling. */
export function vaeEncoderProgram(config: VaeConfig, scope: Scope, dtype: FloatDtype): Program {
  const image = input('image', ['B', config.in_channels, 'H', 'W']);
  const fine = encodeFine(config, scope, o.cast(image, dtype));
  return { inputs: [image], outputs: posterior(config, encodeCoarse(config, scope, fine)) };
}

/** diffusers' DiagonalGaussianDistribution keeps the variance in float32's reach. */
const leastLogVariance = -30;
export const mostLogVariance = 20;

/** Of the encoder's output [B,2·C,h,w]. */
export function posterior(config: VaeConfig, moments: Tensor): { mean: Tensor; logvar: Tensor } {
  const wide = o.cast(moments, 'float32');
  const channels = config.latent_channels;
  const mean = o.slice(wide, 1, 0, channels);
  const logvar = o.min(o.max(o.slice(wide, 1, channels, 2 * channels), leastLogVariance), mostLogVariance);
  return { mean, logvar };
}
