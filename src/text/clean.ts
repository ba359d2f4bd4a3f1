/**
 * A stranger's text as it is read, kept and shown: without control characters (but tabs and ends of lines), byte order marks and halves of
 * surrogate pairs, which Postgres and JSON do not take; lines end as \n; nothing blank at either end. Linear in the text's length.
 */
export function cleanText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\t\n])\p{Cc}|\p{Surrogate}|\uFEFF/gu, '')
    .trim();
}

const segmenter = new Intl.Segmenter();

/** What is segmented at once: Node's segmenter takes quadratic time (2 s for 40,000 letters). */
const windowLength = 256;

/** Characters as people see them: an emoji of several code points is one, a letter with its marks is one. Linear in the text's length. */
export function graphemes(text: string): string[] {
  const found: string[] = [];
  let length = windowLength;
  for (let start = 0; start < text.length;) {
    const segments = Array.from(segmenter.segment(text.slice(start, start + length)), ({ segment }) => segment);
    const isAll = start + length >= text.length;
    // What comes behind the window may belong to its last character.
    const whole = isAll ? segments : segments.slice(0, -1);
    for (const segment of whole) {
      found.push(segment);
      start += segment.length;
    }
    length = whole.length === 0 ? 2 * length : windowLength;
  }
  return found;
}

/** The first characters of a text that together have at most `most` UTF-16 units: never half of one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  // Of a character at the end, all that belongs to it has to be seen; none that people write is so long.
  for (const { index, segment } of segmenter.segment(text.slice(0, most + longestGrapheme))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

const longestGrapheme = 64;
