import { encodeWebp } from '../../engine/index.js';

/** A picture of ours that Discord takes where a file may have `limit` bytes: as it is, or as the best WebP that fits. */
export async function compressToLimit(png: Uint8Array, limit: number): Promise<Uint8Array> {
  if (png.length <= limit) return png;
  for (const quality of [95, 85, 70, 50]) {
    const bytes = await encodeWebp(png, { quality });
    if (bytes.length <= limit) return bytes;
  }
  return encodeWebp(png, { quality: 50, within: 512 });
}
