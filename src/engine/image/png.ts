import { encodePngChunk, readPngChunks } from './pngChunks.js';
import { decodeTextChunk, encodeTextChunk } from './pngText.js';
import { sharp } from './sharp.js';

/** End of the IHDR chunk, before which nothing may stand: signature, length, type, 13 bytes, checksum. */
const headerEnd = 8 + 4 + 4 + 13 + 4;

/**
 * A picture as PNG, with texts by keyword (PNG specification, 11.3.3). rgb [height, width, 3], one byte a channel. The same picture and
 * texts give the same bytes. @throws RangeError when `rgb` is not of that size or a keyword is not 1 to 79 Latin-1 characters
 */
export async function encodePng(
  rgb: Uint8Array,
  width: number,
  height: number,
  text: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  if (rgb.length !== width * height * 3)
    throw new RangeError(`${rgb.length} bytes for ${width}×${height} pixels, expected ${width * height * 3}`);
  const chunks = Object.entries(text).map(([keyword, value]) => encodePngChunk(encodeTextChunk(keyword, value)));
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9, adaptiveFiltering: true })
    .toBuffer();
  return Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)]);
}

/** All texts together; more than any recipe holds, and little enough for hostile files. */
const maxTextBytes = 2 ** 20;

/**
 * The texts of a PNG by keyword; of two with one keyword the later, as PIL reads them. What is damaged, and what lies beyond a mebibyte
 * of text, is left out. @throws UserError when it is no PNG
 */
export function readPngText(png: Uint8Array): Record<string, string> {
  const texts = new Map<string, string>();
  let budget = maxTextBytes;
  for (const chunk of readPngChunks(png)) {
    const text = decodeTextChunk(chunk, budget);
    if (text === undefined) continue;
    texts.set(text.keyword, text.value);
    budget -= text.bytes;
  }
  return Object.fromEntries(texts);
}
