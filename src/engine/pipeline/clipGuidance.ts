import { GraphError } from '../errors.js';
import { resizeMatrix, transposed } from '../image/resizeMatrix.js';
import type { Span } from '../image/resizeMatrix.js';
import { vaeFactor } from '../models/vaeConfig.js';
import { uniformGenerator } from '../runtime/random.js';
import { concatenate, split } from '../sampling/concatenate.js';
import type { Steer } from '../sampling/denoise.js';
import type { GuidanceInterval, Recipe } from '../types.js';
import type { Models } from './models.js';

/** CLIP guidance as `generateImages` takes it. */
export interface ClipGuidance {
  /** What pictures are moved towards, [projection], of unit length: one for all of a request, or one for each. */
  readonly target: Float32Array | readonly Float32Array[];
  /** How far a guided step moves the noiseless latents, as a share of their length. */
  readonly scale: number;
  /** The steps that are guided: of n those i (from 0) with from ≤ i / n < to. */
  readonly interval: GuidanceInterval;
  /** The part of a side that a cut leaves out, at a random place each step; 0: the whole picture is seen, whatever its proportions. */
  readonly jitter: number;
  /** Gets the loss of each guided step, 1 − cosine, before it is taken. */
  readonly onLoss?: (loss: number) => void;
}

/** The steps in the middle: before them x̂₀ is a blur that CLIP has not learned, after them little moves. */
export const guidedInterval: GuidanceInterval = { from: 0.2, to: 0.8 };
/** That of crowsonkb's clip-guided sampling (METHOD: one affine jitter of 1/14). */
export const cutJitter = 1 / 14;

/**
 * How `denoise` moves the noiseless latents x̂₀ at guided steps: −scale·|x̂₀|·g/|g|, image by image, where g is the gradient of what CLIP sees of
 * them. `pictures`: the images' numbers in their request, and seeds, for the places of their cuts.
 */
export function clipSteering(
  { clipGuidance: session, pack }: Pick<Models, 'clipGuidance' | 'pack'>,
  { width, height, decoder }: Pick<Recipe, 'width' | 'height' | 'decoder'>,
  guidance: ClipGuidance,
  pictures: readonly { readonly number: number; readonly seed: number }[],
): Steer {
  const { target, scale, interval, jitter, onLoss } = guidance;
  const factor = vaeFactor(pack.vae.config);
  const side = pack.clip.vision.image_size;
  const dims = [1, pack.vae.config.latent_channels, height / factor, width / factor];
  const aims = pictures.map(({ number, seed }) => ({
    place: uniformGenerator(seed),
    target: target instanceof Float32Array ? target : target[number],
  }));

  const shiftOf = async (latents: Float32Array, { place, target }: (typeof aims)[number]): Promise<Float32Array> => {
    const cut = jitteredCut({ width, height }, jitter, place);
    const feeds = {
      latents: { data: latents, dims },
      rows: { data: resizeMatrix(height, cut.rows, side), dims: [side, height] },
      columns: { data: transposed(resizeMatrix(width, cut.columns, side), side), dims: [width, side] },
      target: { data: target, dims: [1, target.length] },
    };
    const { loss, gradient } = await session(decoder ?? 'full')((open) => open.run(feeds));
    onLoss?.(Number(loss.data[0]));
    const g = gradient.data as Float32Array;
    const length = lengthOf(g);
    if (!Number.isFinite(length)) throw new GraphError('CLIP guidance: the gradient is not finite');
    const factorOf = length === 0 ? 0 : (-scale * lengthOf(latents)) / length;
    return g.map((v) => factorOf * v);
  };

  return async (i, total, original) => {
    if (i / total < interval.from || i / total >= interval.to) return undefined;
    const shifts: Float32Array[] = [];
    for (const [image, latents] of split(original(), aims.length).entries())
      shifts.push(await shiftOf(latents, aims[image]));
    return concatenate(shifts);
  };
}

/** The square cut of a picture that is seen, at a random place. */
function jitteredCut(
  { width, height }: { readonly width: number; readonly height: number },
  jitter: number,
  place: () => number,
): { rows: Span; columns: Span } {
  if (jitter === 0) return { rows: { start: 0, length: height }, columns: { start: 0, length: width } };
  const length = (1 - jitter) * Math.min(width, height);
  const span = (size: number): Span => ({ start: place() * (size - length), length });
  return { rows: span(height), columns: span(width) };
}

const lengthOf = (v: Float32Array): number => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
