import { createConditioner } from './conditioning.js';
import { CheckpointError } from './errors.js';
import { pictureText } from './image/parameters.js';
import { encodePng } from './image/png.js';
import { preprocessPixels } from './image/preprocess.js';
import type { PreprocessConfig } from './image/preprocessConfig.js';
import { unknownSubjectHint } from './pack/knows.js';
import { breathe, paint } from './paint.js';
import type { Canvas } from './paint.js';
import { completeRequest } from './request.js';
import type { Models } from './sessions.js';
import type { ImagineRequest, ImagineResult, PaintedImage, Recipe, RequestOptions } from './types.js';

/** What requests of one engine share. */
export interface Studio {
  readonly models: Models;
  readonly clipId: string;
  readonly preprocessor: PreprocessConfig;
}

/** A function that serves one request at a time: recipe, text states, painting, pictures. */
export function createImagine(
  studio: Studio,
): (request: ImagineRequest, options?: RequestOptions) => Promise<ImagineResult> {
  const { models, clipId } = studio;
  const condition = createConditioner(models);

  return async (request, options = {}) => {
    const { signal, onProgress } = options;
    const recipe = completeRequest(request, models.pack, clipId);
    const hint = unknownSubjectHint(recipe.prompt, models.pack.settings);
    await breathe(signal);
    onProgress?.({ stage: 'text' });
    const clock = stopwatch();
    const conditioning = await condition(recipe, request.aesthetic);
    const text = clock();
    await breathe(signal);
    const spacing = request.spacing && { spacing: request.spacing };
    const { canvases, notices, ms } = await paint(models, recipe, conditioning, { ...options, ...spacing });
    onProgress?.({ stage: 'embed' });
    clock();
    const images: PaintedImage[] = [];
    for (const canvas of canvases) {
      images.push(await frame(studio, recipe, canvas));
      await breathe(signal);
    }
    return {
      images,
      ...(conditioning.cosine && { cosine: conditioning.cosine }),
      textSteps: conditioning.textSteps,
      device: models.device,
      precision: models.precision,
      recipe,
      cut: conditioning.cut,
      notices: [...(hint === undefined ? [] : [hint]), ...conditioning.notices, ...notices],
      ms: { text, ...ms, embed: clock() },
    };
  };
}

/** The picture as a file with its recipe, and its own CLIP embedding. */
async function frame(studio: Studio, recipe: Recipe, { seed, pixels }: Canvas): Promise<PaintedImage> {
  const { width, height } = recipe;
  const rgb = toRgb(pixels);
  const png = await encodePng(rgb, width, height, pictureText({ ...recipe, seed, count: 1 }));
  return { png, seed, width, height, embedding: await embedPixels(studio, rgb, width, height) };
}

/** CLIP's embedding [projection] of a picture in RGB. */
async function embedPixels(
  { models, preprocessor }: Studio,
  rgb: Uint8Array,
  width: number,
  height: number,
): Promise<Float32Array> {
  const pixels = await preprocessPixels(rgb, width, height, preprocessor);
  return embed(models, pixels);
}

/** CLIP's embedding [projection], raw, of preprocessed pixels [3,S,S]. */
export async function embed(models: Models, pixels: Float32Array): Promise<Float32Array> {
  const { image_size: side } = models.pack.clip.vision;
  const { embedding } = await models.vision((session) =>
    session.run({ pixels: { data: pixels, dims: [3, side, side] } }),
  );
  const vector = embedding.data as Float32Array;
  if (vector.every(Number.isFinite)) return vector;
  throw new CheckpointError(`${models.pack.dir}/clip gives numbers that are not finite: its weights are damaged`);
}

/** [3,H,W] in 0 to 1 → RGB interleaved, one byte a channel, rounded as diffusers does. */
function toRgb(pixels: Float32Array): Uint8Array {
  const area = pixels.length / 3;
  const rgb = new Uint8ClampedArray(pixels.length);
  for (let c = 0; c < 3; c++) for (let p = 0; p < area; p++) rgb[p * 3 + c] = pixels[c * area + p] * 255;
  return new Uint8Array(rgb.buffer);
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const lap = now - last;
    last = now;
    return lap;
  };
}
