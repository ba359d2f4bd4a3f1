import { encodeWebp } from '../../engine/index.js';

/** Of a picture that was painted. */
const pictureSide = 256;
const pictureBytes = 20_000;
/** Of a member's image. */
export const uploadSide = 96;
/** Of a member's image as it is kept for packs with another CLIP, whose preprocessing takes at most 336 pixels. */
export const keptPicture = { shorter: 336, bytes: 40_000 } as const;

/** A WebP thumbnail of at most 20 kB of a picture of ours. */
export async function pictureThumbnail(png: Uint8Array): Promise<Uint8Array> {
  for (const quality of [80, 60, 40, 20]) {
    const bytes = await encodeWebp(png, { quality, within: pictureSide });
    if (bytes.length <= pictureBytes) return bytes;
  }
  return encodeWebp(png, { quality: 20, within: uploadSide });
}
