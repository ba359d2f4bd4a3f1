import type { SamplerName } from '../types.js';
import { weightedSum, type Sampler, type SamplerOptions } from './sampler.js';
import type { NoiseSchedule, Prediction } from './schedule.js';
import { interpolate, karrasSigmas, sigmaToTimestep, trainingSigmas, withFinalSigma } from './sigmas.js';
import { checkSteps, spaceTimesteps } from './spacing.js';

// Everything here is rounded to float32 at every operation, as torch does: a first σ can be in the thousands (zero terminal SNR),
// and what is left of the state when it has fallen to 0 then depends on how each operation was rounded.
const { fround, sqrt } = Math;

/** What both Euler samplers share, the deterministic and the ancestral: their states have signal 1 and noise σ. */
export type SigmaSchedule = Omit<Sampler, 'step'> & { readonly sigmas: readonly number[] };

const squarePlusOne = (sigma: number): number => fround(fround(sigma * sigma) + 1);

/** One value's predicted original, from x with signal 1 and noise σ (Karras et al. 2022, table 1: c_skip and c_out for v). */
const originalFromSigma: Record<Prediction, (sigma: number) => (x: number, output: number) => number> = {
  epsilon: (sigma) => (x, output) => x - fround(sigma * output),
  v_prediction: (sigma) => {
    const square = squarePlusOne(sigma);
    const ofOutput = fround(-sigma / fround(sqrt(square)));
    return (x, output) => fround(output * ofOutput) + fround(x / square);
  },
};

/** Timesteps, σ, input scale and first noise as diffusers' Euler schedulers have them (scheduling_euler_discrete.py). */
export function sigmaSchedule(
  sampler: SamplerName,
  schedule: NoiseSchedule,
  steps: number,
  options: SamplerOptions & { readonly karras: boolean },
): SigmaSchedule {
  checkSteps(sampler, steps, schedule.trainTimesteps);
  const spacing = options.spacing ?? schedule.spacing ?? 'linspace';
  const table = trainingSigmas(schedule);
  const spaced = spaceTimesteps[spacing](schedule, steps).map(fround);
  const plain = spaced.map((timestep) => interpolate(table, timestep));
  const used = options.karras ? karrasSigmas(plain[0], plain.at(-1)!, steps) : plain;
  const all = options.karras ? used.map((sigma) => fround(sigmaToTimestep(sigma, schedule))) : spaced;
  const timesteps = all.slice(options.skip);
  const sigmas = withFinalSigma(used, schedule).slice(options.skip);
  const maxSigma = Math.max(...sigmas);

  return {
    timesteps,
    sigmas,
    // With leading spacing sampling starts below the last training timestep, where there still is signal beside the noise.
    initNoiseSigma: spacing === 'leading' ? fround(sqrt(squarePlusOne(maxSigma))) : maxSigma,
    scaleInput(x, i) {
      const scale = fround(sqrt(squarePlusOne(sigmas[i])));
      return x.map((value) => value / scale);
    },
    start: (original, noise) => original.map((value, j) => value + fround(noise[j] * sigmas[0])),
    predictOriginal(output, i, x) {
      const original = originalFromSigma[schedule.prediction](sigmas[i]);
      return x.map((value, j) => original(value, output[j]));
    },
    shiftOriginal(output, i, shift) {
      // The predicted original is linear in the output.
      const slope = originalFromSigma[schedule.prediction](sigmas[i])(0, 1);
      return weightedSum(1, output, 1 / slope, shift);
    },
  };
}

/** The state at noise `to`, from x at noise `from` along the line to the predicted original: dx/dσ = (x − original) / σ. */
export function eulerStep(x: Float32Array, original: Float32Array, from: number, to: number): Float32Array {
  const fall = fround(to - from);
  return x.map((value, j) => value + fround(fround(fround(value - original[j]) / from) * fall));
}
