import { decodeImage } from './decode.js';
import { enlarge } from './enlarge.js';
import { labelledGrid } from './grid.js';
import type { GridRow } from './grid.js';
import { encodePng } from './png.js';

export interface CaptionedPicture {
  /** Encoded, in any format that is read. */
  readonly bytes: Uint8Array;
  /** A line feed begins a line. */
  readonly caption: string;
}

export interface CaptionedRow {
  /** Above the row; may be empty. */
  readonly label: string;
  readonly pictures: readonly CaptionedPicture[];
}

export interface CaptionedGridOptions {
  /** How many times larger the pictures are to be, by Lanczos' filter, as a pack's `upscale` says; default 1. */
  readonly upscale?: number;
}

/**
 * Rows of pictures as one PNG, each row below its label, a caption over each picture; small pictures are enlarged as a grid enlarges.
 * @throws RangeError without pictures
 */
export async function captionedGrid(
  title: string,
  rows: readonly CaptionedRow[],
  { upscale = 1 }: CaptionedGridOptions = {},
): Promise<Uint8Array> {
  const drawn = await Promise.all(
    rows.map(async ({ label, pictures }): Promise<GridRow> => {
      const images = pictures.map(async ({ bytes }) => enlarge(await decodeImage(bytes), upscale));
      return { label, images: await Promise.all(images), captions: pictures.map(({ caption }) => caption) };
    }),
  );
  const { data, width, height } = await labelledGrid(drawn, [], { title });
  return encodePng(data, width, height);
}
