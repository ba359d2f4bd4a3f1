import { encodeWebp } from '../../engine/index.js';

/** Of a picture that was painted. */
const pictureSide = 256;
const pictureBytes = 20_000;
/** Of a member's image. */
export const uploadSide = 96;

/** A WebP thumbnail of at most 20 kB of a picture of ours. */
export async function pictureThumbnail(png: Uint8Array): Promise<Uint8Array> {
  for (const quality of [80, 60, 40, 20]) {
    const bytes = await encodeWebp(png, { quality, within: pictureSide });
    if (bytes.length <= pictureBytes) return bytes;
  }
  return encodeWebp(png, { quality: 20, within: uploadSide });
}

/** A picture of ours that Discord takes where a file may have `limit` bytes: as it is, or as the best WebP that fits. */
export async function fitting(png: Uint8Array, limit: number): Promise<Uint8Array> {
  if (png.length <= limit) return png;
  for (const quality of [95, 85, 70, 50]) {
    const bytes = await encodeWebp(png, { quality });
    if (bytes.length <= limit) return bytes;
  }
  return encodeWebp(png, { quality: 50, within: 512 });
}
