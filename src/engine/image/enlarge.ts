import { setImmediate } from 'node:timers/promises';
import { decodeImage } from './decode.js';
import type { RgbImage } from './decode.js';
import { enlargedParameters } from './parameters.js';
import { encodePng, readPngText } from './png.js';

/** Lobes of the kernel on each side. */
const lobes = 3;
/** Multiplications between two turns of the event loop: about five milliseconds. */
const blockCost = 2_000_000;

/**
 * A picture `factor` (a whole number) times as wide and high, by Lanczos' filter of three lobes, as Pillow's Image.LANCZOS. By 1: the
 * picture as it is. In JavaScript, since libvips enlarges with bicubic where Lanczos is asked for; the event loop turns meanwhile.
 */
export async function enlarge({ width, height, data }: RgbImage, factor: number): Promise<RgbImage> {
  if (factor === 1) return { width, height, data };
  const wide = await resample(data, { lines: height, length: width, step: 3, stride: 3 * width }, factor);
  const [w, h] = [width * factor, height * factor];
  const values = await resample(wide, { lines: w, length: height, step: 3 * w, stride: 3 }, factor);
  return { width: w, height: h, data: new Uint8Array(Uint8ClampedArray.from(values).buffer) };
}

/** `lines` of `length` RGB pixels: pixels of a line are `step` values apart, lines `stride`. */
interface Lines {
  readonly lines: number;
  readonly length: number;
  readonly step: number;
  readonly stride: number;
}

/** Every line `factor` times as long. Where lines are rows they grow with their length; columns stay side by side. */
async function resample(
  source: Uint8Array | Float32Array,
  { lines, length, step, stride }: Lines,
  factor: number,
): Promise<Float32Array> {
  const out = new Float32Array(source.length * factor);
  const outStride = stride > step ? stride * factor : stride;
  const taps = Array.from({ length: length * factor }, (_, i) => tapsOf((i + 0.5) / factor - 0.5, length));
  const block = Math.max(1, Math.floor(blockCost / (taps.length * 6 * lobes)));
  for (let line = 0; line < lines; line++) {
    for (const [i, { first, weights }] of taps.entries())
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k] * source[line * stride + (first + k) * step + c];
        out[line * outStride + i * step + c] = sum;
      }
    if (line % block === block - 1) await setImmediate();
  }
  return out;
}

/** The pixels of a line of `length` that make up the value at `centre`, and their weights, which sum to 1. */
function tapsOf(centre: number, length: number): { first: number; weights: number[] } {
  const first = Math.max(0, Math.ceil(centre - lobes));
  const last = Math.min(length - 1, Math.floor(centre + lobes));
  const weights = Array.from({ length: last - first + 1 }, (_, k) => lanczos(first + k - centre));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return { first, weights: weights.map((weight) => weight / sum) };
}

/** sinc(x) · sinc(x / 3) for |x| < 3 (Duchon 1979). */
function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= lobes) return 0;
  const angle = Math.PI * x;
  return (lobes * Math.sin(angle) * Math.sin(angle / lobes)) / angle ** 2;
}

/**
 * A PNG of ours `factor` times as wide and high, with its texts; `parameters` says that it was enlarged, and by how much. Its recipe
 * stays that of the picture as painted. By 1: the same bytes. @throws UserError when it is no PNG
 */
export async function enlargePng(png: Uint8Array, factor: number): Promise<Uint8Array> {
  if (factor === 1) return png;
  const { width, height, data } = await enlarge(await decodeImage(png), factor);
  const texts = readPngText(png);
  if ('parameters' in texts) texts.parameters = enlargedParameters(texts.parameters, factor);
  return encodePng(data, width, height, texts);
}
