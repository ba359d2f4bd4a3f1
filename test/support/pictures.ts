import type { RgbImage } from '../../src/engine/image/decode.js';
import { sharp } from '../../src/engine/image/sharp.js';

/** A picture by its pixels. */
export function paint(width: number, height: number, colour: (x: number, y: number) => readonly number[]): RgbImage {
  const pixels = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => colour(x, y)));
  return { width, height, data: Uint8Array.from(pixels.flat(2)) };
}

/** Smooth and without symmetry. */
export const gradient = (width: number, height: number): RgbImage =>
  paint(width, height, (x, y) => [(255 * x) / width, (255 * y) / height, 128 + 100 * Math.sin(x / 9 + y / 5)]);

/** The picture as sharp takes it. */
export function toSharp({ width, height, data }: RgbImage): ReturnType<typeof sharp> {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export function pixel({ width, data }: RgbImage, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

export function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} values against ${b.length}`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum / a.length;
}
