import type { VotedVector } from './contrast.js';
import { unit } from './linear.js';
import { minimise } from './newton.js';
import { choicePosterior, differencesOf, normalised } from './pictureChoices.js';
import type { FeatureChoice, PictureChoice } from './pictureChoices.js';

/**
 * The length of the prior's mean, in logits per unit of CLIP space: where two pictures of a prompt differ by 0.1 to 0.2 along the prior's
 * direction, its odds for the better one are e to e² : 1.
 */
export const utilityScale = 10;
/** In each direction: between two pictures that are 0.6 apart (a cosine of 0.82), utilities differ by ±1.2 logits beyond the prior's mean. */
const priorSd = 2;
/** Of the gradient, in votes times distance. */
const tolerance = 1e-6;

/**
 * A direction w from choices among pictures of the same prompt: logistic regression on u_winner − u_loser, of normalised CLIP vectors, which is Bradley–Terry with strengths w·u (Gallego 2023, arXiv 2308.07929, who adapts CLIP so from few pairs); choices among more are
 * Plackett–Luce's. Gaussian prior around `priorMean`, MAP by Newton's method: see `choicePosterior` and `minimise`.
 *
 * @param priorMean [d], with a length: `priorOf(contrast)`, a mixture of tastes, or zeros
 * @returns the most probable w, float64: its length is how sure the utilities are
 */
export function fitChoices(choices: readonly FeatureChoice[], priorMean: Float64Array): Float64Array {
  const differences = differencesOf(choices, priorMean.length);
  return minimise(choicePosterior(differences, priorMean, priorSd), priorMean, tolerance).x;
}

/** A prior's mean that points where a contrast points. Of zeros: zeros. [d] → [d] */
export function priorOf(contrast: ArrayLike<number>): Float64Array {
  return unit(contrast).map((x) => x * utilityScale);
}

/**
 * The server's direction by estimator 2: `fitChoices` around the contrast (zeros where there is none), as a raw vector.
 * Whether there are votes enough is for `whyTooFew` to say.
 */
export function pairDifferences(choices: readonly PictureChoice[], contrast: ArrayLike<number>): VotedVector {
  return {
    vector: Float32Array.from(fitChoices(normalised(choices), priorOf(contrast))),
    votes: choices.reduce((sum, { votes }) => sum + votes.reduce((total, vote) => total + vote, 0), 0),
  };
}
