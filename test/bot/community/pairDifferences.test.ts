import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitChoices, pairDifferences, priorOf } from '../../../src/bot/community/pairDifferences.js';
import { choicePosterior, differencesOf, normalised } from '../../../src/bot/community/pictureChoices.js';
import { seededRandom } from '../../../src/bot/community/random.js';
import { checkDerivatives } from './derivatives.js';
import { choicesBy, cosineOf, normals } from './simulatedPictures.js';

describe('the posterior of choices', () => {
  it('has the derivatives that finite differences have, for pairs, sets and split votes', () => {
    const random = seededRandom('derivatives');
    const choices = [
      ...choicesBy(normals(4, random), 5, 2, random),
      ...choicesBy(normals(4, random), 5, 4, random),
      { options: [normals(4, random), normals(4, random)], votes: [0.5, 0.5] },
    ];
    const objective = choicePosterior(differencesOf(normalised(choices), 4), Float64Array.from([1, 0, -2, 0.5]), 1.3);
    const numbers = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(numbers, numbers, (w, direction) => {
        checkDerivatives(objective, w, direction);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});

describe('directions from choices', () => {
  it('are the prior without votes', () => {
    const contrast = Float32Array.from([3, -4]);
    expect([...fitChoices([], priorOf(contrast))]).toEqual([...priorOf(contrast)]);
    const { vector, votes } = pairDifferences([], contrast);
    expect(cosineOf(vector, contrast)).toBeCloseTo(1, 12);
    expect(votes).toBe(0);
  });

  it('in one dimension solve (1 − σ(2w))·2·wins − σ(2w)·2·losses = (w − m)/sd²', () => {
    // Normalised, the pictures are 1 and −1: their difference is 2. The prior's mean is 10, its standard deviation 2.
    const [better, worse] = [Float32Array.of(5), Float32Array.of(-0.3)];
    const [w] = fitChoices(normalised([{ options: [worse, better], votes: [9, 2] }]), priorOf([1]));
    const chance = 1 / (1 + Math.exp(-2 * w));
    expect(2 * 2 * (1 - chance) - 2 * 9 * chance).toBeCloseTo((w - 10) / 4, 5);
  });

  it.each([2, 4])('find a hidden one, the better the more votes, from choices among %i', (options) => {
    const d = 64;
    const hidden = normals(d, seededRandom('hidden')).map((x) => 3 * x);
    const cosines = [25, 100, 400].map((count) => {
      const choices = choicesBy(hidden, count, options, seededRandom(`choices ${options}`));
      return cosineOf(pairDifferences(choices, new Float32Array(d)).vector, hidden);
    });
    expect(cosines[0]).toBeGreaterThan(0.3);
    expect(cosines[1]).toBeGreaterThan(cosines[0]);
    expect(cosines[2]).toBeGreaterThan(cosines[1]);
    expect(cosines[2]).toBeGreaterThan(0.85);
  });

  it('do not depend on which option comes first', () => {
    const choices = choicesBy(normals(6, seededRandom('order')), 20, 3, seededRandom('order 2'));
    const turned = choices.map(({ options, votes }) => ({
      options: [...options].reverse(),
      votes: [...votes].reverse(),
    }));
    const prior = priorOf([1, 0, 0, 0, 0, 0]);
    const [one, other] = [choices, turned].map((each) => fitChoices(normalised(each), prior));
    one.forEach((x, i) => {
      expect(x).toBeCloseTo(other[i], 4);
    });
  });

  it('take "no difference" as such: split votes on one pair leave its direction at 0', () => {
    const [u, v] = [Float32Array.from([1, 0, 1]), Float32Array.from([0, 1, 1])];
    const w = fitChoices(normalised([{ options: [u, v], votes: [0.5, 0.5] }]), new Float64Array(3));
    expect(Math.max(...w.map(Math.abs))).toBeLessThan(1e-9);
  });
});
