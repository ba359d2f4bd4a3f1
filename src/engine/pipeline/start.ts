import { vaeFactor } from '../models/vaeConfig.js';
import type { TorchGenerator } from '../runtime/random.js';
import type { FloatPrecision, Recipe } from '../types.js';
import { cutFor } from './cutFor.js';
import type { Models } from './models.js';
import { vaePrecision } from './vaePrecision.js';

/**
 * Steps left out at the beginning, of which the picture stands in for: of n steps the last ⌊n·(1 − keep)⌋ are taken, as diffusers'
 * image-to-image pipeline does with a strength of 1 − keep.
 */
export function skippedSteps(steps: number, keep: number): number {
  // 10·(1 − 0.9) is a little less than 1 in floating point.
  return steps - Math.floor(steps * (1 - keep) + 1e-9);
}

/**
 * The latents that a picture becomes, `pixels` [3,H,W] in 0 to 1, scaled as the U-Net takes them: drawn for each image by its generator,
 * as the first draw, from what the VAE's encoder says; the same for all, and without a draw, where the tiny encoder takes its place.
 */
export async function encodeForStart(
  models: Models,
  pixels: Float32Array,
  recipe: Pick<Recipe, 'width' | 'height' | 'decoder'>,
): Promise<(generator: TorchGenerator) => Float32Array> {
  const { vae, tiny } = models.pack;
  if (recipe.decoder === 'tiny' && tiny?.encodes) {
    const latents = await encodeTiny(models, pixels, recipe);
    return () => latents;
  }
  const posterior = await encodeStart(models, pixels, recipe);
  return (generator) => drawLatents(posterior, generator, vae.config.scaling_factor);
}

/** What the encoder says of a picture: mean and deviation of its latents [C,h,w], before scaling. */
export interface Posterior {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** The latents of a picture by the pack's tiny encoder, which it must have: no deviation. */
async function encodeTiny(
  { pack, tinyEncoder }: Models,
  pixels: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Float32Array> {
  const image = { data: pixels.map((v) => 2 * v - 1), dims: [1, 3, height, width] };
  const { latents } = await tinyEncoder((session) => session.run({ image }));
  const scale = pack.tiny?.config.scaling_factor ?? 1;
  return (latents.data as Float32Array).map((v) => v * scale);
}

/** The encoder's answer to a picture, `pixels` [3,H,W] in 0 to 1; in fp32 where fp16 overflowed. */
export async function encodeStart(
  { pack, precision: asked, encoder }: Models,
  pixels: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Posterior> {
  const precision = vaePrecision(pack, asked);
  const factor = vaeFactor(pack.vae.config);
  const size = cutFor(height / factor, width / factor, factor);
  const image = { data: pixels.map((v) => 2 * v - 1), dims: [1, 3, height, width] };
  const run = async (p: FloatPrecision): Promise<Posterior> => {
    const { mean, logvar } = await encoder(p, size)((session) => session.run({ image }));
    const deviation = (logvar.data as Float32Array).map((v) => Math.exp(v / 2));
    return { mean: mean.data as Float32Array, deviation };
  };
  const posterior = await run(precision);
  const fits = posterior.mean.every(Number.isFinite) && posterior.deviation.every(Number.isFinite);
  return fits || precision === 'fp32' ? posterior : run('fp32');
}

/** Latents drawn from a posterior, scaled as the U-Net takes them; the first draw of an image's generator. */
function drawLatents({ mean, deviation }: Posterior, generator: TorchGenerator, scale: number): Float32Array {
  const noise = generator.randn(mean.length);
  return mean.map((value, i) => (value + deviation[i] * noise[i]) * scale);
}
