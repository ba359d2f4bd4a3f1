/*
 * Patterns over the signs of a text that are found in one pass, however the text is made: all ways to read it are followed at once
 * (Thompson 1968). A regular expression tries them one after another, which takes cubic time where a sign stands for a letter and for a gap.
 */

/** A text, sign by sign. */
export interface Signs {
  readonly signs: readonly string[];
  readonly kinds: readonly SignKind[];
}
type SignKind = 'letter' | 'number' | 'other';

/** The same kind of sign several times. */
export interface Repeated {
  /** The signs that it takes; `gap`: all but letters and numbers. */
  readonly of: ReadonlySet<string> | 'gap';
  /** So many of them will do. */
  readonly counts: readonly number[];
  /** And so will any number from the largest count on. */
  readonly orMore: boolean;
}

/** What a pattern asks for beside its signs. */
interface Surroundings {
  /** Neither a letter nor a number may stand before it, or behind it. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** How many letters there have to be in what is found. */
  readonly leastLetters: number;
}

export interface SignPattern extends Surroundings {
  readonly steps: readonly Step[];
}

/** Takes one sign. */
interface Step {
  readonly of: Repeated['of'];
  /** The steps that may take the sign behind it. */
  readonly following: readonly number[];
  /** The pattern may end here. */
  readonly last: boolean;
}

/** One thing after another. */
export function signPattern(sequence: readonly Repeated[], surroundings: Surroundings): SignPattern {
  let behind = 0;
  const steps = sequence.flatMap(({ of, counts, orMore }, part) => {
    const length = Math.max(...counts);
    const begin = behind;
    behind += length;
    const isLastPart = part === sequence.length - 1;
    return Array.from({ length }, (_, i): Step => {
      const more = i + 1 < length ? [begin + i + 1] : orMore ? [begin + i] : [];
      const enough = counts.includes(i + 1);
      return { of, following: [...more, ...(enough && !isLastPart ? [behind] : [])], last: enough && isLastPart };
    });
  });
  return { steps, ...surroundings };
}

const letter = /\p{L}/u;
const number = /\p{N}/u;

/** The code points of a text. */
export function signsOf(text: string): Signs {
  const signs = Array.from(text);
  return { signs, kinds: signs.map((sign) => (letter.test(sign) ? 'letter' : number.test(sign) ? 'number' : 'other')) };
}

/** Whether the pattern is somewhere in the text. Takes time in proportion to the text's length times the pattern's. */
export function isFound({ steps, begins, ends, leastLetters }: SignPattern, { signs, kinds }: Signs): boolean {
  const takes = ({ of }: Step, i: number): boolean => (of === 'gap' ? kinds[i] === 'other' : of.has(signs[i]));
  /** A state is a step that may take the next sign, and how many letters were found before it. */
  const counted = leastLetters + 1;
  const first = steps.at(0);
  if (!first) return false;
  let open = new Set<number>();
  for (let i = 0; i < signs.length; i++) {
    const mayBegin = (!begins || i === 0 || kinds[i - 1] === 'other') && takes(first, i);
    if (mayBegin) open.add(0);
    if (open.size === 0) continue;
    const mayEnd = !ends || i + 1 === signs.length || kinds[i + 1] === 'other';
    const next = new Set<number>();
    for (const state of open) {
      const step = steps[Math.floor(state / counted)];
      if (!takes(step, i)) continue;
      const letters = Math.min(leastLetters, (state % counted) + (kinds[i] === 'letter' ? 1 : 0));
      if (step.last && mayEnd && letters === leastLetters) return true;
      for (const following of step.following) next.add(following * counted + letters);
    }
    open = next;
  }
  return false;
}
