import { describe, expect, it } from 'vitest';
import { inverse } from '../../../src/bot/community/linear.js';
import { minimise } from '../../../src/bot/community/newton.js';
import type { Objective } from '../../../src/bot/community/newton.js';

/** Σ cosh(xᵢ − i) + ½(Σx)², whose full Newton steps from far away overshoot. */
function bowl(d: number): Objective & { evaluations: number } {
  let at: Float64Array = new Float64Array(d);
  const bowl = {
    evaluations: 0,
    evaluate: (x: Float64Array, gradient: Float64Array) => {
      bowl.evaluations++;
      at = x;
      const sum = x.reduce((a, b) => a + b, 0);
      x.forEach((xi, i) => (gradient[i] = Math.sinh(xi - i) + sum));
      return x.reduce((total, xi, i) => total + Math.cosh(xi - i), 0) + sum ** 2 / 2;
    },
    curvature: (vector: Float64Array, product: Float64Array) => {
      const sum = vector.reduce((a, b) => a + b, 0);
      vector.forEach((vi, i) => (product[i] = Math.cosh(at[i] - i) * vi + sum));
    },
    diagonal: (diagonal: Float64Array) => {
      diagonal.forEach((_, i) => (diagonal[i] = Math.cosh(at[i] - i) + 1));
    },
  };
  return bowl;
}

describe("Newton's method", () => {
  it.each([1, 2, 7])('finds where the gradient is zero, in %i dimensions', (d) => {
    const { x, converged } = minimise(bowl(d), new Float64Array(d).fill(12), 1e-9);
    expect(converged).toBe(true);
    const sum = x.reduce((a, b) => a + b, 0);
    x.forEach((xi, i) => {
      expect(Math.sinh(xi - i) + sum).toBeCloseTo(0, 8);
    });
  });

  it('takes no step from the minimum', () => {
    const { x } = minimise(bowl(3), new Float64Array(3), 1e-9);
    const again = bowl(3);
    expect(minimise(again, x, 1e-6).steps).toBe(0);
    expect(again.evaluations).toBe(1);
  });
});

describe('the inverse of a positive matrix', () => {
  it('times the matrix is the identity', () => {
    const n = 6;
    const factor = Array.from({ length: n * n }, (_, i) => Math.sin(i * 7.3) + (i % (n + 1) === 0 ? 2 : 0));
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return Array.from({ length: n }, (_, k) => factor[i * n + k] * factor[j * n + k]).reduce((a, b) => a + b, 0);
    });
    const inverted = inverse(matrix, n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const entry = Array.from({ length: n }, (_, k) => matrix[i * n + k] * inverted[k * n + j]);
        expect(entry.reduce((a, b) => a + b, 0)).toBeCloseTo(i === j ? 1 : 0, 9);
      }
  });
});
