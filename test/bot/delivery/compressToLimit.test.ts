import { beforeAll, describe, expect, test } from 'vitest';
import { compressToLimit } from '../../../src/bot/delivery/compressToLimit.js';
import { decodeImage, encodePng, encodeWebp } from '../../../src/engine/index.js';
import { noise } from '../support/noise.js';

const format = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(8, 12)).toString() === 'WEBP' ? 'webp' : Buffer.from(bytes.subarray(1, 4)).toString();

describe('a picture for a file of limited size', () => {
  const size = { width: 640, height: 144 };
  let png: Uint8Array;
  /** By quality, the best first. */
  const webps: Uint8Array[] = [];
  beforeAll(async () => {
    png = await encodePng(noise(size.width, size.height), size.width, size.height);
    for (const quality of [95, 85, 70, 50]) webps.push(await encodeWebp(png, { quality }));
  });

  test('stays the PNG that it is where that fits', async () => {
    expect(await compressToLimit(png, png.length)).toBe(png);
  });

  test.each([0, 1, 2, 3])('is the best WebP that fits: number %i of its qualities', async (n) => {
    const bytes = await compressToLimit(png, webps[n].length);
    expect(bytes).toEqual(webps[n]);
    expect(await decodeImage(bytes)).toMatchObject(size);
    // One byte less, and it is the next.
    const smaller = await compressToLimit(png, webps[n].length - 1);
    if (n < 3) expect(smaller).toEqual(webps[n + 1]);
  });

  test('is a smaller one, with its sides in proportion, where none of that size fits', async () => {
    const bytes = await compressToLimit(png, webps[3].length - 1);
    expect(format(bytes)).toBe('webp');
    expect(bytes.length).toBeLessThan(webps[3].length);
    const { width, height } = await decodeImage(bytes);
    expect([width, height]).toEqual([512, Math.round((512 * size.height) / size.width)]);
  });
});
