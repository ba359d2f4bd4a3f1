import { foldLookAlikes, leetSigns } from './lookAlikes.js';
import { isFound, signPattern, signsOf } from './signPattern.js';
import type { Repeated, SignPattern } from './signPattern.js';

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
  const latin = signsOf(foldLookAlikes(text));
  const asIs = signsOf(foldLookAlikes(text, false));
  return rules.find((rule) => patternsOf(rule).some((pattern) => isFound(pattern, isLatin(rule) ? latin : asIs)));
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

const compiled = new Map<string, readonly SignPattern[]>();
const mostCompiled = 2_000;

function patternsOf(rule: string): readonly SignPattern[] {
  const known = compiled.get(rule);
  if (known) return known;
  if (compiled.size >= mostCompiled) compiled.clear();
  const made = compile(rule);
  compiled.set(rule, made);
  return made;
}

function compile(rule: string): SignPattern[] {
  const before = rule.startsWith('*');
  const after = rule.endsWith('*');
  const words = foldLookAlikes(rule.replaceAll('*', ' '), isLatin(rule))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const isUnspaced = unspaced.test(rule);
  const edges = { begins: !before && !isUnspaced, ends: !after && !isUnspaced };
  const letters = words.join('');
  const apart = Array.from(letters).length >= leastApart && !before && !after && !isUnspaced;
  // Neither "455" nor "5 3 x" is a disguise.
  const leastLetters = letter.test(letters) ? 1 : 0;
  const between: Repeated = { of: 'gap', counts: [1, 2, 3], orMore: false };
  const one = (sign: string): Repeated => ({ of: standingFor(sign), counts: [1], orMore: false });
  const together = words.flatMap((word, i) => [...(i === 0 ? [] : [gap]), ...runsOf(word)]);
  const separate = Array.from(letters, one).flatMap((sign, i) => (i === 0 ? [sign] : [between, sign]));
  return [
    signPattern(together, { ...edges, leastLetters }),
    ...(apart ? [signPattern(separate, { ...edges, leastLetters: 2 * leastLetters })] : []),
  ];
}

/** Between words. */
const gap: Repeated = { of: 'gap', counts: [1], orMore: true };

/**
 * Each run of a letter: as often as in the rule, or at least three times, which no word has. So "god" is not found in "good", and is in
 * "gooood".
 */
function runsOf(word: string): Repeated[] {
  const runs: { readonly sign: string; count: number }[] = [];
  for (const sign of word) {
    const last = runs.at(-1);
    if (last?.sign === sign) last.count++;
    else runs.push({ sign, count: 1 });
  }
  return runs.map(({ sign, count }) => ({ of: standingFor(sign), counts: [Math.min(count, 3), 3], orMore: true }));
}

/** A letter and what stands for it. */
function standingFor(sign: string): ReadonlySet<string> {
  return new Set([sign, ...Array.from(leetSigns[sign] ?? '')]);
}
