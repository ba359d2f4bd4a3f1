import { dot } from './linear.js';
import { utilityScale } from './pairDifferences.js';
import { choicePosterior, differencesOf } from './pictureChoices.js';
import type { FeatureChoice } from './pictureChoices.js';

/** A coefficient may leave its share of the prior's mean by half the whole. */
const priorSd = utilityScale / 2;
const mostSteps = 2_000;
/** In logits per unit of CLIP space. */
const tolerance = 1e-6;

/**
 * How much of each of the server's prototypes a member's choices show: β ≥ 0 [k] in the utilities w·u with w = Σ βₖ pₖ, the most probable
 * ones under the choices and a Gaussian prior around the even mixture (`utilityScale`/k each). This is a member as a convex combination of
 * prototypes that the server shares, of which a new member brings only the weights (Chen et al. 2024, arXiv 2406.08469), up to a length that
 * says how decided the choices are.
 *
 * The function is convex and its only bound is β ≥ 0: projected gradients with Nesterov's momentum (Beck & Teboulle 2009), steps 1/L. L
 * bounds the Hessian: of each choice, its votes times the square of half the greatest distance between two of its options.
 *
 * @param prototypes unit vectors k×[d], at least one
 */
export function mixtureOf(choices: readonly FeatureChoice[], prototypes: readonly Float64Array[]): Float64Array {
  const k = prototypes.length;
  const alongEach = choices.map(({ options, votes }) => ({
    options: options.map((u) => Float64Array.from(prototypes, (prototype) => dot(prototype, u))),
    votes,
  }));
  const differences = differencesOf(alongEach, k);
  const mean = new Float64Array(k).fill(utilityScale / k);
  const objective = choicePosterior(differences, mean, priorSd);
  const { rows, begins } = differences;
  let steepest = 1 / priorSd ** 2;
  choices.forEach(({ votes }, c) => {
    const voters = votes.reduce((sum, vote) => sum + vote, 0);
    let longest = 0;
    for (let r = begins[c]; r < begins[c + 1]; r++) {
      const row = rows.subarray(r * k, (r + 1) * k);
      longest = Math.max(longest, dot(row, row));
    }
    // Rows are distances from the first option: between two others it may be twice as far.
    steepest += (voters * longest) / (begins[c + 1] - begins[c] > 1 ? 1 : 4);
  });

  const gradient = new Float64Array(k);
  let beta = mean;
  let ahead = mean;
  let momentum = 1;
  for (let step = 0; step < mostSteps; step++) {
    objective.evaluate(ahead, gradient);
    const next = ahead.map((x, i) => Math.max(0, x - gradient[i] / steepest));
    const moved = next.reduce((most, x, i) => Math.max(most, Math.abs(x - beta[i])), 0);
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    ahead = next.map((x, i) => x + ((momentum - 1) / nextMomentum) * (x - beta[i]));
    [beta, momentum] = [next, nextMomentum];
    if (moved < tolerance) break;
  }
  return beta;
}
