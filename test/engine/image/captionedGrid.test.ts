import { expect, it } from 'vitest';
import { captionedGrid } from '../../../src/engine/image/captionedGrid.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
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
