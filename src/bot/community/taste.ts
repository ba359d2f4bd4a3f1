import { dot, unit } from './linear.js';
import { mixtureOf } from './mixture.js';
import { fitChoices } from './pairDifferences.js';
import { chancesOf, normalised } from './pictureChoices.js';
import type { FeatureChoice, PictureChoice } from './pictureChoices.js';

/** At as many votes, what the member's own votes add to the server's prototypes counts half. */
const halfOwn = 12;
/** Below, a taste is said to be provisional. */
const settledVotes = 12;
/** Held-out parts: each choice alone where there are no more of them. */
const mostFolds = 10;

export interface Taste {
  /** Raw [d]: its length means nothing. */
  readonly vector: Float32Array;
  /** How much each of the server's prototypes is in it, in their order, summing to 1; all 0 where the member likes none of them. */
  readonly mixture: readonly number[];
  /** How much of it is the member's own: λ = n/(n + 12), from 0 to 1. */
  readonly own: number;
  /** The chance that it gives to what the member chose, on average over choices that it was not made from; chance alone: ½ for pairs. */
  readonly certainty: number;
  readonly votes: number;
  readonly provisional: boolean;
}

/**
 * A member's taste by partial pooling: a mixture of the server's prototypes (`mixtureOf`, after Chen et al. 2024, arXiv 2406.08469) and a
 * part of the member's own, which grows with the n votes:
 *
 *     w = m + λ (ŵ − m),   m = Σ βₖ pₖ,   ŵ = fitChoices around m,   λ = n/(n + κ),   κ = 12
 *
 * Whether there are votes enough is for `whyTooFew` to say.
 *
 * @param choices of this member alone; see `PictureChoice`, and `likeAsChoice` for likes
 * @param prototypes the server's aesthetics [d] each, of any length; may be none
 * @param d the length of every vector
 */
export function memberTaste(
  choices: readonly PictureChoice[],
  prototypes: readonly ArrayLike<number>[],
  d: number,
): Taste {
  const units = prototypes.map(unit);
  const featured = normalised(choices);
  const { w, beta, own, votes } = pool(featured, units, d);
  const sum = beta.reduce((total, x) => total + x, 0);
  return {
    vector: Float32Array.from(w),
    mixture: Array.from(beta, (x) => (sum > 0 ? x / sum : 0)),
    own,
    certainty: heldOutChance(featured, units, d),
    votes,
    provisional: votes < settledVotes,
  };
}

function pool(choices: readonly FeatureChoice[], prototypes: readonly Float64Array[], d: number) {
  const votes = choices.reduce((sum, choice) => sum + choice.votes.reduce((total, vote) => total + vote, 0), 0);
  const own = votes / (votes + halfOwn);
  const beta = prototypes.length > 0 ? mixtureOf(choices, prototypes) : new Float64Array(0);
  const mixed = new Float64Array(d);
  prototypes.forEach((prototype, k) => {
    for (let i = 0; i < d; i++) mixed[i] += beta[k] * prototype[i];
  });
  const fitted = fitChoices(choices, mixed);
  return { w: mixed.map((m, i) => m + own * (fitted[i] - m)), beta, own, votes };
}

/** Cross-validation (Stone 1974): every choice is predicted from the folds that it is not in. NaN without choices. */
function heldOutChance(choices: readonly FeatureChoice[], prototypes: readonly Float64Array[], d: number): number {
  const folds = Math.min(mostFolds, choices.length);
  let [sum, votes] = [0, 0];
  for (let fold = 0; fold < folds; fold++) {
    const { w } = pool(
      choices.filter((_, c) => c % folds !== fold),
      prototypes,
      d,
    );
    for (const choice of choices.filter((_, c) => c % folds === fold)) {
      const chances = chancesOf(choice, w);
      choice.votes.forEach((vote, option) => {
        sum += vote * chances[option];
        votes += vote;
      });
    }
  }
  return sum / votes;
}

/** A picture that a member and the server value differently. */
export interface Disagreement {
  readonly id: string;
  /** Standard deviations above the mean of the pictures, of each. */
  readonly member: number;
  readonly server: number;
}

/**
 * The pictures on which two tastes differ most, most first: utilities w·u of normalised pictures, each taste's in standard deviations from
 * its mean over these pictures, since the lengths of the two w say nothing about each other.
 */
export function disagreements(
  pictures: readonly { readonly id: string; readonly vector: Float32Array }[],
  member: ArrayLike<number>,
  server: ArrayLike<number>,
  count: number,
): Disagreement[] {
  const units = pictures.map(({ vector }) => unit(vector));
  const [own, others] = [member, server].map((w) => standardised(units.map((u) => dot(u, w))));
  return pictures
    .map(({ id }, p) => ({ id, member: own[p], server: others[p] }))
    .sort((a, b) => Math.abs(b.member - b.server) - Math.abs(a.member - a.server))
    .slice(0, count);
}

/** Minus the mean, by the standard deviation; zeros where all are the same. */
function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (sd > 0 ? (value - mean) / sd : 0));
}
