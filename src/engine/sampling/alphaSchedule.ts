import { CheckpointError } from '../errors.js';
import type { SamplerName } from '../types.js';
import { weightedSum, predictedNoise, predictedOriginal, type Coefficients } from './sampler.js';
import type { NoiseSchedule } from './schedule.js';

/** ᾱ of samplers like DDIM, whose states have signal √ᾱ and noise √(1 − ᾱ). */
export interface AlphaSchedule {
  /** ᾱ at a whole training timestep; past the last one (below 0) ᾱ₀, or 1 if the file sets it to one. */
  alphaBar(timestep: number): number;
  /** √ᾱ·original + √(1 − ᾱ)·noise. */
  addNoise(original: Float32Array, noise: Float32Array, timestep: number): Float32Array;
  predictOriginal(output: Float32Array, timestep: number, x: Float32Array): Float32Array;
  predictNoise(output: Float32Array, timestep: number, x: Float32Array): Float32Array;
  shiftOriginal(output: Float32Array, timestep: number, shift: Float32Array): Float32Array;
}

/**
 * @param setAlphaToOne the class's default, for files that do not say.
 * @throws CheckpointError where noise is predicted at a timestep whose signal is zero: the original cannot be told from it.
 */
export function alphaSchedule(
  sampler: SamplerName,
  schedule: NoiseSchedule,
  timesteps: readonly number[],
  setAlphaToOne: boolean,
): AlphaSchedule {
  const { alphaBar, prediction } = schedule;
  const final = (schedule.setAlphaToOne ?? setAlphaToOne) ? 1 : alphaBar[0];
  const withoutSignal = timesteps.find((timestep) => alphaBar[timestep] === 0);
  if (withoutSignal !== undefined && prediction === 'epsilon') {
    throw new CheckpointError(
      `scheduler_config.json: rescale_betas_zero_snr is true and prediction_type is "epsilon": ${sampler} cannot start at timestep ${withoutSignal}, where there is no signal`,
    );
  }
  const alphaBarAt = (timestep: number): number => (timestep < 0 ? final : alphaBar[timestep]);
  const weighted =
    (coefficientsOf: (signal: number, noise: number) => Coefficients): AlphaSchedule['predictNoise'] =>
    (output, timestep, x) => {
      const a = alphaBarAt(timestep);
      const coefficients = coefficientsOf(Math.sqrt(a), Math.sqrt(1 - a));
      return weightedSum(coefficients.x, x, coefficients.output, output);
    };
  return {
    alphaBar: alphaBarAt,
    addNoise: (original, noise, timestep) => {
      const a = alphaBarAt(timestep);
      return weightedSum(Math.sqrt(a), original, Math.sqrt(1 - a), noise);
    },
    predictOriginal: weighted(predictedOriginal[prediction]),
    predictNoise: weighted(predictedNoise[prediction]),
    shiftOriginal: (output, timestep, shift) => {
      const a = alphaBarAt(timestep);
      const coefficients = predictedOriginal[prediction](Math.sqrt(a), Math.sqrt(1 - a));
      return weightedSum(1, output, 1 / coefficients.output, shift);
    },
  };
}
