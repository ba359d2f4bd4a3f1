import { expect } from 'vitest';
import type { Objective } from '../../../src/bot/community/newton.js';

/** Gradient and Hessian along a direction against central differences of the value and of the gradient. */
export function checkDerivatives(objective: Objective, x: readonly number[], direction: readonly number[]): void {
  const d = x.length;
  const h = 1e-5;
  const at = (step: number): { value: number; gradient: Float64Array } => {
    const gradient = new Float64Array(d);
    const value = objective.evaluate(
      Float64Array.from(x, (xi, i) => xi + step * direction[i]),
      gradient,
    );
    return { value, gradient };
  };
  const [before, after] = [at(-h), at(h)];
  const { gradient } = at(0);
  const product = new Float64Array(d);
  objective.curvature(Float64Array.from(direction), product);
  const slope = direction.reduce((sum, di, i) => sum + di * gradient[i], 0);
  const scale = 1 + Math.abs(slope);
  expect(Math.abs((after.value - before.value) / (2 * h) - slope) / scale).toBeLessThan(1e-6);
  for (let i = 0; i < d; i++) {
    const measured = (after.gradient[i] - before.gradient[i]) / (2 * h);
    expect(Math.abs(measured - product[i]) / (1 + Math.abs(product[i]))).toBeLessThan(1e-6);
  }
}
