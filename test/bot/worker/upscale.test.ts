import { beforeAll, describe, expect, it } from 'vitest';
import { textsFor } from '../../../src/bot/i18n/index.js';
import { paintPictures } from '../../../src/bot/worker/paint.js';
import { decodeImage, openEngine, parseParameters, readPngText } from '../../../src/engine/index.js';
import type { Engine } from '../../../src/engine/index.js';

const imagineOptions = {
  prompt: 'a castle',
  aesthetic: null,
  seed: 7,
  count: 2,
  steps: 2,
  size: { width: 64, height: 64 },
};

describe('pictures of a pack that says upscale 2', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('test/golden/models/tiny-sd1', { device: 'cpu' });
    return () => engine.close();
  });

  const painted = (upscale: number) =>
    paintPictures(
      engine,
      imagineOptions,
      undefined,
      { upscale, texts: textsFor('en-US') },
      new AbortController().signal,
      () => undefined,
    );

  it('are attached twice as large, with their recipe; what is measured is measured on the picture as painted', async () => {
    const [plain, twice] = [await painted(1), await painted(2)];
    expect(plain.pictures).toHaveLength(2);
    for (const [i, { shown, ...picture }] of twice.pictures.entries()) {
      const { shown: asPainted, ...expected } = plain.pictures[i];
      expect(picture).toEqual(expected);
      expect(asPainted).toBe(plain.pictures[i].png);
      expect(await decodeImage(shown)).toMatchObject({ width: 128, height: 128 });
      const { recipe, extra } = parseParameters(readPngText(shown).parameters);
      expect(recipe).toMatchObject({ prompt: 'a castle', seed: 7 + i, width: 64, height: 64 });
      expect(extra).toMatchObject({ 'Postprocess upscale by': '2', 'Postprocess upscaler': 'Lanczos' });
    }
  });

  it('start from a file where the request has one, all of its pictures', async () => {
    const { pictures: whole } = await painted(1);
    const from = { ...imagineOptions, start: { key: 'k', keep: 0.5 }, startFile: whole[0].png };
    const look = { upscale: 1, texts: textsFor('en-US') };
    const { outcome } = await paintPictures(
      engine,
      from,
      undefined,
      look,
      new AbortController().signal,
      () => undefined,
    );
    expect(outcome.recipe.start).toMatchObject({ keep: 0.5 });
  });

  it('say so in what is kept of them, and others do not', async () => {
    expect((await painted(2)).outcome).toMatchObject({ upscale: 2, recipe: { width: 64, height: 64, seed: 7 } });
    expect((await painted(1)).outcome).not.toHaveProperty('upscale');
  });
});
