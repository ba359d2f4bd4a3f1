import { CancelledError } from '../errors.js';
import { vaeFactor } from '../models/vaeConfig.js';
import { OverflowError } from '../sampling/denoise.js';
import type { Recipe } from '../types.js';
import { modelMemory } from './memory.js';
import type { Models } from './models.js';

/** Where nothing else was asked for. */
const most = 4;
/** On a CPU a U-Net of more bytes gains next to nothing by batches, and whoever cancels would wait for several pictures' step. */
const smallBytes = 256e6;

/** What a row of a batch takes while the U-Net runs, in numbers for each of the first level's channels and positions (docs/benchmarks.md). */
const numbersEach = 24;

/**
 * How many of a request's images go through the U-Net at once: as many as were asked for when the engine was opened, else up to four on a GPU, as
 * far as the memory budget has room beside the U-Net, and on a CPU where the U-Net is small. In 8 bits it is one in any case: all rows of
 * a batch share the range of their activations there, so that an image would depend on others.
 */
export function imagesAtOnce(
  { pack, device, precision, batch, budget }: Pick<Models, 'pack' | 'device' | 'precision' | 'batch' | 'budget'>,
  { width, height }: Pick<Recipe, 'width' | 'height'>,
): number {
  if (precision === 'int8') return 1;
  if (batch.asked !== undefined) return Math.min(batch.asked, batch.most);
  const weights = modelMemory(pack, precision).find(({ model }) => model === 'U-Net')?.bytes ?? 0;
  if (device === 'cpu' && weights > smallBytes) return 1;
  const positions = (width * height) / vaeFactor(pack.vae.config) ** 2;
  const numberBytes = precision === 'fp16' ? 2 : 4;
  const imageBytes = 2 * numbersEach * numberBytes * pack.unet.config.block_out_channels[0] * positions;
  const fitting = Math.floor((budget.together - weights) / imageBytes);
  return Math.max(1, Math.min(fitting, most, batch.most));
}

/** Images that were drawn together: their latents, and how many they were. */
export interface Batch {
  readonly latents: readonly Float32Array[];
  readonly size: number;
}

/**
 * Draws a recipe's images from number `first` on, as many as go at once. Where a batch fails, for want of memory as a rule, the engine keeps to
 * half as many from then on; one that overflows is drawn image by image, so that the others stay as they are.
 */
export async function drawBatch(
  models: Models,
  recipe: Recipe,
  first: number,
  draw: (numbers: readonly number[]) => Promise<Float32Array[]>,
): Promise<Batch> {
  const size = Math.min(recipe.count - first, imagesAtOnce(models, recipe));
  const numbers = Array.from({ length: size }, (_, i) => first + i);
  try {
    return { latents: await draw(numbers), size };
  } catch (error) {
    if (size === 1 || error instanceof CancelledError) throw error;
    if (!(error instanceof OverflowError)) {
      models.batch.most = Math.ceil(size / 2);
      return drawBatch(models, recipe, first, draw);
    }
  }
  const latents: Float32Array[] = [];
  for (const number of numbers) latents.push(...(await draw([number])));
  return { latents, size: 1 };
}
