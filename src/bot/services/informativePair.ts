import { randomUUID } from 'node:crypto';
import { choosePair, fitStrengths, plainId, seededRandom } from '../community/index.js';
import type { PairingRequest } from '../community/index.js';
import type { CountedVotes } from '../repositories/index.js';

/** Of the allowed pairs of candidates (aesthetics' ids, and plain's), the one whose comparison would teach most, by all votes of the server. */
export function informativePair(
  votes: CountedVotes,
  choice: Required<Pick<PairingRequest, 'candidates' | 'isAllowed' | 'turn'>>,
): readonly [string, string] {
  const ids = [...new Set([...choice.candidates, ...votes.ids])].filter((id) => id !== plainId);
  return choosePair({ fit: fitStrengths(ids, votes), votes, ...choice }, seededRandom(randomUUID())).pair;
}
