import { captionedGrid, decodeImage } from '../../engine/index.js';
import type { AestheticTarget, Engine, ImagineResult, Notice, RequestOptions } from '../../engine/index.js';
import { decimal } from '../i18n/decimal.js';
import { stripPercent } from '../i18n/strip.js';
import { stripStrengths } from '../types.js';
import { refuseFlagged } from './flagged.js';
import { partOf } from './partialProgress.js';
import { outcomeOf, requestOf } from './result.js';
import type { Look, PaintableOptions, PaintResult } from './result.js';

/** Paints one prompt with one seed at every strength of a strip, as one labelled picture with the cosine that each reached. */
export async function paintStrip(
  engine: Pick<Engine, 'imagine' | 'embedImages'>,
  imagineOptions: PaintableOptions,
  aesthetic: AestheticTarget,
  { upscale, texts }: Look,
  { signal, onProgress = () => undefined }: RequestOptions,
): Promise<PaintResult> {
  const t = texts.pictures.strip;
  const results: ImagineResult[] = [];
  for (const [i, strength] of stripStrengths.entries()) {
    const result = await engine.imagine(requestOf({ ...imagineOptions, strength, count: 1 }, aesthetic), {
      ...(signal && { signal }),
      onProgress: partOf(i, stripStrengths.length, onProgress),
    });
    refuseFlagged(result);
    results.push(result);
  }
  const reached = results.map(({ cosine }) => cosine?.after ?? 0);
  const pictures = results.map(({ images: [{ png: bytes }] }, i) => {
    return { bytes, caption: t.pictureCaption(stripPercent(i), decimal(texts.locale, reached[i])) };
  });
  const title = t.title(results[0].recipe.prompt, aesthetic.label ?? '', imagineOptions.seed);
  const png = await captionedGrid(title, [{ label: t.legend, pictures }], { upscale });
  const { width, height } = await decodeImage(png);
  const [embedding] = await engine.embedImages([png], signal && { signal });
  return {
    pictures: [{ png, shown: png, seed: imagineOptions.seed, plain: false, width, height, embedding }],
    outcome: { ...outcomeOf(results, upscale), strip: reached, notices: noticesOf(results) },
  };
}

/** Each once: what holds for one strength mostly holds for all. */
function noticesOf(results: readonly ImagineResult[]): Notice[] {
  return [
    ...new Map(results.flatMap(({ notices }) => notices).map((notice) => [JSON.stringify(notice), notice])).values(),
  ];
}
