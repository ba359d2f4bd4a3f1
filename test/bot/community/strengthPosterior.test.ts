import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Objective } from '../../../src/bot/community/newton.js';
import { strengthPosterior } from '../../../src/bot/community/strengthPosterior.js';
import { countVotes } from '../../../src/bot/community/strengthVotes.js';
import { checkDerivatives } from './derivatives.js';

const ids = ['plain', 'a', 'b', 'c'];
const votes = {
  duels: [
    { a: 'a', b: 'plain', aWins: 3, bWins: 1, ties: 2 },
    { a: 'plain', b: 'a', aWins: 1, bWins: 1, ties: 0 },
    { a: 'c', b: 'b', aWins: 0, bWins: 4, ties: 1 },
  ],
  bestOf: [
    { options: ['a', 'b', 'c', 'plain'], votes: [1, 0, 2, 1] },
    { options: ['b', 'b', 'a'], votes: [1, 1, 0] },
  ],
};
const posterior = (): Objective =>
  strengthPosterior(countVotes(ids, votes), 0, { strengthSd: 1.5, logTieMean: -0.7, logTieSd: 1.2 });

describe('the posterior of strengths', () => {
  it('has the derivatives that finite differences have, at any strengths', () => {
    const numbers = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      // Plain stays where it is.
      fc.property(numbers, numbers, ([, ...x], [, ...direction]) => {
        checkDerivatives(posterior(), [0, ...x], [0, ...direction]);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('has the diagonal of its Hessian', () => {
    const objective = posterior();
    objective.evaluate(Float64Array.from([0, 0.3, -0.2, 1, -0.5]), new Float64Array(5));
    const diagonal = new Float64Array(5);
    objective.diagonal(diagonal);
    for (let i = 1; i < 5; i++) {
      const [unit, product] = [new Float64Array(5), new Float64Array(5)];
      unit[i] = 1;
      objective.curvature(unit, product);
      // A set with an aesthetic twice has part of its curvature between the two: there the diagonal is an estimate from above.
      if (i === 2) expect(diagonal[i]).toBeGreaterThan(product[i]);
      else expect(diagonal[i]).toBeCloseTo(product[i], 12);
    }
  });

  it('is the sum over duels and choices of minus the logarithm of their probability', () => {
    const x = Float64Array.from([0, 0.3, -0.2, 1, -0.5]);
    const nu = Math.exp(-0.5);
    const log = (i: number, j: number) => {
      const [pi, pj] = [Math.exp(x[i]), Math.exp(x[j])];
      const z = pi + pj + nu * Math.sqrt(pi * pj);
      return { won: Math.log(pi / z), lost: Math.log(pj / z), tied: Math.log((nu * Math.sqrt(pi * pj)) / z) };
    };
    const [ap, cb] = [log(1, 0), log(3, 2)];
    const e = x.map(Math.exp);
    const all = Math.log(e[0] + e[1] + e[2] + e[3]);
    const likelihood =
      4 * ap.won +
      2 * ap.lost +
      2 * ap.tied +
      4 * cb.lost +
      cb.tied +
      (x[1] + 2 * x[3] - 4 * all) +
      2 * (x[2] - Math.log(2 * e[2] + e[1]));
    const prior = -(0.3 ** 2 + 0.2 ** 2 + 1) / (2 * 1.5 ** 2) - (-0.5 + 0.7) ** 2 / (2 * 1.2 ** 2);
    expect(posterior().evaluate(x, new Float64Array(5))).toBeCloseTo(-likelihood - prior, 10);
  });
});
