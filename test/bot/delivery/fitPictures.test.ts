import { expect, test } from 'vitest';
import { fileBudget, fitPictures, smallerBudget } from '../../../src/bot/delivery/fitPictures.js';
import { encodePng } from '../../../src/engine/index.js';
import { noise } from '../support/noise.js';

const sides = [16, 96, 128];
const pictures = await Promise.all(
  sides.map(async (side, seed) => ({
    id: String(seed),
    seed,
    plain: false,
    bytes: await encodePng(noise(side, side), side, side),
  })),
);
const sizesOf = (some: readonly { readonly bytes: Uint8Array }[]) => some.map(({ bytes }) => bytes.length);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const whole = sizesOf(pictures);

test('pictures within both limits stay as they are', async () => {
  expect(await fitPictures(pictures, { each: whole[2], together: sum(whole) })).toEqual(pictures);
});

test('one picture is within the limit of a file', async () => {
  const fitted = await fitPictures(pictures, { each: whole[2] - 1, together: Infinity });
  expect(fitted.slice(0, 2)).toEqual(pictures.slice(0, 2));
  expect(fitted[2].bytes.length).toBeLessThan(whole[2]);
});

test('all are within the limit of a request though each is within that of a file: what small ones leave is the others’', async () => {
  const together = whole[0] + (whole[1] + whole[2]) * 0.7;
  const fitted = await fitPictures(pictures, { each: Infinity, together });
  expect(fitted[0]).toEqual(pictures[0]);
  expect(sum(sizesOf(fitted))).toBeLessThanOrEqual(together);
});

test('a first try leaves room for the form in Discord’s 25 MiB; each further one has half of what was refused', () => {
  const MiB = 2 ** 20;
  expect(fileBudget(10 * MiB).each).toBe(10 * MiB);
  expect(fileBudget(100 * MiB).together).toBeLessThan(25 * MiB);
  expect(smallerBudget(10 * MiB, pictures).together).toBe(Math.floor(sum(whole) / 2));
  const [large] = pictures;
  const refused = Array.from({ length: 3 }, () => ({ ...large, bytes: new Uint8Array(8 * MiB) }));
  expect(smallerBudget(10 * MiB, refused).together).toBe(10 * MiB);
});
