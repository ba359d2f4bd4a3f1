import type { Spacing } from '../types.js';
import type { NoiseSchedule, Prediction } from './schedule.js';

/**
 * The steps from noise to latents. A sampler may keep earlier outputs, so it serves one denoising loop: step 0, 1, … in order.
 * Arrays are latents [B,C,h,w], flat; all arithmetic is elementwise, results are rounded to float32.
 */
export interface Sampler {
  /** What the model is called with, one call each; may repeat, may be fractions. */
  readonly timesteps: readonly number[];
  /** Noise over signal at each step, and after the last; absent where the sampler works with ᾱ. */
  readonly sigmas?: readonly number[];
  /** What the first standard normal noise is multiplied by. */
  readonly initNoiseSigma: number;
  /** The model's input for the state x at step i. */
  scaleInput(x: Float32Array, i: number): Float32Array;
  /** The state after step i, from the model's output. `noise` draws standard normals of x's size, as often as the solver needs. */
  step(output: Float32Array, i: number, x: Float32Array, noise: () => Float32Array): Float32Array;
  /** The state before the first step that is taken, of a picture's latents and standard normal noise (diffusers' add_noise). */
  start(original: Float32Array, noise: Float32Array): Float32Array;
  /** The noiseless latents that the model predicts at step i (diffusers' pred_original_sample). */
  predictOriginal(output: Float32Array, i: number, x: Float32Array): Float32Array;
  /** The model's output that predicts an original further by `shift` at step i, from the same state. */
  shiftOriginal(output: Float32Array, i: number, shift: Float32Array): Float32Array;
}

export interface SamplerOptions {
  /** Default: the pack's where its file names one, else that of diffusers' class for the sampler. */
  readonly spacing?: Spacing;
  /** Steps left out at the beginning, where sampling starts from a picture; fewer than there are. The sampler counts those that it takes. */
  readonly skip?: number;
}

/** Throws UserError naming the limits when `steps` is not possible. */
export type SamplerFactory = (schedule: NoiseSchedule, steps: number, options: SamplerOptions) => Sampler;

/** a·x + b·y, elementwise. */
export function weightedSum(a: number, x: Float32Array, b: number, y: Float32Array): Float32Array {
  return x.map((value, j) => a * value + b * y[j]);
}

/** Coefficients of the state x and of the model's output in a quantity that is linear in both. */
export interface Coefficients {
  readonly x: number;
  readonly output: number;
}

/** The predicted original from a state √ᾱ·original + √(1 − ᾱ)·noise: Ho et al. 2020; Salimans & Ho 2022 for v. */
export const predictedOriginal: Record<Prediction, (signal: number, noise: number) => Coefficients> = {
  epsilon: (signal, noise) => ({ x: 1 / signal, output: -noise / signal }),
  v_prediction: (signal, noise) => ({ x: signal, output: -noise }),
};

/** The predicted noise from such a state. */
export const predictedNoise: Record<Prediction, (signal: number, noise: number) => Coefficients> = {
  epsilon: () => ({ x: 0, output: 1 }),
  v_prediction: (signal, noise) => ({ x: noise, output: signal }),
};
