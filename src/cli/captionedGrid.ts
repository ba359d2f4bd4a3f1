import { decodeImage, encodePng, labelledGrid } from '../engine/index.js';
import type { RgbImage } from '../engine/index.js';

export interface CaptionedPicture {
  readonly png: Uint8Array;
  readonly caption: string;
}

/** Rows of pictures as one PNG, each row's label at its left and a caption over each picture. */
export async function captionedGrid(
  title: string,
  rows: readonly { readonly label: string; readonly pictures: readonly CaptionedPicture[] }[],
): Promise<Uint8Array> {
  const drawn = await Promise.all(
    rows.map(async ({ label, pictures }) => ({ label, images: await Promise.all(pictures.map(captioned)) })),
  );
  const { data, width, height } = await labelledGrid(drawn, [], { title, scale: 1 });
  return encodePng(data, width, height);
}

/** A grid of one: the picture with its caption, enlarged as a grid enlarges. */
async function captioned({ png, caption }: CaptionedPicture): Promise<RgbImage> {
  return labelledGrid([{ label: '', images: [await decodeImage(png)] }], [caption]);
}
