import { describe, expect, test } from 'vitest';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import { seedsOf, slerp, variedGenerator } from '../../../src/engine/sampling/variation.js';

const noise = (seed: number): Float32Array => torchGenerator(seed).randn(4_096);
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const length = (a: Float32Array): number => Math.sqrt(dot(a, a));
const angle = (a: Float32Array, b: Float32Array): number => Math.acos(dot(a, b) / length(a) / length(b));

describe('spherical interpolation', () => {
  test('of two directions goes along the arc: its angle grows with the share, its length stays', () => {
    const [a, b] = [Float32Array.of(2, 0, 0), Float32Array.of(0, 2, 0)];
    for (const share of [0, 0.1, 0.25, 0.5, 0.9, 1]) {
      const mixed = slerp(a, b, share);
      expect(length(mixed)).toBeCloseTo(2, 6);
      expect(angle(a, mixed)).toBeCloseTo((share * Math.PI) / 2, 5);
    }
  });

  test('ends at what it goes from and to', () => {
    expect(slerp(noise(1), noise(2), 0)).toEqual(noise(1));
    expect(Math.max(...slerp(noise(1), noise(2), 1).map((value, i) => Math.abs(value - noise(2)[i])))).toBeLessThan(
      1e-6,
    );
  });

  test('of noise is noise, which the line between would leave too weak', () => {
    const variance = length(slerp(noise(1), noise(2), 0.5)) ** 2 / 4_096;
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  test('of the same noise is that noise', () => {
    const same = slerp(noise(3), noise(3), 0.4);
    expect(Math.max(...same.map((value, i) => Math.abs(value - noise(3)[i])))).toBeLessThan(1e-6);
  });
});

test('a varied generator mixes into its first draw alone, and without variations is the same', () => {
  const [varied, own] = [variedGenerator(torchGenerator(1), [{ seed: 2, strength: 0.3 }]), torchGenerator(1)];
  expect(varied.randn(64)).toEqual(slerp(own.randn(64), torchGenerator(2).randn(64), 0.3));
  expect(varied.randn(64)).toEqual(own.randn(64));
  expect(variedGenerator(torchGenerator(1), []).randn(64)).toEqual(torchGenerator(1).randn(64));
});

test('images of a request follow each other by the last variation’s seed, else by the seed', () => {
  expect(seedsOf({ seed: 5 }, 2)).toEqual({ seed: 7 });
  const variations = [
    { seed: 1, strength: 0.1 },
    { seed: 3, strength: 0.2 },
  ];
  expect(seedsOf({ seed: 5, variations }, 2)).toEqual({
    seed: 5,
    variations: [variations[0], { seed: 5, strength: 0.2 }],
  });
});
