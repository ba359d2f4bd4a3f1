import type { OverlayOptions } from 'sharp';
import type { RgbImage } from './decode.js';
import { drawLabel } from './label.js';
import type { Label, LabelStyle } from './label.js';
import { sharp } from './sharp.js';

export interface GridRow {
  /** Above the row; may be empty. */
  readonly label: string;
  readonly images: readonly RgbImage[];
  /** Over each image. A line feed begins a line. */
  readonly captions?: readonly string[];
}

export interface GridOptions {
  /** Above everything; absent: none. */
  readonly title?: string;
  /** Whole factor by which pictures are enlarged, pixel by pixel. Default: what brings the largest near to 256 pixels, so that it can be judged. */
  readonly scale?: number;
}

const paper = '#fafaf7';
const ink = '#22222a';
/** Titles against other text. */
const titleRatio = 19 / 15;
const maxRowLines = 2;
const maxCaptionLines = 3;
const maxTitleLines = 2;
const judgedPx = 256;
const smallestTextPx = 15;
const lineGapPx = 4;

/** A picture in a message is shown about this wide, or wider, on a phone whose screen has 390 CSS pixels. */
const phonePx = 320;
/** What can still be read without a magnifying glass. */
const readablePx = 11;

/** Font size in pixels of the text in a grid `width` pixels wide: on a phone, where the grid is made to fit, it is shown at 11 pixels or more. */
export function gridTextSize(width: number): number {
  return Math.max(smallestTextPx, Math.ceil((readablePx * width) / phonePx));
}

/**
 * Pictures in rows and columns of cells as large as the largest of them, captions of columns at the top, each row below its label, its
 * own captions over its pictures. Labels are plain text of any length, as large as a phone's screen needs (`gridTextSize`).
 * @throws RangeError without pictures
 */
export async function labelledGrid(
  rows: readonly GridRow[],
  columns: readonly string[],
  options: GridOptions = {},
): Promise<RgbImage> {
  const images = rows.flatMap((row) => row.images);
  if (images.length === 0) throw new RangeError('a grid without pictures');
  const largest = { width: max(images.map((i) => i.width)), height: max(images.map((i) => i.height)) };
  const scale = options.scale ?? Math.max(1, Math.floor(judgedPx / Math.max(largest.width, largest.height)));
  const cell = { width: largest.width * scale, height: largest.height * scale };
  const count = Math.max(columns.length, ...rows.map((row) => row.images.length));

  // Of large pictures, so that they are not lost where the grid is made to fit a screen.
  const gap = Math.max(8, Math.round(cell.width / 32));
  const margin = 2 * gap;
  const width = margin + count * (cell.width + gap) - gap + margin;
  const size = gridTextSize(width);
  const style: LabelStyle = { size, colour: ink };
  const wide = width - 2 * margin;
  const x = (column: number): number => margin + column * (cell.width + gap);

  const pieces: OverlayOptions[] = [];
  let y = margin;
  /** Lines of text, and room below them; nothing for no text. */
  const write = (lines: readonly Label[], below: number): void => {
    if (lines.length === 0) return;
    pieces.push(...stack(lines, margin, y));
    y += heightOf(lines) + below;
  };
  /** Captions over the cells of a row, with their last lines side by side. */
  const caption = async (texts: readonly string[]): Promise<void> => {
    const captions = await Promise.all(texts.map((text) => drawCaption(text, cell.width, style)));
    const tallest = max(captions.map(heightOf));
    if (tallest === 0) return;
    pieces.push(...captions.flatMap((lines, i) => stack(lines, x(i), y + tallest - heightOf(lines))));
    y += tallest + gap;
  };

  write(
    await drawLabel(options.title ?? '', wide, maxTitleLines, { ...style, size: Math.round(size * titleRatio) }),
    margin,
  );
  await caption(columns);
  for (const [i, row] of rows.entries()) {
    if (i > 0 && row.label !== '') y += gap;
    write(await drawLabel(row.label, wide, maxRowLines, style), gap);
    await caption(row.captions ?? []);
    pieces.push(...row.images.map((image, i) => place(enlarge(image, scale), x(i), y)));
    y += cell.height + gap;
  }
  const height = y - gap + margin;
  const { data } = await sharp({ create: { width, height, channels: 3, background: paper } })
    .composite(pieces)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, data };
}

async function drawCaption(text: string, width: number, style: LabelStyle): Promise<Label[]> {
  const lines = await Promise.all(text.split('\n').map((line) => drawLabel(line, width, maxCaptionLines, style)));
  return lines.flat().slice(0, maxCaptionLines);
}

const max = (values: readonly number[]): number => Math.max(0, ...values);

function heightOf(lines: readonly Label[]): number {
  return lines.reduce((sum, line) => sum + line.height, 0) + Math.max(0, lines.length - 1) * lineGapPx;
}

/** Lines below each other. */
function stack(lines: readonly Label[], left: number, top: number): OverlayOptions[] {
  return lines.map((line, i) => ({
    input: line.data,
    raw: { width: line.width, height: line.height, channels: 4 },
    left,
    top: top + heightOf(lines.slice(0, i)) + (i === 0 ? 0 : lineGapPx),
  }));
}

function place({ width, height, data }: RgbImage, left: number, top: number): OverlayOptions {
  return { input: Buffer.from(data), raw: { width, height, channels: 3 }, left, top };
}

/** Each pixel becomes scale × scale: what is looked at is what was painted, with nothing smoothed. */
function enlarge(image: RgbImage, scale: number): RgbImage {
  const [width, height] = [image.width * scale, image.height * scale];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / scale) * image.width + Math.floor(x / scale)) * 3;
      data.set(image.data.subarray(from, from + 3), (y * width + x) * 3);
    }
  return { width, height, data };
}
