import type { PictureChoice } from '../../../src/bot/community/pictureChoices.js';
import type { Random } from '../../../src/bot/community/random.js';

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export const normals = (d: number, random: Random): Float32Array =>
  Float32Array.from({ length: d }, () => normal(random));

/** Pictures of one prompt: a subject that they share and as much again of their own, [d] each. */
function picturesOf(count: number, d: number, random: Random): Float32Array[] {
  const subject = normals(d, random);
  return Array.from({ length: count }, () => normals(d, random).map((x, i) => x + subject[i]));
}

/** Choices of a member with the utilities w·u/|u|, each among `options` pictures of another prompt. */
export function choicesBy(w: ArrayLike<number>, count: number, options: number, random: Random): PictureChoice[] {
  return Array.from({ length: count }, () => {
    const pictures = picturesOf(options, w.length, random);
    const odds = pictures.map((picture) => {
      const length = Math.hypot(...picture);
      return Math.exp(picture.reduce((sum, x, i) => sum + (x / length) * w[i], 0));
    });
    let drawn = random() * odds.reduce((a, b) => a + b, 0);
    const chosen = odds.findIndex((odd) => (drawn -= odd) < 0);
    // Rounding may leave a crumb after the last.
    return {
      options: pictures,
      votes: pictures.map((_, option) => Number(option === (chosen === -1 ? options - 1 : chosen))),
    };
  });
}

export function cosineOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  return x.reduce((sum, xi, i) => sum + xi * y[i], 0) / (Math.hypot(...x) * Math.hypot(...y));
}
