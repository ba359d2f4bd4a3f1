import { inflateSync } from 'node:zlib';
import type { PngChunk } from './pngChunks.js';

/** A text of a PNG file. */
export interface PngText {
  readonly keyword: string;
  readonly value: string;
  /** Bytes it takes, unpacked. */
  readonly bytes: number;
}

/** XMP readers look for it in an iTXt chunk only (XMP specification, part 3, 1.1.5). */
export const xmpKeyword = 'XML:com.adobe.xmp';

/**
 * tEXt where Latin-1 will do, which every reader knows, else iTXt, in UTF-8. NUL, which neither can hold, is left out.
 * @throws RangeError for a keyword that is not 1 to 79 Latin-1 characters without blanks at its ends
 */
export function encodeTextChunk(keyword: string, text: string): PngChunk {
  if (!/^(?! )[\x20-\x7e\xa1-\xff]{1,79}$(?<! )/.test(keyword))
    throw new RangeError(`no keyword for a PNG: ${JSON.stringify(keyword)}`);
  const value = text.replaceAll('\0', '');
  if (keyword !== xmpKeyword && /^[\n\x20-\x7e\xa0-\xff]*$/.test(value))
    return { type: 'tEXt', data: Buffer.from(`${keyword}\0${value}`, 'latin1') };
  // Not compressed, no language, no translated keyword.
  return {
    type: 'iTXt',
    data: Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(value, 'utf8')]),
  };
}

/** The text in a tEXt, zTXt or iTXt chunk, if it is one, is well formed and takes at most `maxBytes`. Never throws. */
export function decodeTextChunk({ type, data }: PngChunk, maxBytes: number): PngText | undefined {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return undefined;
  const keywordEnd = data.indexOf(0);
  if (keywordEnd < 1 || keywordEnd > 79) return undefined;
  const body = type === 'iTXt' ? internationalBody(data, keywordEnd) : plainBody(type, data, keywordEnd);
  if (body === undefined) return undefined;
  const bytes = body.compressed ? inflate(body.bytes, maxBytes) : body.bytes;
  if (bytes === undefined || bytes.length > maxBytes) return undefined;
  const keyword = Buffer.from(data.subarray(0, keywordEnd)).toString('latin1');
  return { keyword, value: Buffer.from(bytes).toString(type === 'iTXt' ? 'utf8' : 'latin1'), bytes: bytes.length };
}

interface Body {
  readonly compressed: boolean;
  readonly bytes: Uint8Array;
}

/** zTXt has a byte for the method before its data; 0, zlib's deflate, is the only one. */
function plainBody(type: 'tEXt' | 'zTXt', data: Uint8Array, keywordEnd: number): Body | undefined {
  if (type === 'tEXt') return { compressed: false, bytes: data.subarray(keywordEnd + 1) };
  return data[keywordEnd + 1] === 0 ? { compressed: true, bytes: data.subarray(keywordEnd + 2) } : undefined;
}

/** After the keyword: compression flag, method, language, NUL, translated keyword, NUL, text. */
function internationalBody(data: Uint8Array, keywordEnd: number): Body | undefined {
  const [flag, method] = data.subarray(keywordEnd + 1, keywordEnd + 3);
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = languageEnd === -1 ? -1 : data.indexOf(0, languageEnd + 1);
  if (translatedEnd === -1 || flag > 1 || method !== 0) return undefined;
  return { compressed: flag === 1, bytes: data.subarray(translatedEnd + 1) };
}

function inflate(bytes: Uint8Array, maxBytes: number): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.max(1, maxBytes) });
  } catch {
    // Damaged, or longer than it may be.
    return undefined;
  }
}
