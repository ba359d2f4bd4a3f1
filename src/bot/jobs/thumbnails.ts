import sharp from 'sharp';
import { decodeImage } from '../../engine/index.js';

/** Of a picture that was painted. */
const pictureSide = 256;
const pictureBytes = 20_000;
/** Of a member's image. */
const uploadSide = 96;

/** A WebP thumbnail of at most 20 kB of a picture of ours. */
export async function pictureThumbnail(png: Uint8Array): Promise<Uint8Array> {
  for (const quality of [80, 60, 40, 20]) {
    const bytes = await sharp(png)
      .resize(pictureSide, pictureSide, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality })
      .toBuffer();
    if (bytes.length <= pictureBytes) return bytes;
  }
  return sharp(png).resize(96, 96, { fit: 'inside' }).webp({ quality: 20 }).toBuffer();
}

/** A WebP thumbnail, 96 px, of a stranger's image. @throws UserError when it is none */
export async function uploadThumbnail(image: Uint8Array): Promise<Uint8Array> {
  const { data, width, height } = await decodeImage(image);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(uploadSide, uploadSide, { fit: 'cover' })
    .webp({ quality: 70 })
    .toBuffer();
}

/** A picture that Discord takes where a file may have `limit` bytes: as it is, or as the best WebP or JPEG that fits. */
export async function fitting(png: Uint8Array, limit: number): Promise<Uint8Array> {
  if (png.length <= limit) return png;
  for (const quality of [95, 85, 70, 50]) {
    const bytes = await sharp(png).webp({ quality }).toBuffer();
    if (bytes.length <= limit) return bytes;
  }
  return sharp(png).resize(512, 512, { fit: 'inside' }).webp({ quality: 50 }).toBuffer();
}
