import { BotError } from '../errors.js';

const windowMs = 3_600_000;
/** Wrong codes of one member in an hour; a code has 64 bits, so this is for those who would try anyway. */
const mostWrong = 10;
/** Members that are remembered; beyond, the longest ago is forgotten. */
const mostMembers = 10_000;

/** Counts the wrong codes of members, in this process's memory. */
export function countCodeAttempts(now: () => number) {
  const wrong = new Map<string, readonly number[]>();
  const recent = (memberId: string): readonly number[] =>
    (wrong.get(memberId) ?? []).filter((at) => at > now() - windowMs);
  return {
    /** @throws BotError after too many */
    check: (memberId: string): void => {
      if (recent(memberId).length < mostWrong) return;
      throw new BotError('wrongCodes', { count: mostWrong });
    },
    count: (memberId: string): void => {
      const times = [...recent(memberId), now()];
      // Anew at the end: the first of a Map is the longest ago.
      wrong.delete(memberId);
      wrong.set(memberId, times);
      if (wrong.size > mostMembers) wrong.delete([...wrong.keys()][0]);
    },
  };
}
