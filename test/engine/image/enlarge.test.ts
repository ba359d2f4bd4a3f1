import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
import { enlarge, enlargePng } from '../../../src/engine/image/enlarge.js';
import { parseParameters, pictureText } from '../../../src/engine/image/parameters.js';
import { encodePng, readPngText } from '../../../src/engine/image/png.js';
import { gradient, paint, pixel } from '../../support/pictures.js';

const recipe = {
  prompt: 'a cat, "sleeping"\nNegative prompt: none',
  negative: '',
  pack: 'demo',
  mix: 1,
  seed: 42,
  count: 1,
  width: 16,
  height: 8,
  sampler: 'ddim',
  steps: 25,
  guidance: 4,
} as const;
const edge = paint(16, 8, (x) => (x < 8 ? [40, 40, 40] : [200, 200, 200]));

describe('an enlarged picture', () => {
  it('is that many times as wide and high', async () => {
    expect(await enlarge(edge, 3)).toMatchObject({ width: 48, height: 24 });
  });

  it('is smooth where it changes and unchanged where it does not', async () => {
    const large = await enlarge(edge, 4);
    const row = Array.from({ length: 64 }, (_, x) => pixel(large, x, 16)[0]);
    expect([row[0], row[63]]).toEqual([40, 200]);
    expect(new Set(row.slice(30, 34)).size).toBe(4);
  });

  // L(x) = sinc(x)·sinc(x/3) for |x| < 3, its weights normalised to a sum of 1.
  it('follows the Lanczos kernel with three lobes', async () => {
    const lanczos = (x: number): number =>
      x === 0
        ? 1
        : Math.abs(x) >= 3
          ? 0
          : (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI * x) ** 2;
    const large = await enlarge(edge, 2);
    for (let x = 10; x < 22; x++) {
      const centre = (x + 0.5) / 2 - 0.5;
      const near = Array.from({ length: 8 }, (_, i) => Math.floor(centre) - 3 + i);
      const weights = near.map((at) => lanczos(at - centre));
      const sum = weights.reduce((a, b) => a + b);
      const expected = near.reduce((all, at, i) => all + (weights[i] / sum) * (at < 8 ? 40 : 200), 0);
      expect(Math.abs(pixel(large, x, 8)[0] - expected)).toBeLessThan(0.51);
    }
  });
});

// Columns of rows: the same picture turned gives the same, turned.
it('is enlarged alike in both directions', async () => {
  const picture = gradient(12, 9);
  const turned = paint(9, 12, (x, y) => pixel(picture, y, x));
  const [large, other] = [await enlarge(picture, 3), await enlarge(turned, 3)];
  for (let y = 0; y < 27; y++)
    for (let x = 0; x < 36; x++)
      for (const c of [0, 1, 2]) expect(Math.abs(pixel(large, x, y)[c] - pixel(other, y, x)[c])).toBeLessThanOrEqual(1);
});

it('lets the event loop turn while a large picture is enlarged', async () => {
  const large = paint(256, 256, () => [1, 2, 3]);
  let [turns, done] = [0, false];
  const count = (): void => {
    turns++;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  await enlarge(large, 4);
  done = true;
  expect(turns).toBeGreaterThan(3);
});

describe('an enlarged PNG', () => {
  it('keeps its texts, and says that it was enlarged beside the recipe of what was painted', async () => {
    const texts = pictureText(recipe);
    const png = await enlargePng(await encodePng(edge.data, 16, 8, texts), 2);
    expect(await decodeImage(png)).toMatchObject({ width: 32, height: 16 });
    const { parameters, ...others } = readPngText(png);
    expect({ ...others, parameters: texts.parameters }).toEqual(texts);
    expect(parseParameters(parameters)).toEqual({
      recipe,
      extra: { 'Postprocess upscale by': '2', 'Postprocess upscaler': 'Lanczos' },
    });
  });

  it('has no recipe where there was none', async () => {
    expect(readPngText(await enlargePng(await encodePng(edge.data, 16, 8), 2))).toEqual({});
  });

  it('by 1 is the same bytes', async () => {
    const png = await encodePng(edge.data, 16, 8, pictureText(recipe));
    expect(await enlargePng(png, 1)).toBe(png);
  });

  it('is refused where it is no image', async () => {
    await expect(enlargePng(Uint8Array.of(1, 2, 3), 2)).rejects.toThrow(UserError);
  });
});
