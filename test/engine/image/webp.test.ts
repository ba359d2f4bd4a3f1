import { describe, expect, test } from 'vitest';
import { decodeImage, encodePng, encodeWebp, UserError } from '../../../src/engine/index.js';

/** Red on the left, green on the right. */
async function halves(width: number, height: number): Promise<Uint8Array> {
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) rgb[3 * i + (i % width < width / 2 ? 0 : 1)] = 255;
  return encodePng(rgb, width, height);
}

describe('encodeWebp', () => {
  test('keeps the picture, and its size where none is named', async () => {
    const { width, height, data } = await decodeImage(await encodeWebp(await halves(64, 32), { quality: 90 }));
    expect([width, height]).toEqual([64, 32]);
    expect(data[0]).toBeGreaterThan(200);
    expect(data[3 * 63]).toBeLessThan(60);
  });

  test('fits it into a side and never enlarges', async () => {
    const small = await decodeImage(await encodeWebp(await halves(64, 32), { quality: 90, within: 16 }));
    expect([small.width, small.height]).toEqual([16, 8]);
    const same = await decodeImage(await encodeWebp(await halves(8, 4), { quality: 90, within: 16 }));
    expect([same.width, same.height]).toEqual([8, 4]);
  });

  test('cuts a square out of the middle', async () => {
    const { width, height, data } = await decodeImage(
      await encodeWebp(await halves(64, 32), { quality: 90, square: 16 }),
    );
    expect([width, height]).toEqual([16, 16]);
    expect([data[0] > 200, data[3 * 15 + 1] > 200]).toEqual([true, true]);
  });

  test('refuses what is no image', async () => {
    await expect(encodeWebp(Buffer.from('hello'), { quality: 50 })).rejects.toThrow(UserError);
  });
});
