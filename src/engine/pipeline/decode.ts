import { vaeFactor } from '../models/vaeConfig.js';
import type { FloatPrecision, Notice, Recipe } from '../types.js';
import { cutFor } from './cutFor.js';
import type { Models, WithSession } from './models.js';
import { tinyPrecision, vaePrecision } from './vaePrecision.js';

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
  const { pack, precision: asked } = models;
  const precision = decoder === 'tiny' ? tinyPrecision(asked) : vaePrecision(pack, asked);
  const run = (p: FloatPrecision): Promise<Float32Array> => {
    if (decoder === 'tiny') return runTiny(models, latents, shape, p);
    const cut = cutFor(shape[1], shape[2], vaeFactor(pack.vae.config));
    return runDecoder(models.decoder(p, cut), latents, shape, pack.vae.config.scaling_factor);
  };
  const image = await run(precision);
  // Before it is cut to the range of pixels: infinity would be white.
  if (precision === 'fp32' || image.every(Number.isFinite)) return { pixels: unit(image) };
  return { pixels: unit(await run('fp32')), notice: { code: 'decodedInFp32' } };
}

/** The same by the pack's tiny autoencoder, which it must have, for a preview: what overflows is white. */
export async function decodeTiny(
  models: Models,
  latents: Float32Array,
  shape: readonly [number, number, number],
): Promise<Float32Array> {
  return unit(await runTiny(models, latents, shape, tinyPrecision(models.precision)));
}

function runTiny(
  { pack, tinyDecoder }: Models,
  latents: Float32Array,
  shape: readonly [number, number, number],
  precision: FloatPrecision,
): Promise<Float32Array> {
  return runDecoder(tinyDecoder(precision), latents, shape, pack.tiny?.config.scaling_factor ?? 1);
}

/** → [3,H,W], about −1 to 1. */
async function runDecoder(
  decoder: WithSession,
  latents: Float32Array,
  shape: readonly [number, number, number],
  scale: number,
): Promise<Float32Array> {
  const feeds = { latents: { data: latents.map((v) => v / scale), dims: [1, ...shape] } };
  const { image } = await decoder((session) => session.run(feeds));
  return image.data as Float32Array;
}

/** −1 to 1 → 0 to 1, cut. */
function unit(image: Float32Array): Float32Array {
  return image.map((v) => Math.min(1, Math.max(0, v / 2 + 0.5)));
}
