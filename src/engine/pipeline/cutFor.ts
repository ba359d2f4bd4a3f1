import type { Cut } from '../models/vaeStrips.js';

/** The most pixels that the VAE takes in one piece. */
const mostPixels = 768 ** 2;
/** Of a larger picture. More save little: the rest is what has to be kept of the whole (docs/decisions/002). */
const strips = 16;

/** How the VAE takes a picture of latents [C,height,width], `factor` pixels a side each: in strips above 768 × 768; undefined: in one piece. */
export function cutFor(height: number, width: number, factor: number): Cut | undefined {
  if (height * width * factor ** 2 <= mostPixels) return undefined;
  return { height, width, strips: Math.min(strips, height) };
}
