import { createRequire } from 'node:module';
import { graphemes } from '../../text/clean.js';
import { escapeXml } from '../../text/escapeXml.js';
import { sharp } from './sharp.js';

const require = createRequire(import.meta.url);
/**
 * Inter, and for Japanese BIZ UDPGothic, both under the SIL Open Font License; letters that they lack come from the machine's fonts, where
 * there are any.
 */
const fontFiles = [
  require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  require.resolve('@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf'),
];
const families = 'Inter, BIZ UDPGothic';

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
  const pieces = piecesOf(shown.join(''));
  if (pieces.length === 0) return [];
  const fits = async (line: string): Promise<boolean> => (await drawLine(line, style)).width <= maxWidth;
  const lines: string[] = [];
  while (pieces.length > 0 && lines.length < maxLines) {
    const count = Math.max(1, await longest(pieces.length, (n) => fits(pieces.slice(0, n).join('').trimEnd())));
    lines.push(pieces.splice(0, count).join(''));
  }
  lines[lines.length - 1] += pieces.join('');
  return Promise.all(lines.map(async (line) => drawLine(await ellipsise(line.trimEnd(), fits), style)));
}

const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const japaneseWords = new Intl.Segmenter('ja', { granularity: 'word' });
const opening = /[（「『【〈《]$/u;

/** The text cut where a line may end: after blanks, and in Japanese, which has none, after words. */
function piecesOf(text: string): string[] {
  return text.split(/(?<= )/u).flatMap((word) => {
    if (!japanese.test(word)) return word === '' ? [] : [word];
    return Array.from(japaneseWords.segment(word)).reduce<string[]>((pieces, { segment, isWordLike }) => {
      const before = pieces.at(-1);
      const begins = isWordLike === true || opening.test(segment);
      if (before === undefined || (begins && !opening.test(before))) return [...pieces, segment];
      return [...pieces.slice(0, -1), before + segment];
    }, []);
  });
}

/** The line, or as much of its beginning as fits with "…" after it. */
async function ellipsise(line: string, fits: (line: string) => Promise<boolean>): Promise<string> {
  if (await fits(line)) return line;
  const characters = graphemes(line);
  const cut = (count: number): string => `${characters.slice(0, count).join('').trimEnd()}…`;
  return cut(await longest(characters.length, (count) => fits(cut(count))));
}

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
  // Ink before the first letter of a text is left on; kanji begin before where É does.
  const left = Math.min(two.width - one.width - Math.ceil(style.size / 12), line.width - 1);
  const { data, info } = await sharp(line.data, { raw: { ...sizeOf(line), channels: 4 } })
    .extract({ left, top: 0, width: line.width - left, height: line.height })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

async function render(text: string, { size, colour }: LabelStyle): Promise<Label> {
  const markup = `<span foreground="${colour}">${escapeXml(text)}</span>`;
  // At 72 dots an inch a point is a pixel.
  const options = { text: markup, font: `${families} ${size}`, rgba: true, dpi: 72 };
  await fontsLoaded();
  const { data, info } = await sharp({ text: options }).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

let loading: Promise<unknown> | undefined;

/** libvips loads one font with a text, and keeps it for all that follow. */
function fontsLoaded(): Promise<unknown> {
  return (loading ??= Promise.all(
    fontFiles.map((fontfile) =>
      sharp({ text: { text: 'a', font: families, fontfile } })
        .raw()
        .toBuffer(),
    ),
  ));
}

const sizeOf = ({ width, height }: Label): { width: number; height: number } => ({ width, height });
