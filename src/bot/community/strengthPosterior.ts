import type { Objective } from './newton.js';
import type { CountedVotes } from './strengthVotes.js';

/** Gaussian priors. */
export interface StrengthPrior {
  /** Standard deviation of each strength around plain's 0. */
  readonly strengthSd: number;
  /** Mean and standard deviation of log ν, how ready members are to see no difference. */
  readonly logTieMean: number;
  readonly logTieSd: number;
}

/**
 * −log posterior of x = [θ₁ … θₖ, log ν], up to a constant. Strengths θ in logits, that of `plain` (a place) fixed at 0.
 *
 * A duel, Davidson 1970: with δ = (θᵢ − θⱼ)/2 and Z = e^δ + e^−δ + ν,
 *
 *     P(i wins) = e^δ/Z,   P(j wins) = e^−δ/Z,   P(tie) = ν/Z
 *
 * (his πᵢ/(πᵢ + πⱼ + ν√(πᵢπⱼ)) with πᵢ = e^θᵢ, divided by √(πᵢπⱼ)). Best of a set S, Luce 1959, Plackett 1975: P(i) = e^θᵢ / Σ_S e^θ.
 * Both are logits of linear functions, so −log posterior is convex and has one minimum.
 */
export function strengthPosterior(counted: CountedVotes, plain: number, prior: StrengthPrior): Objective {
  const { ids, first, second, firstWins, secondWins, ties, begins, options, chosen } = counted;
  const [k, pairs, sets] = [ids.length, first.length, begins.length - 1];
  const { strengthSd, logTieMean, logTieSd } = prior;
  // The Hessian of each pair over (θᵢ − θⱼ, log ν), and of each set its probabilities and votes.
  const [strengthPart, mixedPart] = [new Float64Array(pairs), new Float64Array(pairs)];
  const probability = new Float64Array(options.length);
  const voters = new Float64Array(sets);
  let tiePart = 0;

  const evaluatePairs = (x: Float64Array, gradient: Float64Array): number => {
    const nu = Math.exp(x[k]);
    let value = 0;
    for (let p = 0; p < pairs; p++) {
      const i = first[p];
      const j = second[p];
      const wins = firstWins[p];
      const losses = secondWins[p];
      const undecided = ties[p];
      const votes = wins + losses + undecided;
      if (votes === 0) {
        strengthPart[p] = mixedPart[p] = 0;
        continue;
      }
      const delta = (x[i] - x[j]) / 2;
      const up = Math.exp(delta);
      const z = up + 1 / up + nu;
      const won = up / z;
      const lost = 1 / (up * z);
      const tied = nu / z;
      value += votes * Math.log(z) - (wins - losses) * delta - undecided * x[k];
      const slope = (votes * (won - lost) - (wins - losses)) / 2;
      gradient[i] += slope;
      gradient[j] -= slope;
      gradient[k] += votes * tied - undecided;
      strengthPart[p] = (votes * (won + lost - (won - lost) ** 2)) / 4;
      mixedPart[p] = (-votes * (won - lost) * tied) / 2;
      tiePart += votes * tied * (1 - tied);
    }
    return value;
  };

  const evaluateSets = (x: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let set = 0; set < sets; set++) {
      let [sum, votes, highest] = [0, 0, -Infinity];
      for (let o = begins[set]; o < begins[set + 1]; o++) highest = Math.max(highest, x[options[o]]);
      for (let o = begins[set]; o < begins[set + 1]; o++) {
        sum += probability[o] = Math.exp(x[options[o]] - highest);
        votes += chosen[o];
        value -= chosen[o] * x[options[o]];
      }
      value += votes * (highest + Math.log(sum));
      voters[set] = votes;
      for (let o = begins[set]; o < begins[set + 1]; o++) {
        probability[o] /= sum;
        gradient[options[o]] += votes * probability[o] - chosen[o];
      }
    }
    return value;
  };

  return {
    evaluate: (x, gradient) => {
      gradient.fill(0);
      tiePart = 0;
      let value = evaluatePairs(x, gradient) + evaluateSets(x, gradient);
      for (let i = 0; i < k; i++) {
        value += (x[i] / strengthSd) ** 2 / 2;
        gradient[i] += x[i] / strengthSd ** 2;
      }
      value += ((x[k] - logTieMean) / logTieSd) ** 2 / 2;
      gradient[k] += (x[k] - logTieMean) / logTieSd ** 2;
      gradient[plain] = 0;
      return value;
    },
    curvature: (vector, product) => {
      for (let i = 0; i < k; i++) product[i] = vector[i] / strengthSd ** 2;
      product[k] = vector[k] * (tiePart + 1 / logTieSd ** 2);
      for (let p = 0; p < pairs; p++) {
        const i = first[p];
        const j = second[p];
        const difference = vector[i] - vector[j];
        const along = strengthPart[p] * difference + mixedPart[p] * vector[k];
        product[i] += along;
        product[j] -= along;
        product[k] += mixedPart[p] * difference;
      }
      for (let set = 0; set < sets; set++) {
        let mean = 0;
        for (let o = begins[set]; o < begins[set + 1]; o++) mean += probability[o] * vector[options[o]];
        for (let o = begins[set]; o < begins[set + 1]; o++)
          product[options[o]] += voters[set] * probability[o] * (vector[options[o]] - mean);
      }
      product[plain] = vector[plain];
    },
    diagonal: (diagonal) => {
      diagonal.fill(1 / strengthSd ** 2, 0, k);
      diagonal[k] = tiePart + 1 / logTieSd ** 2;
      for (let p = 0; p < pairs; p++) {
        diagonal[first[p]] += strengthPart[p];
        diagonal[second[p]] += strengthPart[p];
      }
      for (let o = 0, set = 0; o < options.length; o++) {
        while (o >= begins[set + 1]) set++;
        diagonal[options[o]] += voters[set] * probability[o] * (1 - probability[o]);
      }
      diagonal[plain] = 1;
    },
  };
}
