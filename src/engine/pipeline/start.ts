import type { TorchGenerator } from '../runtime/random.js';
import type { FloatPrecision } from '../types.js';
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

/** What the encoder says of a picture: mean and deviation of its latents [C,h,w], before scaling. */
export interface Posterior {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** The encoder's answer to a picture, `pixels` [3,H,W] in 0 to 1; in fp32 where fp16 overflowed. */
export async function encodeStart(
  { pack, precision: asked, encoder }: Models,
  pixels: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Posterior> {
  const precision = vaePrecision(pack, asked);
  const image = { data: pixels.map((v) => 2 * v - 1), dims: [1, 3, height, width] };
  const run = async (p: FloatPrecision): Promise<Posterior> => {
    const { mean, logvar } = await encoder(p)((session) => session.run({ image }));
    const deviation = (logvar.data as Float32Array).map((v) => Math.exp(v / 2));
    return { mean: mean.data as Float32Array, deviation };
  };
  const posterior = await run(precision);
  const fits = posterior.mean.every(Number.isFinite) && posterior.deviation.every(Number.isFinite);
  return fits || precision === 'fp32' ? posterior : run('fp32');
}

/** Latents drawn from a posterior, scaled as the U-Net takes them; the first draw of an image's generator. */
export function drawLatents({ mean, deviation }: Posterior, generator: TorchGenerator, scale: number): Float32Array {
  const noise = generator.randn(mean.length);
  return mean.map((value, i) => (value + deviation[i] * noise[i]) * scale);
}
