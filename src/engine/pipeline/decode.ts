import { vaeFactor } from '../models/vaeConfig.js';
import type { FloatPrecision, Notice, Recipe } from '../types.js';
import { cutFor } from './cutFor.js';
import type { Models } from './models.js';
import { vaePrecision } from './vaePrecision.js';

interface Decoded {
  /** [3,H,W], 0 to 1. */
  readonly pixels: Float32Array;
  readonly notice?: Notice;
}

/** Latents [C,h,w] as the U-Net sees them → pixels, by the decoder that the recipe names; in fp32 where fp16 overflowed, and that is said. */
export async function decodeLatents(
  models: Models,
  latents: Float32Array,
  shape: readonly [number, number, number],
  decoder: Recipe['decoder'],
): Promise<Decoded> {
  if (decoder === 'tiny') return { pixels: await decodeTiny(models, latents, shape) };
  const precision = vaePrecision(models.pack, models.precision);
  const { scaling_factor: scale } = models.pack.vae.config;
  const feeds = { latents: { data: latents.map((v) => v / scale), dims: [1, ...shape] } };
  const run = async (p: FloatPrecision): Promise<Float32Array> => {
    const { image } = await models.decoder(
      p,
      cutFor(shape[1], shape[2], vaeFactor(models.pack.vae.config)),
    )((session) => session.run(feeds));
    return unit(image.data as Float32Array);
  };
  const pixels = await run(precision);
  if (precision === 'fp32' || pixels.every(Number.isFinite)) return { pixels };
  return { pixels: await run('fp32'), notice: { code: 'decodedInFp32' } };
}

/** The same by the pack's tiny autoencoder, which it must have. */
export async function decodeTiny(
  { pack, tinyDecoder }: Models,
  latents: Float32Array,
  shape: readonly [number, number, number],
): Promise<Float32Array> {
  const scale = pack.tiny?.config.scaling_factor ?? 1;
  const feeds = { latents: { data: latents.map((v) => v / scale), dims: [1, ...shape] } };
  const { image } = await tinyDecoder((session) => session.run(feeds));
  return unit(image.data as Float32Array);
}

/** −1 to 1 → 0 to 1, cut. */
function unit(image: Float32Array): Float32Array {
  return image.map((v) => Math.min(1, Math.max(0, v / 2 + 0.5)));
}
