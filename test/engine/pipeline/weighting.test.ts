import { describe, expect, test } from 'vitest';
import { alike, weigh } from '../../../src/engine/pipeline/weighting.js';

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

describe('states of a prompt and its negative', () => {
  const [one, two] = [Float32Array.of(1), Float32Array.of(2, 3)];
  const empty = () => Promise.resolve(Float32Array.of(9));

  test('are filled up with the empty prompt’s, whichever is shorter', async () => {
    expect(await alike({ states: two, negative: one }, empty)).toEqual({
      states: two,
      negative: Float32Array.of(1, 9),
    });
    expect(await alike({ states: one, negative: two }, empty)).toEqual({
      states: Float32Array.of(1, 9),
      negative: two,
    });
  });

  test('stay as they are where only one of them is used, or they are alike', async () => {
    expect(await alike({ states: two, negative: one }, undefined)).toEqual({ states: two, negative: one });
    const both = { states: one, negative: one };
    expect((await alike(both, empty)).negative).toBe(one);
  });
});
