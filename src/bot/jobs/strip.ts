import { captionedGrid, decodeImage } from '../../engine/index.js';
import type { AestheticTarget, Engine, ImagineResult, RequestOptions } from '../../engine/index.js';
import type { AcceptedWish } from '../data/index.js';
import { text } from '../texts/index.js';
import { decimal } from '../views/decimal.js';
import { stripPercent, stripStrengths } from '../views/strip.js';
import { outcomeOf, requestOf } from './painted.js';
import type { PaintedWish } from './painted.js';
import { partOf } from './parts.js';

const t = text.pictures.strip;

/** Paints one prompt with one seed at every strength of a strip, as one labelled picture with the cosine that each reached. */
export async function paintStrip(
  engine: Engine,
  wish: AcceptedWish,
  aesthetic: AestheticTarget,
  upscale: number,
  { signal, onProgress = () => undefined }: RequestOptions,
): Promise<PaintedWish> {
  const results: ImagineResult[] = [];
  for (const [i, strength] of stripStrengths.entries())
    results.push(
      await engine.imagine(requestOf({ ...wish, strength, count: 1 }, aesthetic), {
        ...(signal && { signal }),
        onProgress: partOf(i, stripStrengths.length, onProgress),
      }),
    );
  const reached = results.map(({ cosine }) => cosine?.after ?? 0);
  const pictures = results.map(({ images: [{ png: bytes }] }, i) => {
    return { bytes, caption: t.pictureCaption(stripPercent(i), decimal(reached[i])) };
  });
  const title = t.title(wish.prompt, aesthetic.label ?? '', wish.seed);
  const png = await captionedGrid(title, [{ label: t.legend, pictures }], { upscale });
  const { width, height } = await decodeImage(png);
  const [embedding] = await engine.embedImages([png], signal && { signal });
  return {
    pictures: [{ png, shown: png, seed: wish.seed, plain: false, width, height, embedding }],
    outcome: { ...outcomeOf(results, upscale), strip: reached, notices: noticesOf(results) },
  };
}

/** Each once: what holds for one strength mostly holds for all. */
function noticesOf(results: readonly ImagineResult[]): string[] {
  return [...new Set(results.flatMap(({ notices }) => notices))];
}
