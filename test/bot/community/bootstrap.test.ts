import { describe, expect, it } from 'vitest';
import { bootstrapIntervals, percentileInterval } from '../../../src/bot/community/bootstrap.js';
import { seededRandom } from '../../../src/bot/community/random.js';

describe('the percentile interval', () => {
  it('interpolates between order statistics as R does by default', () => {
    // quantile(0:100, c(.025, .975)) in R
    const interval = percentileInterval(Array.from({ length: 101 }, (_, i) => 100 - i));
    expect(interval.low).toBeCloseTo(2.5, 12);
    expect(interval.high).toBeCloseTo(97.5, 12);
  });

  it('leaves out what resamples did not determine', () => {
    expect(percentileInterval([NaN, 3, NaN])).toEqual({ low: 3, high: 3 });
    expect(percentileInterval([NaN]).low).toBeNaN();
  });
});

describe('the bootstrap', () => {
  const values = Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9898) * 5);
  const mean = (counts: Float64Array): number[] => [values.reduce((sum, v, i) => sum + v * counts[i], 0) / 400];

  it('draws as many units as there are', () => {
    bootstrapIntervals(7, seededRandom('a'), (counts) => {
      expect(counts.reduce((a, b) => a + b, 0)).toBe(7);
      return [];
    });
  });

  it("has about the width of a mean's standard error", () => {
    const [{ low, high }] = bootstrapIntervals(400, seededRandom('b'), mean);
    const average = values.reduce((a, b) => a + b, 0) / 400;
    const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - average) ** 2, 0) / 400);
    const expected = (2 * 1.96 * sd) / Math.sqrt(400);
    expect((high - low) / expected).toBeGreaterThan(0.8);
    expect((high - low) / expected).toBeLessThan(1.2);
    expect(low).toBeLessThan(average);
    expect(high).toBeGreaterThan(average);
  });

  it('is the same for the same seed, and another for another', () => {
    const [first, again, other] = ['c', 'c', 'd'].map((seed) => bootstrapIntervals(400, seededRandom(seed), mean));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});
