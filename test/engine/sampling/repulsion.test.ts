import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import { concatenate } from '../../../src/engine/sampling/concatenate.js';
import { combined } from '../../../src/engine/sampling/denoise.js';
import type { Steer } from '../../../src/engine/sampling/denoise.js';
import { createRepulsion, repulsionFrom, repulsionSteering } from '../../../src/engine/sampling/repulsion.js';

const particles = (n: number, d: number, seed: number): Float32Array[] => {
  const generator = torchGenerator(seed);
  return Array.from({ length: n }, () => generator.randn(d));
};
const distance = (a: Float32Array, b: Float32Array): number => Math.hypot(...a.map((v, k) => v - b[k]));
const sizes = fc.record({ n: fc.integer({ min: 2, max: 6 }), d: fc.integer({ min: 1, max: 8 }), seed: fc.nat(1e6) });

describe('repulsion', () => {
  test('is h/2 times the gradient of the summed kernel, downhill', () => {
    fc.assert(
      fc.property(sizes, ({ n, d, seed }) => {
        const [x, ...others] = particles(n, d, seed);
        const squares = others.map((b) => distance(x, b) ** 2).sort((a, b) => a - b);
        const median = (squares[(n - 2) >> 1] + squares[(n - 1) >> 1]) / 2;
        const h = median / Math.log(n);
        const kernels = (moved: Float64Array): number =>
          others.reduce((sum, b) => sum + Math.exp(-(Math.hypot(...moved.map((v, k) => v - b[k])) ** 2) / h), 0);
        const shift = repulsionFrom(x, others, 1);
        for (let k = 0; k < d; k++) {
          const at = (step: number): number => kernels(Float64Array.from(x, (v, j) => (j === k ? v + step : v)));
          const slope = (at(1e-4) - at(-1e-4)) / 2e-4;
          expect(Math.abs(shift[k] + (h / 2) * slope)).toBeLessThan(1e-3 * Math.sqrt(h));
        }
      }),
      { seed: 5 },
    );
  });

  test('moves a picture straight away from one other, g/2 of the way', () => {
    expect([...repulsionFrom(Float32Array.of(4, 0), [Float32Array.of(0, 0)], 0.5)]).toEqual([1, 0]);
  });

  test('does nothing without others, or where they are the same', () => {
    const x = Float32Array.of(1, 2);
    expect(repulsionFrom(x, [], 1)).toEqual(new Float32Array(2));
    expect(repulsionFrom(x, [x, x], 1)).toEqual(new Float32Array(2));
  });

  test('of a request pushes each picture from those before it, whichever go together, in the first half of the steps', () => {
    const x = particles(3, 5, 2);
    const together = createRepulsion(1, 4);
    const apart = createRepulsion(1, 4);
    const [first, second, third] = together([0, 1, 2], 1, x);
    expect(first).toEqual(new Float32Array(5));
    expect(second).not.toEqual(new Float32Array(5));
    expect([first, second, third]).toEqual(x.flatMap((one, number) => apart([number], 1, [one])));
    expect(together([0, 1, 2], 2, x)).toEqual(x.map(() => new Float32Array(5)));
  });
});

describe('as moves of what is denoised', () => {
  const [x, y] = particles(2, 6, 5);

  test('gives those of its pictures one after another, and none to the first alone', async () => {
    const together = repulsionSteering(createRepulsion(1, 4), [0, 1]);
    const [zeros, second] = createRepulsion(1, 4)([0, 1], 0, [x, y]);
    expect(await together(0, 4, () => concatenate([x, y]))).toEqual(concatenate([zeros, second]));
    expect(await repulsionSteering(createRepulsion(1, 4), [0])(0, 4, () => x)).toBeUndefined();
  });

  test('adds to the moves of others, which see the same latents', async () => {
    const by = (shift: Float32Array | undefined): Steer => vi.fn(() => Promise.resolve(shift));
    expect(combined([undefined, undefined])).toBeUndefined();
    const [first, silent, other] = [by(x), by(undefined), by(y)];
    const sum = await combined([first, silent, undefined, other])!(2, 4, () => y);
    expect(sum).toEqual(x.map((value, i) => Math.fround(value + y[i])));
    expect(await combined([silent, silent])!(2, 4, () => y)).toBeUndefined();
    expect(vi.mocked(other).mock.calls[0]?.[2]()).toBe(y);
  });
});
