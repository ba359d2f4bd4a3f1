import { defaultLimits } from './decode.js';
import type { ImageLimits } from './decode.js';
import { encodeWebp } from './webp.js';

/** A whole picture made small: so many pixels on its shorter side, in at most so many bytes. */
export interface SmallPicture {
  readonly shorter: number;
  readonly bytes: number;
}

/** From one that shows no loss to one that still shows what is there. */
const qualities = [80, 65, 50, 35, 20];
/** Of the side that is asked for; noise and panoramas need the smaller ones. */
const shares = [1, 2 / 3, 1 / 3, 1 / 6];

/**
 * An image as WebP that is as good as fits into `bytes`: first the quality falls, then the size; of what still does not fit, the middle. A
 * smaller picture is not enlarged. @throws UserError as `encodeWebp` does
 */
export async function encodeSmallPicture(
  source: string | Uint8Array,
  { shorter, bytes }: SmallPicture,
  limits: ImageLimits = defaultLimits,
): Promise<Uint8Array> {
  for (const share of shares)
    for (const quality of qualities) {
      const encoded = await encodeWebp(source, { quality, shorter: Math.round(shorter * share) }, limits);
      if (encoded.length <= bytes) return encoded;
    }
  return encodeWebp(source, { quality: 20, square: Math.round(shorter / 6) }, limits);
}
