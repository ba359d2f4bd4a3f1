import { describe, expect, test } from 'vitest';
import { filled, sideBySide } from '../../../src/engine/pipeline/sideBySide.js';

describe('states that are too short', () => {
  const empty = () => Promise.resolve(Float32Array.of(9));

  test('are filled up with the empty prompt’s', async () => {
    expect([...(await filled(Float32Array.of(1), 3, empty))]).toEqual([1, 9, 9]);
  });

  test('are the very same where nothing is to fill', async () => {
    const two = Float32Array.of(2, 3);
    expect(await filled(two, 2, () => Promise.reject(new Error('nothing to encode')))).toBe(two);
  });
});

describe('states of two text models', () => {
  test('stand side by side at each position', () => {
    expect([...sideBySide([Float32Array.of(1, 2), Float32Array.of(3, 4, 5, 6)], 2)]).toEqual([1, 3, 4, 2, 5, 6]);
  });

  test('of one are the very same', () => {
    const one = Float32Array.of(1, 2);
    expect(sideBySide([one], 2)).toBe(one);
  });
});
