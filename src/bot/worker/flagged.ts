import type { ImagineResult } from '../../engine/index.js';
import { BotError } from '../errors.js';
import type { StoredOutcome } from '../repositories/index.js';

/** For pictures that are shown together or not at all: a strip, a duel, a card. @throws BotError where the safety checker flagged one */
export function refuseFlagged({ images }: ImagineResult): void {
  const count = images.filter(({ flagged }) => flagged === true).length;
  if (count > 0) throw new BotError('flagged', { count });
}

/** The outcome of a request of which `count` pictures are left out, those of all its paintings together: the engine's notice is of one. */
export function withFlagged(outcome: StoredOutcome, count: number): StoredOutcome {
  const others = outcome.notices.filter((notice) => typeof notice === 'string' || notice.code !== 'flagged');
  return { ...outcome, notices: count === 0 ? others : [...others, { code: 'flagged', count }] };
}
