import { CheckpointError } from '../errors.js';
import { preprocess, preprocessPixels } from '../image/preprocess.js';
import type { Pack } from '../pack/pack.js';
import type { TowerEmbeddings } from '../types.js';
import type { Models } from './models.js';

/** CLIP's embedding [projection], raw, of an image by its path or content. */
export async function embedImage({ pack, vision }: Models, image: string | Uint8Array): Promise<Float32Array> {
  return embedPixels(pack.clip, vision, await preprocess(image, pack.clip.preprocessor));
}

/** Its embedding by every vision tower of the pack. */
export async function embedByTowers(models: Models, image: string | Uint8Array): Promise<TowerEmbeddings> {
  const vector = await embedImage(models, image);
  const { pack, secondVision } = models;
  const clip = pack.second?.clip;
  if (!clip || !secondVision) return { vector };
  const pixels = await preprocess(image, clip.preprocessor);
  return { vector, second: await embedPixels(clip, secondVision, pixels) };
}

/** CLIP's embedding [projection], raw, of a picture in RGB. */
export async function embedRgb(
  { pack, vision }: Models,
  { rgb, width, height }: { readonly rgb: Uint8Array; readonly width: number; readonly height: number },
): Promise<Float32Array> {
  return embedPixels(pack.clip, vision, await preprocessPixels(rgb, width, height, pack.clip.preprocessor));
}

/** Of preprocessed pixels [3,S,S]. */
async function embedPixels(
  { vision: { image_size: side }, folder }: Pack['clip'],
  vision: Models['vision'],
  pixels: Float32Array,
): Promise<Float32Array> {
  const { embedding } = await vision((session) => session.run({ pixels: { data: pixels, dims: [3, side, side] } }));
  const vector = embedding.data as Float32Array;
  if (vector.every(Number.isFinite)) return vector;
  throw new CheckpointError(`${folder} gives numbers that are not finite: its weights are damaged`);
}
