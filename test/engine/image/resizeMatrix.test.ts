import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizeMatrix, transposed } from '../../../src/engine/image/resizeMatrix.js';

const apply = (matrix: Float32Array, x: readonly number[]): number[] =>
  Array.from({ length: matrix.length / x.length }, (_, i) =>
    x.reduce((sum, value, j) => sum + matrix[i * x.length + j] * value, 0),
  );

describe('a matrix that resizes an axis', () => {
  it('leaves an axis of its own size as it is', () => {
    expect(apply(resizeMatrix(4, { start: 0, length: 4 }, 4), [3, 1, 4, 1])).toEqual([3, 1, 4, 1]);
  });

  it('weighs pixels by a triangle as wide as two of the new ones, cut off at the edge', () => {
    // Centres 1 and 3; pixels at 0.5, 1.5, … lie 0.25 or 0.75 of a new pixel away.
    const first = [3 / 7, 3 / 7, 1 / 7, 0];
    const found = resizeMatrix(4, { start: 0, length: 4 }, 2);
    [...first, ...first.toReversed()].forEach((weight, k) => {
      expect(found[k]).toBeCloseTo(weight, 6);
    });
  });

  it('keeps what is even even, and what rises straight rising straight inside, whatever is cut out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 60 }),
        fc.integer({ min: 4, max: 40 }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (size, side, share, place) => {
          const length = size * share;
          const span = { start: place * (size - length), length };
          const matrix = resizeMatrix(size, span, side);
          for (const value of apply(matrix, Array<number>(size).fill(2))) expect(value).toBeCloseTo(2, 5);
          const ramp = apply(
            matrix,
            Array.from({ length: size }, (_, j) => j + 0.5),
          );
          const scale = length / side;
          ramp.forEach((value, i) => {
            const centre = span.start + (i + 0.5) * scale;
            const reach = Math.max(1, scale);
            if (centre < reach || centre > size - reach) return;
            // Sampling the triangle at whole pixels moves its mean by less than a pixel.
            expect(Math.abs(value - centre)).toBeLessThan(0.3);
          });
        },
      ),
    );
  });

  it('has rows that become columns', () => {
    expect([...transposed(Float32Array.of(1, 2, 3, 4, 5, 6), 2)]).toEqual([1, 4, 2, 5, 3, 6]);
  });
});
