import { decodeImage } from './decode.js';
import type { RgbImage } from './decode.js';
import { labelledGrid } from './grid.js';
import { encodePng } from './png.js';

export interface CaptionedPicture {
  /** Encoded, in any format that is read. */
  readonly bytes: Uint8Array;
  readonly caption: string;
}

export interface CaptionedRow {
  /** At the row's left; may be empty. */
  readonly label: string;
  readonly pictures: readonly CaptionedPicture[];
}

/** Rows of pictures as one PNG, each row's label at its left and a caption over each picture. @throws RangeError without pictures */
export async function captionedGrid(title: string, rows: readonly CaptionedRow[]): Promise<Uint8Array> {
  const drawn = await Promise.all(
    rows.map(async ({ label, pictures }) => ({ label, images: await Promise.all(pictures.map(captioned)) })),
  );
  const { data, width, height } = await labelledGrid(drawn, [], { title, scale: 1 });
  return encodePng(data, width, height);
}

/** A grid of one: the picture with its caption, enlarged as a grid enlarges. */
async function captioned({ bytes, caption }: CaptionedPicture): Promise<RgbImage> {
  return labelledGrid([{ label: '', images: [await decodeImage(bytes)] }], [caption]);
}
