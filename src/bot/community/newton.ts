import { dot } from './linear.js';

/** A convex function of a vector x [d] to be made small, computed at one point at a time. */
export interface Objective {
  /** The value at x, and its gradient there into `gradient`. The other two speak of the x that was evaluated last. */
  readonly evaluate: (x: Float64Array, gradient: Float64Array) => number;
  /** The Hessian times a vector, into `product`. */
  readonly curvature: (vector: Float64Array, product: Float64Array) => void;
  /** The Hessian's diagonal, or an estimate of it, into `diagonal`; every entry above 0. */
  readonly diagonal: (diagonal: Float64Array) => void;
}

export interface Minimum {
  readonly x: Float64Array;
  /** Newton steps taken. */
  readonly steps: number;
  /** Whether every entry of the gradient came below the tolerance. */
  readonly converged: boolean;
}

const mostSteps = 50;
const mostHalvings = 40;
/** A step must gain this share of what the gradient promises (Armijo's condition). */
const leastGain = 1e-4;

/**
 * Newton's method with the steps by conjugate gradients and with step halving (Nocedal & Wright 2006, algorithm 7.1), from `start`. The
 * Hessian is never formed: of an identity plus a matrix of rank n, conjugate gradients needs at most n + 1 products (theorem 5.4).
 *
 * It has converged when every entry of the gradient is smaller than `tolerance`. Where the Hessian is at least λ in every direction (a
 * Gaussian prior of standard deviation σ makes it 1/σ²), x is then no further than √d · tolerance / λ from the minimum.
 */
export function minimise(objective: Objective, start: Float64Array, tolerance: number): Minimum {
  const d = start.length;
  let x = Float64Array.from(start);
  const gradient = new Float64Array(d);
  const step = new Float64Array(d);
  let value = objective.evaluate(x, gradient);
  for (let steps = 0; ; steps++) {
    const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    if (largest < tolerance) return { x, steps, converged: true };
    if (steps === mostSteps) return { x, steps, converged: false };
    solve(objective, gradient, step);
    const slope = dot(gradient, step);
    let size = 1;
    for (let halvings = 0; ; halvings++, size /= 2) {
      const tried = x.map((value_, i) => value_ + size * step[i]);
      const triedValue = objective.evaluate(tried, gradient);
      // At the end, gains drown in the rounding of the value: a step that loses no more than that is taken.
      const rounding = 1e-12 * Math.abs(value);
      if (triedValue <= value + leastGain * size * slope + rounding || halvings === mostHalvings) {
        [x, value] = [tried, triedValue];
        break;
      }
    }
  }
}

/** step ← −H⁻¹ · gradient by conjugate gradients with the diagonal as preconditioner, as exactly as pays at this distance (equation 7.3). */
function solve({ curvature, diagonal }: Objective, gradient: Float64Array, step: Float64Array): void {
  const d = gradient.length;
  const scale = new Float64Array(d);
  diagonal(scale);
  const residual = gradient.map((g) => -g);
  const conditioned = residual.map((r, i) => r / scale[i]);
  const direction = Float64Array.from(conditioned);
  const product = new Float64Array(d);
  const first = Math.sqrt(dot(residual, residual));
  const target = Math.min(0.5, Math.sqrt(first)) * first * 0.02;
  let energy = dot(residual, conditioned);
  step.fill(0);
  for (let iteration = 0; iteration <= d; iteration++) {
    curvature(direction, product);
    const length = energy / dot(direction, product);
    for (let i = 0; i < d; i++) {
      step[i] += length * direction[i];
      residual[i] -= length * product[i];
      conditioned[i] = residual[i] / scale[i];
    }
    if (Math.sqrt(dot(residual, residual)) <= target) return;
    const next = dot(residual, conditioned);
    for (let i = 0; i < d; i++) direction[i] = conditioned[i] + (next / energy) * direction[i];
    energy = next;
  }
}
