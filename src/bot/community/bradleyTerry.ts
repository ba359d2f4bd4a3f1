import { bootstrapIntervals } from './bootstrap.js';
import type { Interval } from './bootstrap.js';
import { inverse } from './linear.js';
import { minimise } from './newton.js';
import type { Objective } from './newton.js';
import type { Random } from './random.js';
import { strengthPosterior } from './strengthPosterior.js';
import type { StrengthPrior } from './strengthPosterior.js';
import { countVotes, plainId } from './strengthVotes.js';
import type { StrengthVotes } from './strengthVotes.js';

/**
 * Before any vote, 95 % of aesthetics win between 12 % and 88 % of their decided duels with plain (σ(±1.96)), and of two aesthetics alike
 * a fifth of duels end without a difference, give or take (ν = 0.5: P(tie) = ν/(2 + ν)).
 */
const defaultPrior: StrengthPrior = { strengthSd: 1, logTieMean: Math.log(0.5), logTieSd: 1 };

/** The gradient is in votes: a millionth of a vote is left unexplained. */
const tolerance = 1e-6;
/** In resamples a twentieth of a vote, which moves a strength by far less than the resamples differ. */
const resampleTolerance = 0.05;

/** The strengths of aesthetics, in logits above plain. */
export interface StrengthFit {
  /** `plainId`, then the ids that were asked for. */
  readonly ids: readonly string[];
  /** θ of each [k]; plain's is 0. A beats B with the odds e^(θA − θB) : 1 where the duel is decided. */
  readonly strengths: Float64Array;
  /** Davidson's ν: of two alike, ν/(2 + ν) of duels are ties. */
  readonly tie: number;
  readonly converged: boolean;
  readonly steps: number;
  /** Laplace's covariance of the strengths [k,k], row by row; zero in plain's row and column. */
  readonly covariance: () => Float64Array;
}

/**
 * Bradley–Terry strengths with Davidson's ties and best-of choices in one likelihood, with a Gaussian prior: the most probable ones
 * (MAP), by Newton's method. See `strengthPosterior` for the formulas and `minimise` for when it has converged.
 *
 * @param ids the aesthetics to rank, also those without votes, without `plainId`
 * @throws Error where a vote names another id
 */
export function fitStrengths(
  ids: readonly string[],
  votes: StrengthVotes,
  prior: StrengthPrior = defaultPrior,
): StrengthFit {
  const all = [plainId, ...ids];
  const k = all.length;
  const objective = strengthPosterior(countVotes(all, votes), 0, prior);
  const { x, steps, converged } = minimise(objective, startOf(k, prior), tolerance);
  return {
    ids: all,
    strengths: x.slice(0, k),
    tie: Math.exp(x[k]),
    converged,
    steps,
    covariance: () => covarianceAt(objective, x, k),
  };
}

/** An aesthetic's place among the others. */
export interface RankedStrength {
  readonly id: string;
  readonly strength: number;
  readonly interval: Interval;
  /** What `interval` is: a bootstrap over duels and choices, or, of an aesthetic in fewer than 10, where the posterior puts it (Laplace). */
  readonly intervalFrom: 'duels' | 'posterior';
  /** How often it wins against plain where there is a difference: σ(θ). */
  readonly beatsPlain: number;
  /** Votes of duels and choices that it took part in. */
  readonly votes: number;
}

/**
 * In fewer duels and choices, resamples stay near the prior's mean, and without any they do not move at all: the interval would be
 * narrowest where least is known.
 */
const leastResampled = 10;
const normalQuantile = 1.959964;

/**
 * All aesthetics and plain, strongest first. The intervals are a bootstrap over duels and choices: each with all its votes, since members
 * who look at the same pictures agree more than members who look at others.
 */
export function rankStrengths(
  ids: readonly string[],
  votes: StrengthVotes,
  random: Random,
  prior: StrengthPrior = defaultPrior,
): RankedStrength[] {
  const all = [plainId, ...ids];
  const k = all.length;
  const counted = countVotes(all, votes);
  const objective = strengthPosterior(counted, 0, prior);
  const { x } = minimise(objective, startOf(k, prior), tolerance);
  const covariance = covarianceAt(objective, x, k);
  const takenPart = takenPartIn(all, votes);
  const intervals = bootstrapIntervals(counted.units, random, (counts) => {
    counted.weigh(counts);
    // From the fit to all votes, which is near: most resamples take two steps.
    return minimise(objective, x, resampleTolerance).x.subarray(0, k);
  });
  return all
    .map((id, place): RankedStrength => {
      const { units, votes: own } = takenPart[place];
      const strength = x[place];
      const half = normalQuantile * Math.sqrt(covariance[place * k + place]);
      const resampled = id === plainId || units >= leastResampled;
      return {
        id,
        strength,
        interval: resampled ? intervals[place] : { low: strength - half, high: strength + half },
        intervalFrom: resampled ? 'duels' : 'posterior',
        beatsPlain: 1 / (1 + Math.exp(-strength)),
        votes: own,
      };
    })
    .sort((a, b) => b.strength - a.strength);
}

function startOf(k: number, { logTieMean }: StrengthPrior): Float64Array {
  return new Float64Array(k + 1).fill(logTieMean, k);
}

/** The inverse of the Hessian at x, without the row and column of log ν, which are thereby averaged over. */
function covarianceAt(objective: Objective, x: Float64Array, k: number): Float64Array {
  const [n, column] = [k + 1, new Float64Array(k + 1)];
  objective.evaluate(x, new Float64Array(n));
  const hessian = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    column.fill(0);
    column[j] = 1;
    objective.curvature(column, hessian.subarray(j * n, (j + 1) * n));
    // Plain does not move: its entries in other columns are no curvature of anything.
    if (j !== 0) hessian[j * n] = 0;
    else hessian.fill(0, 1, n);
  }
  const inverted = inverse(hessian, n);
  const covariance = new Float64Array(k * k);
  for (let i = 1; i < k; i++) covariance.set(inverted.subarray(i * n, i * n + k), i * k);
  return covariance;
}

/** For each id, in how many duels and choices it took part, and their votes. */
function takenPartIn(ids: readonly string[], { duels, bestOf }: StrengthVotes): { units: number; votes: number }[] {
  const sums = new Map(ids.map((id) => [id, { units: 0, votes: 0 }]));
  const add = (id: string, votes: number): void => {
    const { units, votes: before } = sums.get(id) ?? { units: 0, votes: 0 };
    sums.set(id, { units: units + 1, votes: before + votes });
  };
  for (const { a, b, aWins, bWins, ties } of duels) for (const id of [a, b]) add(id, aWins + bWins + ties);
  for (const { options, votes } of bestOf) {
    const all = votes.reduce((sum, vote) => sum + vote, 0);
    for (const id of new Set(options)) add(id, all);
  }
  return [...sums.values()];
}
