import { enlargePng } from '../../engine/index.js';
import type { Engine, ImagineResult, Progress } from '../../engine/index.js';
import type { ResolvedOptions } from '../repositories/index.js';
import { partOf } from './partialProgress.js';
import { outcomeOf, requestOf } from './result.js';
import type { Look, PaintedPicture, PaintResult, Target } from './result.js';
import { paintStrip } from './strip.js';

/**
 * Paints a wish: once; as a strip of strengths; or, where it is to stand beside its plain self, a second time without the aesthetic and
 * with the same seeds, and then the plain picture comes before the personalised one of its seed. Progress counts the steps of all.
 */
export async function paintPictures(
  engine: Engine,
  imagineOptions: ResolvedOptions,
  aesthetic: Target,
  look: Look,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<PaintResult> {
  if (imagineOptions.strip === true && aesthetic)
    return paintStrip(engine, imagineOptions, aesthetic, look, { signal, onProgress });
  const { upscale } = look;
  const both = imagineOptions.besidePlain === true && aesthetic !== undefined;
  const part = (index: number) => ({ signal, onProgress: partOf(index, both ? 2 : 1, onProgress) });
  const plain = both ? await engine.imagine(requestOf(imagineOptions, undefined), part(0)) : undefined;
  const main = await engine.imagine(requestOf(imagineOptions, aesthetic), part(both ? 1 : 0));
  const pictures = await Promise.all(
    main.images.flatMap((image, i) => [
      ...(plain ? [pictureOf(plain.images[i], true, upscale)] : []),
      pictureOf(image, false, upscale),
    ]),
  );
  return { pictures, outcome: outcomeOf([...(plain ? [plain] : []), main], upscale) };
}

async function pictureOf(
  image: ImagineResult['images'][number],
  plain: boolean,
  upscale: number,
): Promise<PaintedPicture> {
  const { png, seed, width, height, embedding } = image;
  return { png, shown: await enlargePng(png, upscale), seed, plain, width, height, embedding };
}
