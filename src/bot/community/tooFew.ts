/** Votes that an estimator has. */
export interface VoteCounts {
  /** Members who voted. */
  readonly members: number;
  /** Pictures liked, and disliked, more than the server's rate: see `contrastOfVotes`. */
  readonly liked?: number;
  readonly disliked?: number;
  /** Choices among pictures of the same prompt. */
  readonly choices?: number;
  /** Likes, dislikes and choices together. */
  readonly votes?: number;
}

type Estimator = 'contrast' | 'pairDifferences' | 'taste' | 'refine';

/** Why an estimator is refused, as numbers; the words are elsewhere. */
export interface TooFew {
  readonly code: 'tooFewMembers' | 'tooFewLiked' | 'tooFewDisliked' | 'tooFewChoices' | 'tooFewVotes';
  readonly have: number;
  readonly least: number;
}

/**
 * What each estimator needs at least; chosen, not measured.
 *
 * A server's aesthetic needs two members, or it is the taste of one. Of five pictures a mean holds each one's subject at about a fifth of
 * its weight; of fewer, it is those subjects rather than a taste. A choice gives one bit about one direction: with fewer than ten the
 * vector is the prior's but for noise. A member's own taste may start earlier, at four choices, since it is then mostly the server's
 * (`memberTaste` shrinks it) and says that it is provisional. New weights need few votes, since without any they are what they were; five are
 * asked for so that not every vote makes a version.
 */
const least: Readonly<Record<Estimator, VoteCounts>> = {
  contrast: { members: 2, liked: 5, disliked: 5 },
  pairDifferences: { members: 2, choices: 10 },
  taste: { members: 1, choices: 4 },
  refine: { members: 2, votes: 5 },
};

const codes = {
  members: 'tooFewMembers',
  liked: 'tooFewLiked',
  disliked: 'tooFewDisliked',
  choices: 'tooFewChoices',
  votes: 'tooFewVotes',
} as const satisfies Record<keyof VoteCounts, TooFew['code']>;

/** The first count that is below what the estimator needs; undefined where there are votes enough. */
export function whyTooFew(estimator: Estimator, counts: VoteCounts): TooFew | undefined {
  for (const [key, code] of Object.entries(codes) as [keyof VoteCounts, TooFew['code']][]) {
    const [have, needed] = [counts[key] ?? 0, least[estimator][key] ?? 0];
    if (have < needed) return { code, have, least: needed };
  }
  return undefined;
}
