import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { openStart } from '../../../src/engine/image/start.js';

/** A picture of three stripes, red, green and blue, side by side; as PNG. */
function stripes(width: number, height: number): Promise<Uint8Array> {
  const colours = [0, 1, 2].map((c) => Array.from({ length: 3 }, (_, i) => (i === c ? 255 : 0)));
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    return colours[Math.floor((3 * x) / width)][i % 3];
  });
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

describe('a picture to start from', () => {
  test('in the size is taken as it is', async () => {
    const { pixels, cropped } = await openStart(await stripes(6, 2), { width: 6, height: 2 });
    expect(cropped).toBe(false);
    const row = [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1];
    expect([...pixels]).toEqual(
      [0, 1, 2].flatMap((c) => [...row.slice(6 * c, 6 * c + 6), ...row.slice(6 * c, 6 * c + 6)]),
    );
  });

  test('of other proportions is cut around its middle, and that is told', async () => {
    const { pixels, cropped } = await openStart(await stripes(48, 16), { width: 16, height: 16 });
    expect(cropped).toBe(true);
    const green = pixels.subarray(16 * 16, 2 * 16 * 16);
    expect(green.every((v) => v === 1)).toBe(true);
  });

  test.each([
    ['larger', 30, 20],
    ['smaller', 120, 80],
    ['twice as large', 60, 40],
    ['smaller, and a pixel off', 121, 80],
  ])('of the same proportions is scaled whole where it is painted %s', async (_, width, height) => {
    const { pixels, cropped } = await openStart(await stripes(width, height), { width: 60, height: 40 });
    expect(cropped).toBe(false);
    expect(pixels.length).toBe(3 * 60 * 40);
    const [left, right] = [pixels[20 * 60 + 4], pixels[2 * 60 * 40 + 20 * 60 + 55]];
    expect([left, right].map((v) => v.toFixed(1))).toEqual(['1.0', '1.0']);
  });

  test('has one hash for the same pixels, whatever file it came in, and another for others', async () => {
    const size = { width: 60, height: 40 };
    const png = await stripes(60, 40);
    const webp = await sharp(png).webp({ lossless: true }).toBuffer();
    const hashes = await Promise.all([png, webp, await stripes(48, 40)].map((file) => openStart(file, size)));
    expect(hashes[1].sha256).toBe(hashes[0].sha256);
    expect(hashes[2].sha256).not.toBe(hashes[0].sha256);
  });

  test('is looked at as any stranger’s file is', async () => {
    const size = { width: 8, height: 8 };
    await expect(openStart(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), size)).rejects.toThrow(UserError);
    await expect(openStart(await stripes(300, 20), size, { maxBytes: 1e6, maxPixels: 100 })).rejects.toThrow('pixels');
  });
});
