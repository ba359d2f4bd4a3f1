import { describe, expect, test } from 'vitest';
import { weigh } from '../../../src/engine/pipeline/weighting.js';

const prompt = (weights: readonly number[], chunks: number) => ({
  ids: new Int32Array(weights.length),
  ends: Array<number>(chunks).fill(0),
  layer: 0,
  weights: Float32Array.from(weights),
  cut: [],
});

describe('weighted states', () => {
  test('are the very same where nothing is weighted', () => {
    const states = Float32Array.of(1, 2, 3, 4);
    expect(weigh(states, prompt([1, 1], 1))).toBe(states);
  });

  test('keep the mean of each chunk', () => {
    // Two chunks of two positions, two wide: 1 2 | 3 4 weighed 1, 3 → 1 2 | 9 12, whose mean was 2.5 and is 6.
    const states = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const expected = [1, 2, 9, 12].map((v) => (v * 2.5) / 6).concat(5, 6, 7, 8);
    expect([...weigh(states, prompt([1, 3, 1, 1], 2))]).toEqual(expected.map(Math.fround));
  });

  test('stay finite where weights leave a mean of nothing', () => {
    expect([...weigh(Float32Array.of(1, 1), prompt([1, -1], 1))]).toEqual([1, -1]);
  });
});
