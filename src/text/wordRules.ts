import { foldLookAlikes, leetSigns } from './lookAlikes.js';

/*
 * Words that a text may not contain. A rule is a word or several; `*` at its beginning or end stands for more letters. It matches whole words
 * alone, so that "ass" is not found in "glass", in whatever way they are disguised: look-alikes, digits for letters, letters repeated three
 * times and more, letters set apart.
 */

/** Scripts that put no blanks between words: there, a rule is looked for anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const letter = /\p{L}/u;
/** Of a rule whose letters may be set apart: "c a t" happens, "a b" happens all the time. */
const leastApart = 3;

/** The first of the rules that the text breaks, as it is written; undefined where it breaks none. */
export function brokenRule(text: string, rules: readonly string[]): string | undefined {
  if (rules.length === 0) return undefined;
  const folded = { latin: foldLookAlikes(text), asIs: foldLookAlikes(text, false) };
  return rules.find((rule) => matches(isLatin(rule) ? folded.latin : folded.asIs, patternsOf(rule)));
}

/** A rule as it is kept: one blank between words. Undefined where nothing is left to look for. */
export function cleanRule(given: string): string | undefined {
  const rule = given.normalize('NFC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const left = foldLookAlikes(rule).match(/[\p{L}\p{N}]/gu) ?? [];
  return left.length > 1 || unspaced.test(rule) ? rule : undefined;
}

/** A rule of another script is looked for in that script alone: Russian "мат" is no English "mat". */
function isLatin(rule: string): boolean {
  return !/(?=\P{Script=Latin})\p{L}/u.test(rule);
}

interface Pattern {
  readonly expression: RegExp;
  /** How many letters there have to be in what is found: neither "455" nor "5 3 x" is a disguise. */
  readonly leastLetters: number;
}

const compiled = new Map<string, readonly Pattern[]>();
const mostCompiled = 2_000;

function patternsOf(rule: string): readonly Pattern[] {
  const known = compiled.get(rule);
  if (known) return known;
  if (compiled.size >= mostCompiled) compiled.clear();
  const made = compile(rule);
  compiled.set(rule, made);
  return made;
}

function compile(rule: string): Pattern[] {
  const before = rule.startsWith('*');
  const after = rule.endsWith('*');
  const words = foldLookAlikes(rule.replaceAll('*', ' '), isLatin(rule))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const isUnspaced = unspaced.test(rule);
  const from = before || isUnspaced ? '' : String.raw`(?<![\p{L}\p{N}])`;
  const to = after || isUnspaced ? '' : String.raw`(?![\p{L}\p{N}])`;
  const gap = String.raw`[^\p{L}\p{N}]+`;
  const together = words.map((word) => runsOf(word).join('')).join(gap);
  const letters = words.join('');
  const apart = Array.from(letters).length >= leastApart && !before && !after && !isUnspaced;
  const between = String.raw`[^\p{L}\p{N}]{1,3}`;
  const leastLetters = letter.test(letters) ? 1 : 0;
  return [
    { expression: new RegExp(from + together + to, 'gu'), leastLetters },
    ...(apart
      ? [
          {
            expression: new RegExp(from + Array.from(letters, oneOf).join(between) + to, 'gu'),
            leastLetters: 2 * leastLetters,
          },
        ]
      : []),
  ];
}

/**
 * One expression for each run of a letter: as often as in the rule, or at least three times, which no word has. So "god" is not found in
 * "good", and is in "gooood".
 */
function runsOf(word: string): string[] {
  return (word.match(/(.)\1*/gsu) ?? []).map((run) => {
    const [first, ...more] = Array.from(run);
    const count = more.length + 1;
    return count >= 3 ? `${oneOf(first)}{3,}` : `(?:${oneOf(first)}{${count}}|${oneOf(first)}{3,})`;
  });
}

/** A letter or what stands for it. */
function oneOf(one: string): string {
  const signs = [one, ...Array.from(leetSigns[one] ?? '')].map(
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `[${signs.join('')}]`;
}

function matches(text: string, patterns: readonly Pattern[]): boolean {
  return patterns.some(({ expression, leastLetters }) =>
    [...text.matchAll(expression)].some(([found]) => (found.match(/\p{L}/gu) ?? []).length >= leastLetters),
  );
}
