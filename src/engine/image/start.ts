import { createHash } from 'node:crypto';
import { defaultLimits, openImage, renderRgb } from './decode.js';
import type { ImageLimits, RgbImage } from './decode.js';
import { enlarge } from './enlarge.js';
import type { Size } from './preprocessConfig.js';

/** A picture to start from, in the size that is painted. */
export interface StartPicture {
  /** [3,H,W], 0 to 1. */
  readonly pixels: Float32Array;
  /** Of its RGB bytes in that size: whatever file the picture came in, the same pixels have the same. */
  readonly sha256: string;
  /** It had other proportions, so that its sides, or what is above and below, were cut off. */
  readonly cropped: boolean;
}

/**
 * A stranger's image, a path or the file's content, scaled to cover `size`; what is beyond it on two sides is cut off.
 * @throws UserError as `decodeImage` does
 */
export async function openStart(
  source: string | Uint8Array,
  size: Size,
  limits: ImageLimits = defaultLimits,
): Promise<StartPicture> {
  const { pipeline, width, height, name } = await openImage(source, limits);
  const scale = Math.max(size.width / width, size.height / height);
  // A pixel or less is rounding, and nobody would see it.
  const cropped = width * scale - size.width > 1 || height * scale - size.height > 1;
  const exact = Number.isInteger(scale) && width * scale === size.width && height * scale === size.height;
  const rgb = exact
    ? await enlarge(await renderRgb(pipeline, name), scale)
    : await renderRgb(
        pipeline.resize({ ...size, fit: 'cover', position: 'centre', kernel: 'lanczos3', fastShrinkOnLoad: false }),
        name,
      );
  return { pixels: toPlanes(rgb), sha256: createHash('sha256').update(rgb.data).digest('hex'), cropped };
}

function toPlanes({ width, height, data }: RgbImage): Float32Array {
  const area = width * height;
  const planes = new Float32Array(3 * area);
  for (let c = 0; c < 3; c++) for (let p = 0; p < area; p++) planes[c * area + p] = data[3 * p + c] / 255;
  return planes;
}
