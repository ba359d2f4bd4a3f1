import { describe, expect, it } from 'vitest';
import { newcombeInterval, wilsonInterval, wilsonScore } from '../../../src/bot/community/wilson.js';

describe("Wilson's interval", () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('is the published one for %i of %i', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  // R's binom::binom.wilson, as the manual of the package epikit prints it.
  it.each([
    [10, 50, 0.1124375, 0.3303711],
    [2, 50, 0.01103888, 0.1346009],
    [40, 50_000, 0.000587591, 0.001089109],
  ])("is R's for %i of %i", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  it('says nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('ranks 18 of 20 above 1 of 1, and no votes last', () => {
    expect(wilsonScore(18, 2)).toBeGreaterThan(wilsonScore(1, 0));
    expect(wilsonScore(1, 0)).toBeGreaterThan(wilsonScore(0, 0));
  });
});

describe("Newcombe's interval of a difference", () => {
  // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 10, 0.6075, 1],
  ])('is the published one for %i/%i − %i/%i', (s1, n1, s2, n2, low, high) => {
    const interval = newcombeInterval(s1, n1, s2, n2);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});
