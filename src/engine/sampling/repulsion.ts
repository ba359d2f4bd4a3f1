import type { Recipe } from '../types.js';
import { concatenate, split } from './concatenate.js';
import type { Steer } from './denoise.js';

/** Whether a recipe's pictures repel each other. */
export function isRepelled({ diversity, diversityMethod }: Pick<Recipe, 'diversity' | 'diversityMethod'>): boolean {
  return diversity !== undefined && diversityMethod === undefined;
}

/** g at diversity 1. */
const gain = 3;
/** Pictures repel each other in this first part of the steps: later ones decide details alone. */
const repelledShare = 0.5;

/**
 * How far a picture is pushed away from m others: Δ = g · Σⱼ kⱼ·(x − xⱼ), kⱼ = exp(−‖x − xⱼ‖²/h), h = med ‖x − xⱼ‖²/log(m + 1). It is the repulsive term
 * Σⱼ ∇ⱼ kⱼ of Stein variational gradient descent (Liu & Wang 2016) and of SGLD with repulsion (Gallego & Ríos Insua 2018) times h/2, so that g has no unit: where
 * all are equally far, x moves g/(m + 1) of the way away from each. All [d]; zeros without others, or where they are the same.
 */
export function repulsionFrom(x: Float32Array, others: readonly Float32Array[], g: number): Float32Array {
  const squares = others.map((other) => x.reduce((sum, value, k) => sum + (value - other[k]) ** 2, 0));
  const sorted = [...squares].sort((a, b) => a - b);
  const median = others.length === 0 ? 0 : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  if (median === 0) return new Float32Array(x.length);
  const h = median / Math.log(others.length + 1);
  const kernel = squares.map((square) => g * Math.exp(-square / h));
  const total = kernel.reduce((a, b) => a + b, 0);
  return x.map((value, k) => total * value - kernel.reduce((sum, weight, j) => sum + weight * others[j][k], 0));
}

/** Shifts of the originals [B][C·h·w] that are predicted at a step for some of a request's pictures, by their numbers in rising order. */
export type Repulsion = (
  numbers: readonly number[],
  step: number,
  originals: readonly Float32Array[],
) => readonly Float32Array[];

/**
 * Repulsion of each picture of a request from those before it, by the originals that the model predicted for them at the same step (particle guidance, Corso et al. 2024,
 * in latents). Pictures are then the same however many go through the U-Net at once, and those before a picture do not depend on it. It keeps those originals, in the first half
 * of the steps.
 */
export function createRepulsion(diversity: number, steps: number): Repulsion {
  const seen = new Map<number, Float32Array[]>();
  return (numbers, step, originals) => {
    if (step >= repelledShare * steps) return originals.map((one) => new Float32Array(one.length));
    numbers.forEach((number, k) => {
      const ofPicture = seen.get(number) ?? [];
      ofPicture[step] = Float32Array.from(originals[k]);
      seen.set(number, ofPicture);
    });
    return numbers.map((number, k) => {
      const before = Array.from({ length: number }, (_, j) => seen.get(j)![step]);
      return repulsionFrom(originals[k], before, gain * diversity);
    });
  };
}

/** `denoise` moves the originals of these pictures by their repulsion. */
export function repulsionSteering(repel: Repulsion, numbers: readonly number[]): Steer {
  return (step, _, original) => {
    const shifts = concatenate(repel(numbers, step, split(original(), numbers.length)));
    return Promise.resolve(shifts.some((value) => value !== 0) ? shifts : undefined);
  };
}
