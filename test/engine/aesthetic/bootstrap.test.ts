import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapTarget, bootstrapWeights } from '../../../src/engine/aesthetic/bootstrap.js';
import { contrastVector, cosine } from '../../../src/engine/aesthetic/embedding.js';
import { torchGenerator, uniformGenerator } from '../../../src/engine/runtime/random.js';

/** So many draws for K images of equal priors, by a seed. */
function draws(count: number, images: number, seed: number): number[][] {
  const uniform = uniformGenerator(seed);
  return Array.from({ length: count }, () => bootstrapWeights(Array<number>(images).fill(1 / images), uniform));
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('weights of the Bayesian bootstrap', () => {
  const [count, images] = [20_000, 6];
  const sample = draws(count, images, 7);

  test('are none below 0 and sum to 1', () => {
    for (const weights of sample) {
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });

  test('have the means and covariances of Dirichlet(1, …, 1), within five standard errors', () => {
    const variance = (images - 1) / (images ** 2 * (images + 1));
    const covariance = -1 / (images ** 2 * (images + 1));
    for (let a = 0; a < images; a++) {
      expect(Math.abs(mean(sample.map((w) => w[a])) - 1 / images)).toBeLessThan(5 * Math.sqrt(variance / count));
      for (let b = a; b < images; b++) {
        const products = sample.map((w) => (w[a] - 1 / images) * (w[b] - 1 / images));
        const expected = a === b ? variance : covariance;
        const error = Math.sqrt(mean(products.map((x) => (x - expected) ** 2)) / count);
        expect(Math.abs(mean(products) - expected)).toBeLessThan(5 * error);
      }
    }
  });

  test('are distributed as Beta(1, K − 1) each: the test of Kolmogorov and Smirnov at 0.1 %', () => {
    for (let a = 0; a < images; a++) {
      const sorted = sample.map((w) => w[a]).sort((x, y) => x - y);
      const gaps = sorted.map((x, i) => {
        const expected = 1 - (1 - x) ** (images - 1);
        return Math.max(Math.abs(expected - i / count), Math.abs(expected - (i + 1) / count));
      });
      expect(Math.max(...gaps) * Math.sqrt(count)).toBeLessThan(1.95);
    }
  });

  test('leave out what counts for nothing, and prefer what counts for more', () => {
    const uniform = uniformGenerator(3);
    const weights = Array.from({ length: 5_000 }, () => bootstrapWeights([0, 0.25, 0.75], uniform));
    expect(weights.every(([none]) => none === 0)).toBe(true);
    // P(π₂E₂ > π₁E₁) for exponentials is π₂/(π₁ + π₂).
    expect(mean(weights.map(([, less, more]) => (more > less ? 1 : 0)))).toBeCloseTo(0.75, 1);
  });
});

describe('what a picture aims at', () => {
  const [images, size] = [8, 16];
  const vectors = (seed: number): Float32Array[] =>
    Array.from({ length: images }, (_, i) => torchGenerator(seed + i).randn(size));
  const source = { images: vectors(1), reference: torchGenerator(90).randn(size) };
  const target = { kind: 'contrast' as const, vector: contrastVector(source.images, source.reference), source };

  test('is the aesthetic itself at diversity 0', () => {
    const { vector } = bootstrapTarget(target, 0, { seed: 4 });
    expect(cosine(vector, target.vector)).toBeCloseTo(1, 6);
  });

  test('is decided by the picture’s seed and variations', () => {
    const of = (seed: number, variation?: number): Float32Array => {
      const variations = variation === undefined ? {} : { variations: [{ seed: variation, strength: 0.2 }] };
      return bootstrapTarget(target, 1, { seed, ...variations }).vector;
    };
    expect(of(4)).toEqual(of(4));
    expect(of(4)).not.toEqual(of(5));
    expect(of(4)).not.toEqual(of(4, 7));
    expect(of(4, 7)).not.toEqual(of(4, 8));
  });

  test('moves away from the aesthetic in proportion to diversity', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.double({ min: 0.05, max: 1, noNaN: true }), (seed, diversity) => {
        const moved = (d: number): number[] =>
          Array.from(bootstrapTarget(target, d, { seed }).vector, (v, i) => v - target.vector[i]);
        const [some, all] = [moved(diversity), moved(1)];
        some.forEach((v, i) => {
          expect(v).toBeCloseTo(diversity * all[i], 4);
        });
      }),
      { seed: 11 },
    );
  });

  test('has the same weights of the second CLIP’s images', () => {
    const both = { ...target, second: target.vector, source: { ...source, second: source } };
    const { vector, second } = bootstrapTarget(both, 0.8, { seed: 4 });
    expect(second).toEqual(vector);
    expect(bootstrapTarget(target, 0.8, { seed: 4 }).second).toBeUndefined();
  });

  test('keeps to the images’ own weights', () => {
    const one = { ...target, source: { ...source, weights: [0, 0, 2, 0, 0, 0, 0, 0] } };
    const alone = contrastVector([source.images[2]], source.reference);
    expect(cosine(bootstrapTarget(one, 1, { seed: 4 }).vector, alone)).toBeCloseTo(1, 6);
  });
});
