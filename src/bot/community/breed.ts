import { contrastOfVotes } from './contrast.js';
import type { VotedPicture } from './contrast.js';
import { pairDifferences } from './pairDifferences.js';
import type { PictureChoice } from './pictureChoices.js';
import { whyTooFew } from './tooFew.js';
import type { TooFew } from './tooFew.js';

/** How a server's votes become a vector. */
export const estimatorNames = ['contrast', 'pairDifferences'] as const;
export type EstimatorName = (typeof estimatorNames)[number];

/** What `breed` takes where there are votes enough for it: `npm run bench:community` decided (docs/voting.md). */
const defaultEstimator: EstimatorName = 'pairDifferences';

/** All votes of a server that count. A picture that was voted on and chosen among others is the same array in both. */
export interface ServerVotes {
  readonly pictures: readonly VotedPicture[];
  readonly choices: readonly PictureChoice[];
  /** Who voted. */
  readonly members: number;
}

export interface Bred {
  readonly estimator: EstimatorName;
  /** Raw [d]. */
  readonly vector: Float32Array;
  /** Single votes and choices that it rests on. */
  readonly votes: number;
}

/**
 * A direction out of a server's votes, by the default estimator, or by the other one where only that has votes enough. The contrast takes
 * choices, too, as `asLikes`; differences of pairs are fitted around the contrast of the votes on single pictures, so that no vote counts twice.
 *
 * @returns why not, where neither has enough: what is lacking of the one that is nearer to it
 */
export function breed(given: ServerVotes, by: EstimatorName = defaultEstimator): Bred | TooFew {
  const others = estimatorNames.filter((name) => name !== by);
  const [made, ...second] = [by, ...others].map((name) => estimators[name](given));
  if (!('code' in made)) return made;
  const other = second.find((one) => !('code' in one));
  if (other) return other;
  const refusals = [made, ...second].filter((one) => 'code' in one);
  return refusals.reduce((nearest, one) => (one.have / one.least >= nearest.have / nearest.least ? one : nearest));
}

/** A vector from whatever votes there are, for the bench: undefined where they point nowhere. */
export function breedAnyway(estimator: EstimatorName, votes: Omit<ServerVotes, 'members'>): Float32Array | undefined {
  if (estimator === 'contrast') return contrastOfVotes(asLikes(votes))?.vector;
  return pairDifferences(votes.choices, priorOf(votes)).vector;
}

const estimators: Readonly<Record<EstimatorName, (given: ServerVotes) => Bred | TooFew>> = {
  contrast: (given) => {
    const made = contrastOfVotes(asLikes(given));
    const tooFew = whyTooFew('contrast', {
      members: given.members,
      liked: made?.liked ?? 0,
      disliked: made?.disliked ?? 0,
    });
    if (tooFew || !made) return tooFew ?? { code: 'tooFewLiked', have: 0, least: 1 };
    return { estimator: 'contrast', vector: made.vector, votes: votesOf(given) };
  },
  pairDifferences: (given) => {
    const choices = given.choices.reduce((sum, { votes }) => sum + total(votes), 0);
    const tooFew = whyTooFew('pairDifferences', { members: given.members, choices });
    if (tooFew) return tooFew;
    const { vector } = pairDifferences(given.choices, priorOf(given));
    return { estimator: 'pairDifferences', vector, votes: votesOf(given) };
  },
};

/** Votes on single pictures, and of each choice a like for what was chosen, shared in ties, and the rest of a dislike for every other. */
export function asLikes({ pictures, choices }: Omit<ServerVotes, 'members'>): VotedPicture[] {
  const chosen = choices.flatMap(({ options, votes }) =>
    options.map((vector, i) => ({
      vector,
      likes: votes[i],
      dislikes: (total(votes) - votes[i]) / (options.length - 1),
    })),
  );
  const tallies = new Map<Float32Array, VotedPicture>();
  for (const { vector, likes, dislikes } of [...pictures, ...chosen]) {
    const before = tallies.get(vector);
    tallies.set(vector, {
      vector,
      likes: likes + (before?.likes ?? 0),
      dislikes: dislikes + (before?.dislikes ?? 0),
    });
  }
  return [...tallies.values()];
}

function priorOf({ pictures, choices }: Omit<ServerVotes, 'members'>): Float32Array {
  const d = pictures.at(0)?.vector.length ?? choices.at(0)?.options[0].length ?? 0;
  return contrastOfVotes(pictures)?.vector ?? new Float32Array(d);
}

function votesOf({ pictures, choices }: ServerVotes): number {
  return (
    pictures.reduce((sum, { likes, dislikes }) => sum + likes + dislikes, 0) +
    choices.reduce((sum, { votes }) => sum + total(votes), 0)
  );
}

function total(votes: readonly number[]): number {
  return votes.reduce((sum, vote) => sum + vote, 0);
}
