import { uniformGenerator } from '../runtime/random.js';

/** Draws a whole number from 0 to `count` − 1. */
export type Draw = (count: number) => number;

/** What chooses for a request: the same seed always chooses the same. */
export function drawsOf(seed: number): Draw {
  const uniform = uniformGenerator(seed);
  return (count) => Math.floor(uniform() * count);
}

/**
 * The text with each `{red|blue|green}` replaced by one of its parts, each as likely as the others. Parts may be empty, and may hold choices
 * themselves. Braces without a bar between them, without a partner, or after a backslash are text; backslashes stay, so that choosing
 * again changes nothing.
 */
export function choose(text: string, draw: Draw): string {
  return chosen(parse(text), draw);
}

/** A text is made of strings and choices; a choice of texts. */
type Text = readonly (string | Choice)[];
type Choice = readonly Text[];

/** A choice that is being read: the parts so far, the last of which takes what comes. */
type OpenChoice = (string | Choice)[][];

/** Linear in the text's length, whatever its braces. */
function parse(text: string): Text {
  const signs = text.match(/\\.|[{|}]|[^\\{|}]+|\\/gsu) ?? [];
  const ofChoices = signsOfChoices(signs);
  const open: OpenChoice[] = [[[]]];
  const add = (part: string | Choice): void => void open.at(-1)!.at(-1)!.push(part);
  for (const [i, sign] of signs.entries()) {
    if (!ofChoices.has(i)) add(sign);
    else if (sign === '{') open.push([[]]);
    else if (sign === '|') open.at(-1)!.push([]);
    else add(open.pop()!);
  }
  return open[0][0];
}

/** Which braces and bars choose: braces with a partner and a bar right between them, and those bars. The others are text. */
function signsOfChoices(signs: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open: { readonly at: number; readonly bars: number[] }[] = [];
  for (const [i, sign] of signs.entries()) {
    if (sign === '{') open.push({ at: i, bars: [] });
    else if (sign === '|') open.at(-1)?.bars.push(i);
    else if (sign === '}') {
      const { at, bars } = open.pop() ?? { at: -1, bars: [] };
      if (bars.length > 0) for (const one of [at, ...bars, i]) found.add(one);
    }
  }
  return found;
}

function chosen(text: Text, draw: Draw): string {
  return text.map((part) => (typeof part === 'string' ? part : chosen(part[draw(part.length)], draw))).join('');
}
