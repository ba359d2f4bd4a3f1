import { dot, unit } from './linear.js';
import type { Objective } from './newton.js';

/**
 * Members' choice of the best among pictures of the same prompt, so that the subject cancels. Two options are a pair. A choice that was
 * made because of the subject says nothing of taste: the caller leaves it out.
 */
export interface PictureChoice {
  /** CLIP image embeddings [d] of each picture, raw or normalised. */
  readonly options: readonly Float32Array[];
  /** How many chose each, in the same order. "No difference" between two is half a vote for each. */
  readonly votes: readonly number[];
}

/**
 * A like or dislike as a choice between the picture and what is usual: likes say that it is better than the mean picture of the same prompt
 * (or, where there is only one, of the server).
 */
export function likeAsChoice(picture: Float32Array, usual: Float32Array, like: boolean): PictureChoice {
  return { options: [picture, usual], votes: like ? [1, 0] : [0, 1] };
}

/** The same with what utilities are linear in, in float64: normalised embeddings [d], or numbers made of them. */
export interface FeatureChoice {
  readonly options: readonly Float64Array[];
  readonly votes: readonly number[];
}

/** With every embedding normalised. */
export function normalised(choices: readonly PictureChoice[]): FeatureChoice[] {
  return choices.map(({ options, votes }) => ({ options: options.map(unit), votes }));
}

/** Choices as the differences of their options: with utilities w·u, only w·(u − u₀) matters. */
interface Differences {
  readonly d: number;
  /** For each choice, all options but the first: uᵢ − u₀ [d], one after the other. */
  readonly rows: Float64Array;
  /** Where each choice's rows begin; one more entry than there are choices. */
  readonly begins: Int32Array;
  readonly choices: readonly FeatureChoice[];
}

export function differencesOf(choices: readonly FeatureChoice[], d: number): Differences {
  const begins = new Int32Array(choices.length + 1);
  choices.forEach(({ options }, c) => (begins[c + 1] = begins[c] + Math.max(0, options.length - 1)));
  const rows = new Float64Array(begins[choices.length] * d);
  choices.forEach(({ options: [first, ...others] }, c) => {
    others.forEach((other, k) => {
      const at = (begins[c] + k) * d;
      for (let i = 0; i < d; i++) rows[at + i] = other[i] - first[i];
    });
  });
  return { d, rows, begins, choices };
}

/**
 * −log posterior of w [d], up to a constant: Plackett–Luce choices with utilities w·u and a Gaussian prior N(mean, sd²·I):
 *
 *     −Σ log( e^{w·u_best} / Σ_options e^{w·u} ) + |w − mean|² / 2sd²
 *
 * For two options this is logistic regression on u_winner − u_loser. Its Hessian is I/sd² plus a matrix of the rank of the rows.
 */
export function choicePosterior({ d, rows, begins, choices }: Differences, mean: Float64Array, sd: number): Objective {
  const rowCount = begins[choices.length];
  const row = Array.from({ length: rowCount }, (_, r) => rows.subarray(r * d, (r + 1) * d));
  const probability = new Float64Array(rowCount);
  const along = new Float64Array(rowCount);
  const voters = choices.map(({ votes }) => votes.reduce((sum, vote) => sum + vote, 0));
  const addRow = (target: Float64Array, r: number, factor: number): void => {
    const values = row[r];
    for (let i = 0; i < d; i++) target[i] += factor * values[i];
  };

  return {
    evaluate: (w, gradient) => {
      let value = 0;
      for (let i = 0; i < d; i++) {
        value += ((w[i] - mean[i]) / sd) ** 2 / 2;
        gradient[i] = (w[i] - mean[i]) / sd ** 2;
      }
      for (let r = 0; r < rowCount; r++) along[r] = dot(row[r], w);
      choices.forEach(({ votes }, c) => {
        let highest = 0; // the first option's utility
        for (let r = begins[c]; r < begins[c + 1]; r++) highest = Math.max(highest, along[r]);
        let sum = Math.exp(-highest);
        for (let r = begins[c]; r < begins[c + 1]; r++) sum += probability[r] = Math.exp(along[r] - highest);
        value += voters[c] * (highest + Math.log(sum));
        for (let r = begins[c]; r < begins[c + 1]; r++) {
          const chosen = votes[r - begins[c] + 1];
          probability[r] /= sum;
          value -= chosen * along[r];
          addRow(gradient, r, voters[c] * probability[r] - chosen);
        }
      });
      return value;
    },
    curvature: (vector, product) => {
      for (let i = 0; i < d; i++) product[i] = vector[i] / sd ** 2;
      for (let c = 0; c < choices.length; c++) {
        let expected = 0;
        for (let r = begins[c]; r < begins[c + 1]; r++) {
          along[r] = dot(row[r], vector);
          expected += probability[r] * along[r];
        }
        for (let r = begins[c]; r < begins[c + 1]; r++)
          addRow(product, r, voters[c] * probability[r] * (along[r] - expected));
      }
    },
    diagonal: (diagonal) => diagonal.fill(1 / sd ** 2),
  };
}

/** The probability of each option by utilities w·u. */
export function chancesOf({ options }: FeatureChoice, w: Float64Array): number[] {
  const utilities = options.map((option) => dot(option, w));
  const highest = Math.max(...utilities);
  const odds = utilities.map((utility) => Math.exp(utility - highest));
  const sum = odds.reduce((total, odd) => total + odd, 0);
  return odds.map((odd) => odd / sum);
}
