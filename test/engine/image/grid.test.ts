import { describe, expect, it } from 'vitest';
import { labelledGrid } from '../../../src/engine/image/grid.js';
import { drawLabel } from '../../../src/engine/image/label.js';
import { paint, pixel } from '../../support/pictures.js';

const red = paint(128, 128, () => [255, 0, 0]);
const blue = paint(128, 128, () => [0, 0, 255]);
const style = { size: 15, colour: '#000000' };
const longest = 'a very long label '.repeat(500);

describe('a grid', () => {
  it('without labels is its pictures, enlarged to be judged, with gaps and margins', async () => {
    const grid = await labelledGrid([{ label: '', images: [red, blue] }], []);
    expect([grid.width, grid.height]).toEqual([16 + 256 + 8 + 256 + 16, 16 + 256 + 16]);
    expect(pixel(grid, 16, 16)).toEqual([255, 0, 0]);
    expect(pixel(grid, 16 + 256 + 8 + 255, 16 + 255)).toEqual([0, 0, 255]);
    expect(pixel(grid, 16 + 256 + 2, 100)).toEqual(pixel(grid, 2, 2));
  });

  it('enlarges pixel by pixel', async () => {
    const checks = paint(2, 2, (x, y) => ((x + y) % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
    const grid = await labelledGrid([{ label: '', images: [checks] }], [], { scale: 3 });
    expect([grid.width, grid.height]).toEqual([38, 38]);
    expect(Array.from({ length: 6 }, (_, x) => pixel(grid, 16 + x, 16)[0])).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it('has wider gaps and margins where its pictures are larger', async () => {
    const large = paint(512, 512, () => [255, 0, 0]);
    const grid = await labelledGrid([{ label: '', images: [large, large] }], []);
    expect([grid.width, grid.height]).toEqual([32 + 512 + 16 + 512 + 32, 32 + 512 + 32]);
  });

  it('keeps pictures of unlike sizes in cells of the largest', async () => {
    const grid = await labelledGrid([{ label: '', images: [paint(260, 200, () => [255, 0, 0]), blue] }], []);
    expect([grid.width, grid.height]).toEqual([16 + 260 + 8 + 260 + 16, 16 + 200 + 16]);
    expect(pixel(grid, 16 + 260 + 8, 16)).toEqual([0, 0, 255]);
  });

  it('makes room for its labels, but not for all of a long one', async () => {
    const bare = await labelledGrid([{ label: '', images: [red] }], []);
    const grid = await labelledGrid([{ label: longest, images: [red] }], [longest], { title: longest });
    expect(grid.width).toBe(bare.width);
    // A title and a label of two lines, a caption of three.
    expect(grid.height).toBeGreaterThan(bare.height + 7 * 15);
    expect(grid.height).toBeLessThan(bare.height + 200);
  });

  it('without pictures is refused', async () => {
    await expect(labelledGrid([], ['plain'])).rejects.toThrow(RangeError);
  });
});

describe('a label', () => {
  const ink = async (text: string): Promise<Buffer> =>
    Buffer.concat((await drawLabel(text, 2_000, 1, style)).map((line) => line.data));

  it('is no markup', async () => {
    const [line] = await drawLabel('<b>a</b> & <span', 2_000, 1, style);
    const [letters] = await drawLabel('a', 2_000, 1, style);
    expect(line.width).toBeGreaterThan(letters.width * 8);
    expect(await ink('<b>a</b>')).not.toEqual(await ink('<i>a</i>'));
  });

  it('has one height and baseline, whatever its letters', async () => {
    const heights = await Promise.all(
      ['plain', 'strong', 'É', '…', 'xxx'].map(async (text) => (await drawLabel(text, 500, 1, style))[0].height),
    );
    expect(new Set(heights).size).toBe(1);
  });

  it('is wrapped and cut at its width and lines', async () => {
    for (const text of [longest, 'x'.repeat(300), '猫'.repeat(300), '👩‍👩‍👧‍👦'.repeat(90)]) {
      const lines = await drawLabel(text, 120, 3, style);
      expect(lines.length).toBeLessThanOrEqual(3);
      expect(Math.max(...lines.map((line) => line.width))).toBeLessThanOrEqual(120);
    }
    expect(await drawLabel(longest, 120, 3, style)).toHaveLength(3);
  });

  it('of nothing that could be seen is nothing', async () => {
    for (const text of ['', ' \n', '\0', '\ud800']) expect(await drawLabel(text, 100, 1, style)).toEqual([]);
  });
});
