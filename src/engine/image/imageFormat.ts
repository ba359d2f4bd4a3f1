/** Formats that are decoded, by the names that people know. */
export const imageFormats = ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF'] as const;
type ImageFormat = (typeof imageFormats)[number];

/** Endings of their files, in lower case. */
export const imageExtensions: readonly string[] = ['.jpg', '.jpeg', '.png', '.webp', '.gif', '.avif'];

/** First bytes of other files, in Latin-1, and names that they have in every language. */
const others = [
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['II+\0', 'TIFF'],
  ['MM\0+', 'TIFF'],
  ['BM', 'BMP'],
  ['%PDF', 'PDF'],
  ['8BPS', 'Photoshop (PSD)'],
  ['\xff\x0a', 'JPEG XL'],
  ['\0\0\0\x0cJXL ', 'JPEG XL'],
  ['\0\0\0\x0cjP  ', 'JPEG 2000'],
  ['\0\0\x01\0', 'ICO'],
  ['PK\x03\x04', 'ZIP'],
  ['\x1f\x8b', 'gzip'],
  ['RIFF', 'RIFF (AVI, WAV)'],
  ['\x1aE\xdf\xa3', 'WebM/Matroska'],
] as const;

/** What is not decoded: another format, an empty file, or text and anything else. */
export type OtherFile =
  (typeof others)[number][1] | 'MP4/QuickTime' | 'HEIC' | 'HTML' | 'SVG' | 'XML' | 'empty' | 'none';

/** What the first bytes are: a format that is decoded, or something else. */
export type DetectedImage = { readonly format: ImageFormat } | { readonly other: OtherFile };

/** Brands of the `ftyp` box (ISO/IEC 14496-12; AVIF 1.1, HEIF annex B). */
const avifBrands = ['avif', 'avis'];
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** Looks at the content alone: names and declared types are strangers' claims. Reads at most the first kilobyte. */
export function detectImageFormat(bytes: Uint8Array): DetectedImage {
  if (bytes.length === 0) return { other: 'empty' };
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return { format: 'JPEG' };
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { format: 'PNG' };
  if (/^GIF8[79]a/.test(head)) return { format: 'GIF' };
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return { format: 'WebP' };
  if (head.startsWith('ftyp', 4)) return formatOfBrands(head);
  const other = others.find(([start]) => head.startsWith(start));
  return { other: other?.[1] ?? sniffText(bytes.subarray(0, 1024)) };
}

/** An image sequence by its major brand. libheif reads the first frame of one only where the file has it as a still image too. */
export function isAnimatedAvif(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 12)).toString('latin1', 4) === 'ftypavis';
}

function formatOfBrands(head: string): DetectedImage {
  const end = Math.min(head.length, head.charCodeAt(2) * 256 + head.charCodeAt(3));
  // The major brand, then, after a version, the compatible ones.
  const brands = [head.slice(8, 12), ...(head.slice(16, end).match(/.{4}/gs) ?? [])];
  if (brands.some((brand) => avifBrands.includes(brand))) return { format: 'AVIF' };
  if (brands.some((brand) => heicBrands.includes(brand))) return { other: 'HEIC' };
  return { other: 'MP4/QuickTime' };
}

function sniffText(head: Uint8Array): OtherFile {
  const text = new TextDecoder().decode(head).trimStart().toLowerCase();
  if (/^<(!doctype html|html|head|body)/.test(text)) return 'HTML';
  if (/^<[?!]?[a-z-]/.test(text) && text.includes('<svg')) return 'SVG';
  return text.startsWith('<?xml') || text.startsWith('<!--') ? 'XML' : 'none';
}
