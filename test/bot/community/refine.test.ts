import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refine } from '../../../src/bot/community/refine.js';

const sources = [Float32Array.of(10, 0, 0), Float32Array.of(0, 10, 0), Float32Array.of(0, 0, 10)];
const near = (k: number, likes: number, dislikes: number) => ({ vector: sources[k], likes, dislikes });

describe('refining', () => {
  it('without votes leaves the plain mean', () => {
    const { weights, vector, votes } = refine(sources, []);
    expect([weights, votes]).toEqual([[1 / 3, 1 / 3, 1 / 3], 0]);
    expect(vector[0]).toBeCloseTo(10 / 3, 5);
  });

  it('gives a like of a picture that is one source image to that image: (1 + 3) / (3 + 3)', () => {
    const { weights, votes } = refine(sources, [near(1, 3, 0)]);
    [1 / 6, 4 / 6, 1 / 6].forEach((weight, k) => {
      expect(weights[k]).toBeCloseTo(weight, 6);
    });
    expect(votes).toBe(3);
  });

  it('gives a dislike to the others: 1 / (3 + 4) is left', () => {
    const { weights } = refine(sources, [near(1, 0, 4)]);
    [3 / 7, 1 / 7, 3 / 7].forEach((weight, k) => {
      expect(weights[k]).toBeCloseTo(weight, 6);
    });
  });

  it('shares a like of a picture between two images among them', () => {
    const { weights } = refine(sources, [{ vector: Float32Array.of(1, 1, 0), likes: 10, dislikes: 0 }]);
    expect(weights[0]).toBeCloseTo(6 / 13, 5);
    expect(weights[1]).toBeCloseTo(6 / 13, 5);
  });

  it('has the weighted raw mean as its vector', () => {
    const { weights, vector } = refine(sources, [near(0, 5, 0), near(2, 0, 1)]);
    weights.forEach((weight, k) => {
      expect(vector[k]).toBeCloseTo(10 * weight, 5);
    });
  });

  it('keeps the only image', () => {
    expect(refine([sources[0]], [near(0, 0, 9)]).weights).toEqual([1]);
  });

  it('gives positive weights that sum to 1, whatever the votes', () => {
    const count = fc.integer({ min: 0, max: 50 });
    const number = fc.integer({ min: 1, max: 9 });
    const pictures = fc.array(
      fc.record({
        vector: fc.tuple(number, number, number).map((v) => Float32Array.from(v)),
        likes: count,
        dislikes: count,
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(pictures, (voted) => {
        const { weights } = refine(sources, voted);
        expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...weights)).toBeGreaterThan(0);
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});
