import type { Engine, ImagineRequest, ImagineResult, Progress } from '../../engine/index.js';
import type { AcceptedWish, StoredOutcome } from '../data/index.js';

/** One picture of a painted wish. */
interface PaintedPicture {
  readonly png: Uint8Array;
  readonly seed: number;
  readonly plain: boolean;
  readonly width: number;
  readonly height: number;
  readonly embedding: Float32Array;
}

export interface PaintedWish {
  readonly pictures: readonly PaintedPicture[];
  readonly outcome: StoredOutcome;
}

type Target = ImagineRequest['aesthetic'];

/**
 * Paints a wish: once, or, where it is to stand beside its plain self, a second time without the aesthetic and with the same seeds;
 * then the plain picture comes before the personalised one of its seed. Progress counts the steps of both.
 */
export async function paintWish(
  engine: Engine,
  wish: AcceptedWish,
  aesthetic: Target,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<PaintedWish> {
  const both = wish.besidePlain === true && aesthetic !== undefined;
  const half = (part: 0 | 1) => (progress: Progress) => {
    if (progress.stage !== 'paint' || !both) onProgress(progress);
    else onProgress({ ...progress, done: progress.done + part * progress.total, total: 2 * progress.total });
  };
  const plain = both ? await engine.imagine(requestOf(wish, undefined), { signal, onProgress: half(0) }) : undefined;
  const main = await engine.imagine(requestOf(wish, aesthetic), { signal, onProgress: half(both ? 1 : 0) });
  const pictures = main.images.flatMap((image, i) => [
    ...(plain ? [pictureOf(plain.images[i], true)] : []),
    pictureOf(image, false),
  ]);
  return { pictures, outcome: outcomeOf(main, plain) };
}

function requestOf(wish: AcceptedWish, aesthetic: Target): ImagineRequest {
  const { prompt, negative, strength, optimizer, seed, count, size, sampler, steps, guidance } = wish;
  return {
    prompt,
    seed,
    count,
    ...(negative !== undefined && { negative }),
    ...(aesthetic && { aesthetic }),
    ...(aesthetic && strength !== undefined && { strength }),
    ...(aesthetic && optimizer !== undefined && { optimizer }),
    ...(size !== undefined && { size }),
    ...(sampler !== undefined && { sampler }),
    ...(steps !== undefined && { steps }),
    ...(guidance !== undefined && { guidance }),
  };
}

function pictureOf(image: ImagineResult['images'][number], plain: boolean): PaintedPicture {
  const { png, seed, width, height, embedding } = image;
  return { png, seed, plain, width, height, embedding };
}

function outcomeOf(main: ImagineResult, plain: ImagineResult | undefined): StoredOutcome {
  const { recipe, cosine, textSteps, device, precision, notices, cut, ms } = main;
  const total = plain
    ? {
        text: ms.text + plain.ms.text,
        paint: ms.paint + plain.ms.paint,
        decode: ms.decode + plain.ms.decode,
        embed: ms.embed + plain.ms.embed,
      }
    : ms;
  return {
    recipe,
    textSteps,
    device,
    precision,
    notices: [...notices],
    cut: [...cut],
    ms: total,
    ...(cosine && { cosine }),
  };
}
