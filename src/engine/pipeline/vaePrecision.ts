import type { Pack } from '../pack/pack.js';
import type { Precision } from '../types.js';

/** What the VAE computes in: Stable Diffusion XL's overflows in fp16, and says so (diffusers' StableDiffusionXLPipeline, `force_upcast`). */
export function vaePrecision({ kind, vae }: Pick<Pack, 'kind' | 'vae'>, asked: Precision): Precision {
  return kind === 'sdxl' && vae.config.force_upcast ? 'fp32' : asked;
}
