import { decodeImage } from '../../src/engine/index.js';

/**
 * How a picture looks, by its pixels alone, so that no CLIP has a part in it: the share of its pixels in each of 7 × 7 boxes of CIELAB's
 * chromaticity (a*, b*), every pixel shared among the four nearest boxes. Lightness is left out: plain icons stand on white and the looks of
 * the examples do not, so every look that darkens would seem to be like all of them.
 */
export type Chroma = Float64Array;

const side = 7;
/** From −90 to 90 in both directions. */
const boxWidth = 30;

export async function chromaOf(picture: string | Uint8Array): Promise<Chroma> {
  const { width, height, data } = await decodeImage(picture);
  const boxes = new Float64Array(side * side);
  for (let p = 0; p < width * height; p++) {
    const [a, b] = chromaticity(data[3 * p], data[3 * p + 1], data[3 * p + 2]);
    const [x, y] = [a, b].map((value) => Math.min(side - 1.001, Math.max(0, value / boxWidth + (side - 1) / 2)));
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const [right, down] = [x - column, y - row];
    boxes[row * side + column] += (1 - right) * (1 - down);
    boxes[row * side + column + 1] += right * (1 - down);
    boxes[(row + 1) * side + column] += (1 - right) * down;
    boxes[(row + 1) * side + column + 1] += right * down;
  }
  return boxes.map((count) => count / (width * height));
}

/** CIELAB's a* and b* of an sRGB colour, white point D65 (IEC 61966-2-1, CIE 15). */
function chromaticity(...rgb: readonly number[]): [a: number, b: number] {
  const [r, g, b] = rgb.map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
  return [500 * (x - y), 200 * (y - z)];
}

export function meanChroma(all: readonly Chroma[]): Chroma {
  return all[0].map((_, i) => all.reduce((sum, one) => sum + one[i], 0) / all.length);
}

/** Hellinger's distance of two distributions, from 0 to 1. */
export function hellinger(a: Chroma, b: Chroma): number {
  const affinity = a.reduce((sum, share, i) => sum + Math.sqrt(share * b[i]), 0);
  return Math.sqrt(Math.max(0, 1 - affinity));
}

export function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
