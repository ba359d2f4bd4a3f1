import { enlargePng } from '../engine/index.js';
import type { PaintedImage, Variation } from '../engine/index.js';
import type { Output } from './output.js';
import { writePicture } from './pictureFiles.js';
import type { PicturePlace } from './pictureFiles.js';

export interface WrittenPicture {
  readonly file: string;
  readonly seed: number;
  /** Absent: none. */
  readonly variations?: readonly Variation[];
}

/** The pictures of one request, each of which is written and told as soon as it is painted; what is flagged is not written. */
export class WrittenPictures {
  readonly images: WrittenPicture[] = [];
  /** Seeds. */
  readonly flagged: number[] = [];
  readonly #place: Omit<PicturePlace, 'number'>;
  readonly #upscale: number;
  readonly #count: number;
  readonly #output: Output;
  #taken = 0;
  #writing = Promise.resolve();

  constructor(
    place: Omit<PicturePlace, 'number'>,
    { upscale, count }: { readonly upscale: number; readonly count: number },
    output: Output,
  ) {
    this.#place = place;
    this.#upscale = upscale;
    this.#count = count;
    this.#output = output;
  }

  /** The next picture. `clear` makes room for its line on the terminal. */
  take(picture: PaintedImage, clear: () => void): void {
    const number = ++this.#taken;
    this.#writing = this.#writing.then(() => this.#write(picture, number, clear));
    // `written` tells it.
    this.#writing.catch(() => undefined);
  }

  /** Fulfilled when all that were taken are written. @throws what writing one of them threw, UserError as a rule */
  written(): Promise<void> {
    return this.#writing;
  }

  async #write({ png, seed, variations, flagged }: PaintedImage, number: number, clear: () => void): Promise<void> {
    if (flagged === true) this.flagged.push(seed);
    else {
      const place = { ...this.#place, ...(this.#count > 1 && { number }) };
      const file = await writePicture(await enlargePng(png, this.#upscale), place, this.#output);
      this.images.push({ file, seed, ...(variations && { variations }) });
      clear();
      if (file !== '-') this.#output.line(file);
      this.#output.event({ event: 'picture', file, seed });
    }
    // What is done is told, whatever comes next.
    this.#output.result({ images: [...this.images], flagged: [...this.flagged] });
  }
}
