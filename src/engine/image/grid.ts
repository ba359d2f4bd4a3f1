import type { OverlayOptions } from 'sharp';
import type { RgbImage } from './decode.js';
import { drawLabel } from './label.js';
import type { Label, LabelStyle } from './label.js';
import { sharp } from './vips.js';

export interface GridRow {
  /** At the row's left; may be empty. */
  readonly label: string;
  readonly images: readonly RgbImage[];
}

export interface GridOptions {
  /** Above everything; absent: none. */
  readonly title?: string;
  /** Whole factor by which pictures are enlarged, pixel by pixel. Default: what brings the largest near to 256 pixels, so that it can be judged. */
  readonly scale?: number;
}

const paper = '#fafaf7';
const captionStyle: LabelStyle = { size: 15, colour: '#22222a' };
const titleStyle: LabelStyle = { size: 19, colour: '#22222a' };
const marginPx = 16;
const gapPx = 8;
const lineGapPx = 4;
const maxLabelPx = 168;
const maxRowLines = 6;
const maxColumnLines = 3;
const maxTitleLines = 2;
const judgedPx = 256;

/**
 * Pictures in rows and columns of cells as large as the largest of them, captions of columns above, labels of rows at the left.
 * Labels are plain text of any length. @throws RangeError without pictures
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

  const gridWidth = count * (cell.width + gapPx) - gapPx;
  const labels = await Promise.all(rows.map((row) => drawLabel(row.label, maxLabelPx, maxRowLines, captionStyle)));
  const captions = await Promise.all(columns.map((text) => drawLabel(text, cell.width, maxColumnLines, captionStyle)));
  const labelWidth = max(labels.flat().map((line) => line.width));
  const left = marginPx + (labelWidth === 0 ? 0 : labelWidth + marginPx);
  const width = left + gridWidth + marginPx;
  const title = await drawLabel(options.title ?? '', width - 2 * marginPx, maxTitleLines, titleStyle);

  const captionsTop = marginPx + (title.length === 0 ? 0 : heightOf(title) + marginPx);
  const captionsHeight = max(captions.map(heightOf));
  const top = captionsTop + (captionsHeight === 0 ? 0 : captionsHeight + gapPx);
  const rowHeight = max([cell.height, ...labels.map(heightOf)]);
  const height = top + rows.length * (rowHeight + gapPx) - gapPx + marginPx;
  const x = (column: number): number => left + column * (cell.width + gapPx);
  const y = (row: number): number => top + row * (rowHeight + gapPx);

  const pieces = [
    ...stack(title, marginPx, marginPx),
    ...captions.flatMap((lines, i) => stack(lines, x(i), captionsTop + captionsHeight - heightOf(lines))),
    ...labels.flatMap((lines, i) => stack(lines, marginPx, y(i) + Math.floor((rowHeight - heightOf(lines)) / 2))),
    ...rows.flatMap((row, i) => row.images.map((image, j) => place(enlarge(image, scale), x(j), y(i)))),
  ];
  const { data } = await sharp({ create: { width, height, channels: 3, background: paper } })
    .composite(pieces)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, data };
}

const max = (values: readonly number[]): number => Math.max(0, ...values);

function heightOf(lines: readonly Label[]): number {
  return lines.reduce((sum, line) => sum + line.height + lineGapPx, lines.length === 0 ? 0 : -lineGapPx);
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
