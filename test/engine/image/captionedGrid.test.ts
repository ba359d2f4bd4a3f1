import { describe, expect, it } from 'vitest';
import { captionedGrid } from '../../../src/engine/image/captionedGrid.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
import type { RgbImage } from '../../../src/engine/image/decode.js';
import { gridTextSize } from '../../../src/engine/image/grid.js';
import { drawLabel } from '../../../src/engine/image/label.js';
import { encodePng } from '../../../src/engine/image/png.js';
import { paint, pixel } from '../../support/pictures.js';

const red = paint(128, 128, () => [255, 0, 0]);

it('puts a caption over each picture, enlarged to be judged, in rows', async () => {
  const bytes = await encodePng(red.data, red.width, red.height);
  const row = {
    label: 'a castle',
    pictures: [
      { bytes, caption: '0 %' },
      { bytes, caption: '100 %' },
    ],
  };
  const grid = await decodeImage(await captionedGrid('a title', [row, row]));
  expect(grid.width).toBeGreaterThan(2 * 256);
  expect(grid.height).toBeGreaterThan(2 * 256 + 40);
  const reds = (x: number): number =>
    Array.from({ length: grid.height }, (_, y) => pixel(grid, x, y)).filter(([r, g]) => r === 255 && g === 0).length;
  // Two rows of 256 pixels each, in the last column.
  expect(reds(grid.width - 100)).toBe(512);
});

it('enlarges smoothly by what the pack says, in place of pixel by pixel', async () => {
  const edge = paint(128, 128, (x) => (x < 64 ? [40, 40, 40] : [200, 200, 200]));
  const bytes = await encodePng(...parts(edge));
  const grid = async (upscale: number) =>
    decodeImage(await captionedGrid('', [{ label: '', pictures: [{ bytes, caption: '' }] }], { upscale }));
  const [plain, smooth] = [await grid(1), await grid(2)];
  expect([smooth.width, smooth.height]).toEqual([plain.width, plain.height]);
  const values = (image: RgbImage) => new Set(Array.from({ length: 256 }, (_, x) => pixel(image, 16 + x, 100)[0]));
  expect([...values(plain)]).toEqual([40, 200]);
  expect(values(smooth).size).toBeGreaterThan(4);
});

/** Discord shows a picture at most this wide on a phone of 390 pixels. */
const phonePx = 320;

describe.each([
  ['a card', 3, 2, 128, 2],
  ['a strip', 5, 1, 128, 2],
  ['a strip of large pictures', 5, 1, 512, 1],
  ['a card of tall pictures', 3, 2, 320, 1],
  ['one picture', 1, 1, 128, 1],
])('on a phone, the text of %s', (_, columns, rows, side, upscale) => {
  const white = paint(side, side, () => [255, 255, 255]);
  const drawn = async (title: string, label: string, caption: string): Promise<RgbImage> => {
    const bytes = await encodePng(...parts(white));
    const row = { label, pictures: Array.from({ length: columns }, () => ({ bytes, caption })) };
    return decodeImage(await captionedGrid(title, Array(rows).fill(row), { upscale }));
  };

  it('has a font size of at least 11 pixels', async () => {
    const { width } = await drawn('a title', 'a label', 'a caption');
    expect(gridTextSize(width) * Math.min(1, phonePx / width)).toBeGreaterThanOrEqual(11);
  });

  it.each<[string, [string, string, string]]>([
    ['title', ['Ég', '', '']],
    ['label', ['', 'Ég', '']],
    ['caption', ['', '', 'Ég']],
  ])('stands in the picture as high as text of 11 pixels: its %s', async (__, texts) => {
    const grid = await drawn(...texts);
    const [reference] = await drawLabel('Ég', 500, 1, { size: 110, colour: '#22222a' });
    const shown = inkHeight(grid) * Math.min(1, phonePx / grid.width);
    // Letters have edges of less than a pixel.
    expect(shown).toBeGreaterThanOrEqual(reference.height / 10 - 1);
  });
});

/** From the uppermost to the lowest dark pixel of the first text. */
function inkHeight(image: RgbImage): number {
  const dark = Array.from({ length: image.height }, (_, y) =>
    Array.from({ length: image.width }, (__, x) => pixel(image, x, y)[0]).some((value) => value < 128),
  );
  const top = dark.indexOf(true);
  return dark.slice(top).findIndex((isDark, i) => !isDark && !dark.slice(top + i, top + i + 12).some(Boolean));
}

function parts({ data, width, height }: RgbImage): [Uint8Array, number, number] {
  return [data, width, height];
}
