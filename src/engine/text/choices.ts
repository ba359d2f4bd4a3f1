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

/** What is read of a text while its closing brace is looked for. */
interface OpenBrace {
  readonly parts: (string | Choice)[][];
}

function parse(text: string): Text {
  const open: OpenBrace[] = [{ parts: [[]] }];
  const add = (part: string | Choice): void => void open.at(-1)!.parts.at(-1)!.push(part);
  for (const [sign] of text.matchAll(/\\.|[{|}]|[^\\{|}]+|\\/gsu)) {
    if (sign === '{') open.push({ parts: [[]] });
    else if (sign === '|' && open.length > 1) open.at(-1)!.parts.push([]);
    else if (sign === '}' && open.length > 1) {
      const { parts } = open.pop()!;
      if (parts.length > 1) add(parts);
      else ['{', ...parts[0], '}'].forEach(add);
    } else add(sign);
  }
  // Braces that were never closed are text, and what follows them belongs to whatever is around them.
  while (open.length > 1) {
    const { parts } = open.pop()!;
    ['{', ...parts.flatMap((part, i) => (i === 0 ? part : ['|', ...part]))].forEach(add);
  }
  return open[0].parts[0];
}

function chosen(text: Text, draw: Draw): string {
  return text.map((part) => (typeof part === 'string' ? part : chosen(part[draw(part.length)], draw))).join('');
}
