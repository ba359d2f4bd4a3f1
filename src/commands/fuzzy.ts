import { cut } from '../text/clean.js';
import { editDistance } from '../text/editDistance.js';

interface Named {
  readonly name: string;
  readonly uses: number;
  readonly score: number;
}

/** No name is longer. */
const mostTyped = 32;

/**
 * Those that `typed` could mean, the likeliest first: the same, one that begins so, one with a word that does, one that contains it, one with
 * the same letters in order, one within half its length in edits. Among equals the best by votes, then the most used. Nothing typed: all of them so.
 */
export function rank<T extends Named>(typed: string, all: readonly T[]): T[] {
  const wanted = cut(typed.trim(), mostTyped).toLowerCase();
  return all
    .map((one) => ({ one, distance: distance(wanted, one.name.toLowerCase()) }))
    .filter(({ distance }) => distance < Infinity)
    .sort(
      (a, b) =>
        a.distance - b.distance ||
        b.one.score - a.one.score ||
        b.one.uses - a.one.uses ||
        (a.one.name < b.one.name ? -1 : 1),
    )
    .map(({ one }) => one);
}

function distance(wanted: string, name: string): number {
  if (wanted === '') return 0;
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.split(/[\s_-]+/).some((word) => word.startsWith(wanted))) return 2;
  if (name.includes(wanted)) return 3;
  if (isSubsequence(wanted, name)) return 4;
  const edits = editDistance(wanted, name);
  return edits <= Math.max(wanted.length, name.length) / 2 ? 4 + edits : Infinity;
}

function isSubsequence(letters: string, name: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === letters[at]) at++;
  return at === letters.length;
}
