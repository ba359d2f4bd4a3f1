import { describe, expect, it } from 'vitest';
import { textsFor } from '../../../src/bot/i18n/index.js';
import { paintPictures } from '../../../src/bot/worker/paint.js';
import type { PaintableOptions } from '../../../src/bot/worker/result.js';
import { encodePng } from '../../../src/engine/index.js';
import type { Engine, ImagineRequest, ImagineResult } from '../../../src/engine/index.js';
import { saying } from '../../support/inWords.js';

const target = { vector: Float32Array.of(1), kind: 'mean' } as const;
const options: PaintableOptions = { prompt: 'a castle', aesthetic: null, seed: 7, count: 3, checkSafety: true };

/** Paints black pixels, and flags those with the given seeds: of the pictures without an aesthetic, and of those with it. */
function engineThatFlags(
  plain: readonly number[],
  personalised: readonly number[],
): Pick<Engine, 'imagine' | 'embedImages'> {
  return {
    embedImages: () => Promise.reject(new Error('nothing is embedded')),
    imagine: async (request: ImagineRequest): Promise<ImagineResult> => {
      const png = await encodePng(new Uint8Array(3), 1, 1);
      const { seed = 0, count = 1, aesthetic, checkSafety } = request;
      const seeds = Array.from({ length: count }, (_, i) => seed + i);
      const flags = aesthetic ? personalised : plain;
      const images = seeds.map((own) => ({
        ...{ png, seed: own, width: 1, height: 1, embedding: Float32Array.of(1) },
        ...(checkSafety === true && { flagged: flags.includes(own) }),
      }));
      const flagged = images.filter((image) => 'flagged' in image && image.flagged).length;
      const recipe = {
        ...{ prompt: '', negative: '', pack: '', mix: 1, seed, count, width: 1, height: 1 },
        ...{ sampler: 'ddim' as const, steps: 1, guidance: 1 },
      };
      return {
        ...{ images, recipe, textSteps: 0, device: 'cpu', precision: 'fp32', cut: [] },
        notices: [{ code: 'decodedInFp32' }, ...(flagged > 0 ? [{ code: 'flagged' as const, count: flagged }] : [])],
        ms: { text: 0, paint: 0, decode: 0, embed: 0 },
        caches: { texts: { hits: 0, misses: 0 }, sessions: { hits: 0, misses: 0 } },
      };
    },
  };
}

const paint = (engine: Pick<Engine, 'imagine' | 'embedImages'>, more: Partial<PaintableOptions> = {}) =>
  paintPictures(
    engine,
    { ...options, ...more },
    more.besidePlain === true ? target : undefined,
    { upscale: 1, texts: textsFor('en-US') },
    new AbortController().signal,
    () => undefined,
  );

describe('of several pictures', () => {
  it('those that are flagged are left out, and it is told how many', async () => {
    const { pictures, outcome } = await paint(engineThatFlags([8], []));
    expect(pictures.map(({ seed }) => seed)).toEqual([7, 9]);
    expect(outcome.notices).toEqual([{ code: 'decodedInFp32' }, { code: 'flagged', count: 1 }]);
  });

  it('and the plain ones beside them, each by itself is', async () => {
    const { pictures, outcome } = await paint(engineThatFlags([7, 8], [8]), { besidePlain: true });
    expect(pictures.map(({ seed, plain }) => [seed, plain])).toEqual([
      [7, false],
      [9, true],
      [9, false],
    ]);
    expect(outcome.notices).toContainEqual({ code: 'flagged', count: 3 });
  });

  it('all flagged, none is left, and the request fails', async () => {
    await expect(paint(engineThatFlags([7, 8, 9], []))).rejects.toThrow(saying('held back 3 pictures'));
  });

  it('that are not to be checked, none is', async () => {
    const { pictures, outcome } = await paint(engineThatFlags([7, 8, 9], []), { checkSafety: false });
    expect(pictures).toHaveLength(3);
    expect(outcome.notices).toEqual([{ code: 'decodedInFp32' }]);
  });
});
