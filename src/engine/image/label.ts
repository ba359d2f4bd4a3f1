import { createRequire } from 'node:module';
import { sharp } from './sharp.js';

const require = createRequire(import.meta.url);
/** Inter, under the SIL Open Font License; letters that it lacks come from the machine's fonts, where there are any. */
const fontFile = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');

/** Text drawn on nothing. */
export interface Label {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 4]`: RGBA. */
  readonly data: Buffer;
}

export interface LabelStyle {
  /** Font size in pixels. */
  readonly size: number;
  /** `#rrggbb`. */
  readonly colour: string;
}

/** More is never shown, and would only be measured. */
const maxCharacters = 400;

/**
 * The lines of a plain text (nothing in it is markup), wrapped at `maxWidth` pixels; what does not fit into `maxLines` ends in "…". All
 * lines of a style are equally high and share a baseline. Nothing for a blank text.
 */
export async function drawLabel(text: string, maxWidth: number, maxLines: number, style: LabelStyle): Promise<Label[]> {
  const characters = graphemes(text.replaceAll(/[\p{Cc}\p{Surrogate}\s]+/gu, ' ').trim());
  const shown = characters.length > maxCharacters ? [...characters.slice(0, maxCharacters), '…'] : characters;
  const words = shown.join('').split(' ');
  if (words.join('') === '') return [];
  const fits = async (line: string): Promise<boolean> => (await drawLine(line, style)).width <= maxWidth;
  const lines: string[] = [];
  while (words.length > 0 && lines.length < maxLines) {
    const count = Math.max(1, await longest(words.length, (n) => fits(words.slice(0, n).join(' '))));
    lines.push(words.splice(0, count).join(' '));
  }
  const last = lines.length - 1;
  if (words.length > 0) lines[last] = `${lines[last]} ${words.join(' ')}`;
  return Promise.all(lines.map(async (line) => drawLine(await ellipsise(line, fits), style)));
}

/** The line, or as much of its beginning as fits with "…" after it. */
async function ellipsise(line: string, fits: (line: string) => Promise<boolean>): Promise<string> {
  if (await fits(line)) return line;
  const characters = graphemes(line);
  const cut = (count: number): string => `${characters.slice(0, count).join('').trimEnd()}…`;
  return cut(await longest(characters.length, (count) => fits(cut(count))));
}

/** What people see as characters. */
const graphemes = (text: string): string[] => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

/** The largest n in 0 … most that fits, when all smaller ones do, by bisection. */
async function longest(most: number, fits: (n: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Pango's picture is as large as its ink, so that "plain" and "strong" would stand on different baselines. Letters that reach as far up
 * and down as any are drawn before the text and cut off again.
 */
const strut = 'Ég\u2003';

async function drawLine(text: string, style: LabelStyle): Promise<Label> {
  const [one, two, line] = await Promise.all([
    render(strut.trim(), style),
    render(strut + strut.trim(), style),
    render(strut + text, style),
  ]);
  // Ink before the first letter of a text is left on.
  const left = Math.min(two.width - one.width - 1, line.width - 1);
  const { data, info } = await sharp(line.data, { raw: { ...sizeOf(line), channels: 4 } })
    .extract({ left, top: 0, width: line.width - left, height: line.height })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

async function render(text: string, { size, colour }: LabelStyle): Promise<Label> {
  const markup = `<span foreground="${colour}">${escapeMarkup(text)}</span>`;
  // At 72 dots an inch a point is a pixel.
  const options = { text: markup, font: `Inter ${size}`, fontfile: fontFile, rgba: true, dpi: 72 };
  const { data, info } = await sharp({ text: options }).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const sizeOf = ({ width, height }: Label): { width: number; height: number } => ({ width, height });

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeMarkup = (text: string): string => text.replaceAll(/[&<>]/g, (character) => entities[character] ?? '');
