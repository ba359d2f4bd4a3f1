import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSmallPicture } from '../../../src/engine/image/smallPicture.js';
import { decodeImage, encodePng } from '../../../src/engine/index.js';

const kept = { shorter: 48, bytes: 1_500 };

/** Bytes that no codec makes smaller. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24);
}

test('keeps the whole picture with so many pixels on its shorter side', async () => {
  const picture = await encodePng(new Uint8Array(96 * 144 * 3).fill(90), 96, 144);
  const { width, height } = await decodeImage(await encodeSmallPicture(picture, kept));
  expect([width, height]).toEqual([48, 72]);
});

test('does not enlarge', async () => {
  const picture = await encodePng(new Uint8Array(20 * 60 * 3), 20, 60);
  const { width, height } = await decodeImage(await encodeSmallPicture(picture, kept));
  expect([width, height]).toEqual([20, 60]);
});

test('never takes more bytes than it may, whatever the picture', async () => {
  const side = fc.integer({ min: 1, max: 300 });
  await fc.assert(
    fc.asyncProperty(side, side, fc.nat(), async (width, height, seed) => {
      const picture = await encodePng(noise(width * height * 3, seed), width, height);
      expect((await encodeSmallPicture(picture, kept)).length).toBeLessThanOrEqual(kept.bytes);
    }),
    { numRuns: 10 },
  );
});
