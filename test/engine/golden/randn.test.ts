import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import { goldenCases, loadCase } from '../../support/golden.js';

const tolerance = 1e-6; // absolute

function worst(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  return actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
}

describe('golden randn', async () => {
  for (const path of await goldenCases('randn')) {
    it(path, async () => {
      const { tensors } = await loadCase(path);
      for (const [name, { data }] of tensors) {
        const [shape, part] = name.split('.') as [string, string];
        const count = shape.split('x').reduce((product, size) => product * Number(size), 1);
        const generator = torchGenerator(Number(basename(path)));
        const first = generator.randn(count);
        const actual =
          part === 'first'
            ? first.subarray(0, 64)
            : part === 'last'
              ? first.slice(-32)
              : generator.randn(count).subarray(0, 64);
        expect(worst(actual, data), name).toBeLessThanOrEqual(tolerance);
      }
    });
  }
});
