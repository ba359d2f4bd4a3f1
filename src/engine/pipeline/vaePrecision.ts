import type { Pack } from '../pack/pack.js';
import type { FloatPrecision, Precision } from '../types.js';

/** What the VAE computes in: with a U-Net in 8 bits fp32; Stable Diffusion XL's overflows in fp16, and says so (diffusers' StableDiffusionXLPipeline, `force_upcast`). */
export function vaePrecision({ kind, vae }: Pick<Pack, 'kind' | 'vae'>, asked: Precision): FloatPrecision {
  return asked === 'int8' || (kind === 'sdxl' && vae.config.force_upcast) ? 'fp32' : asked;
}

/** The same of the tiny autoencoder, which was made for fp16. */
export const tinyPrecision = (asked: Precision): FloatPrecision => (asked === 'int8' ? 'fp32' : asked);
