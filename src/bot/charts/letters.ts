/** The fonts of words in a chart, and how wide they are, estimated: where its SVG is written there is no font to measure with. */

/** Of Inter Bold, in its size, of words. */
const letterWidth = 0.58;
/** Characters that are as wide as high: Japanese, its punctuation, and what is like it. */
const square = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;

/** The font of a text, which has it in regular and bold: what resvg takes in place of a font that lacks a letter is always regular. */
export function fontFamilyOf(text: string): 'Inter' | 'BIZ UDPGothic' {
  return square.test(text) ? 'BIZ UDPGothic' : 'Inter';
}

/** In pixels, in letters of `size`. */
export function widthOf(text: string, size: number): number {
  const widths = Array.from(text, (letter) => (square.test(letter) ? 1 : letterWidth));
  return size * widths.reduce((sum, width) => sum + width, 0);
}

/** As much of a name as fits into `width` pixels; an ellipsis says that there is more. */
export function fitted(name: string, width: number, size: number): string {
  if (widthOf(name, size) <= width) return name;
  const letters = Array.from(name);
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, size) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** In lines of at most `width` pixels, broken after blanks and before full-width parentheses. */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines = text.split(/(?<= )|(?=（)/u).reduce<string[]>((done, piece) => {
    const longer = `${done.at(-1) ?? ''}${piece}`;
    return widthOf(longer.trimEnd(), size) <= width ? [...done.slice(0, -1), longer] : [...done, piece];
  }, []);
  return lines.map((line) => line.trimEnd());
}
