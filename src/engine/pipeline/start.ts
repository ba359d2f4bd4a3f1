import { mostLogVariance } from '../models/vae.js';
import { vaeFactor } from '../models/vaeConfig.js';
import type { TorchGenerator } from '../runtime/random.js';
import type { FloatPrecision, Recipe } from '../types.js';
import { cutFor } from './cutFor.js';
import type { Models } from './models.js';
import { tinyPrecision, vaePrecision } from './vaePrecision.js';

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
  { pack, precision: asked, tinyEncoder }: Models,
  pixels: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Float32Array> {
  const image = { data: pixels.map((v) => 2 * v - 1), dims: [1, 3, height, width] };
  const precision = tinyPrecision(asked);
  const run = async (p: FloatPrecision): Promise<Float32Array> => {
    const { latents } = await tinyEncoder(p)((session) => session.run({ image }));
    return latents.data as Float32Array;
  };
  const latents = await run(precision);
  const fits = precision === 'fp32' || latents.every(Number.isFinite);
  const scale = pack.tiny?.config.scaling_factor ?? 1;
  return (fits ? latents : await run('fp32')).map((v) => v * scale);
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
  const run = async (p: FloatPrecision): Promise<{ mean: Float32Array; logvar: Float32Array }> => {
    const { mean, logvar } = await encoder(p, size)((session) => session.run({ image }));
    return { mean: mean.data as Float32Array, logvar: logvar.data as Float32Array };
  };
  const first = await run(precision);
  // The program cuts logarithms of variances, infinity among them; no picture reaches the upper end by itself.
  const fits = first.mean.every(Number.isFinite) && first.logvar.every((v) => v < mostLogVariance);
  const { mean, logvar } = fits || precision === 'fp32' ? first : await run('fp32');
  return { mean, deviation: logvar.map((v) => Math.exp(v / 2)) };
}

/** Latents drawn from a posterior, scaled as the U-Net takes them; the first draw of an image's generator. */
function drawLatents({ mean, deviation }: Posterior, generator: TorchGenerator, scale: number): Float32Array {
  const noise = generator.randn(mean.length);
  return mean.map((value, i) => (value + deviation[i] * noise[i]) * scale);
}
