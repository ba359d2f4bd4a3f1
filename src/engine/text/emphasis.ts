/** A part of a prompt and how much it counts. */
export interface WeightedText {
  readonly text: string;
  /** 1 is as written. */
  readonly weight: number;
}

/** An escaped sign, a bracket, `:1.3)`, or text without any of them; in this order at every place. */
const piece = /\\([()[\]{}|\\])|[([]|:\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*\)|[)\]]|[^\\()[\]:]+|[\\:]/g;

const perBracket = 1.1;

/**
 * A prompt's emphasis, as AUTOMATIC1111's web UI reads it (modules/prompt_parser.py): `(x)` counts 1.1 times, `((x))` 1.21 times, `[x]`
 * 1/1.1 times, `(x:1.3)` 1.3 times; nested ones multiply. A backslash takes its meaning from the bracket after it (and from the braces of
 * choices). A bracket that is never closed holds to the end; one that was never opened is text. Neighbours of one weight are joined.
 */
export function parseEmphasis(prompt: string): WeightedText[] {
  const parts: { text: string; weight: number }[] = [];
  /** Where brackets that are still open began: indices into `parts`. */
  const [round, square]: [number[], number[]] = [[], []];
  const multiply = (start: number, factor: number): void => {
    for (const part of parts.slice(start)) part.weight *= factor;
  };
  for (const match of prompt.matchAll(piece)) {
    const [sign, escaped, number] = [match[0], match.at(1), match.at(2)];
    if (sign === '(') round.push(parts.length);
    else if (sign === '[') square.push(parts.length);
    else if (number !== undefined && round.length > 0) multiply(round.pop()!, Number(number));
    else if (sign === ')' && round.length > 0) multiply(round.pop()!, perBracket);
    else if (sign === ']' && square.length > 0) multiply(square.pop()!, 1 / perBracket);
    else parts.push({ text: escaped ?? sign, weight: 1 });
  }
  for (const start of round) multiply(start, perBracket);
  for (const start of square) multiply(start, 1 / perBracket);
  return joined(parts);
}

function joined(parts: readonly WeightedText[]): WeightedText[] {
  const runs: WeightedText[] = [];
  for (const { text, weight } of parts) {
    const last = runs.at(-1);
    if (last?.weight === weight) runs[runs.length - 1] = { text: last.text + text, weight };
    else runs.push({ text, weight });
  }
  return runs;
}
