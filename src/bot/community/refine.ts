import { meanVector } from '../../engine/index.js';
import type { VotedPicture, VotedVector } from './contrast.js';
import { dot, unit } from './linear.js';

/** How sharply a picture is given to its nearest source image: one that is nearer by 0.05 in cosine gets e times the share. */
const temperature = 0.05;

export interface Refined extends VotedVector {
  /** Of each source image, summing to 1. */
  readonly weights: readonly number[];
}

/**
 * New weights for an aesthetic's source images from votes on pictures that were painted with it.
 *
 * A picture g belongs to source image k with the share rₖ = softmaxₖ(cos(g, sₖ)/0.05). Each like is evidence of one, shared by r. Each
 * dislike is evidence of one for the other images, shared by (1 − rₖ)/(K − 1): it moves weight away from what the picture is near to, and no
 * weight below 0. With evidence e and a prior in which all weights are as likely, the weights are the mean of the posterior Dirichlet(1 + e):
 *
 *     wₖ = (1 + eₖ) / (K + Σe)
 *
 * which without votes is 1/K each (Rubin 1981 draws from the same Dirichlet for his Bayesian bootstrap).
 *
 * @param sources raw CLIP embeddings of the source images, K×[d]; at least one
 * @returns with the weighted raw mean as `vector` [d]
 * @throws UserError as `meanVector`
 */
export function refine(sources: readonly Float32Array[], pictures: readonly VotedPicture[]): Refined {
  const evidence = new Float64Array(sources.length).fill(1);
  const units = sources.map(unit);
  let votes = 0;
  for (const { vector, likes, dislikes } of pictures) {
    votes += likes + dislikes;
    // The only image cannot lose against others, and its weight is 1 whatever it gets.
    const others = Math.max(1, sources.length - 1);
    sharesOf(vector, units).forEach((share, k) => {
      evidence[k] += likes * share + (dislikes * (1 - share)) / others;
    });
  }
  const sum = evidence.reduce((total, value) => total + value, 0);
  const weights = Array.from(evidence, (value) => value / sum);
  return { weights, vector: meanVector(sources, weights), votes };
}

function sharesOf(picture: Float32Array, units: readonly Float64Array[]): number[] {
  const own = unit(picture);
  const cosines = units.map((source) => dot(own, source));
  const highest = Math.max(...cosines);
  const odds = cosines.map((cosine) => Math.exp((cosine - highest) / temperature));
  const sum = odds.reduce((total, odd) => total + odd, 0);
  return odds.map((odd) => odd / sum);
}
