import type { NoiseSchedule } from './schedule.js';
import { linspace } from './spacing.js';

// The smallest positive number of float16: diffusers' stand-in for ᾱ = 0, so that no σ is infinite.
const smallestAlphaBar = 2 ** -24;

/** σ = √((1 − ᾱ) / ᾱ) of every training timestep [trainTimesteps], float32, rising. */
export function trainingSigmas({ alphaBar }: NoiseSchedule): Float32Array {
  const { fround } = Math;
  return alphaBar.map((value) => {
    const alpha = value === 0 ? smallestAlphaBar : value;
    return Math.sqrt(fround(fround(1 - alpha) / alpha));
  });
}

/** numpy.interp of `table` (at 0, 1, …) at `position`; constant beyond its ends. */
export function interpolate(table: Float32Array, position: number): number {
  if (position >= table.length - 1) return table.at(-1)!;
  const low = Math.max(0, Math.floor(position));
  return table[low] + (table[low + 1] - table[low]) * (Math.max(0, position) - low);
}

/** The fractional timestep of a σ, from log σ of every training timestep: linear interpolation (diffusers' `_sigma_to_t`). */
export function sigmaToTimestep(sigma: number, logs: Float32Array): number {
  const log = Math.log(Math.max(sigma, 1e-10));
  const last = logs.findLastIndex((value) => value <= log);
  const low = Math.min(Math.max(last, 0), logs.length - 2);
  const weight = (logs[low] - log) / Math.fround(logs[low] - logs[low + 1]);
  return low + Math.min(Math.max(weight, 0), 1);
}

/** σ [steps], falling from `most` to `least` evenly in σ^(1/7): Karras et al. 2022 (arXiv 2206.00364), equation 5. */
export function karrasSigmas(most: number, least: number, steps: number): number[] {
  const rho = 7;
  const from = most ** (1 / rho);
  const to = least ** (1 / rho);
  return linspace(1, steps).map((ramp) => (from + ramp * (to - from)) ** rho);
}

/** `sigmas` with the last one, at which sampling ends, rounded to float32. */
export function withFinalSigma(sigmas: readonly number[], schedule: NoiseSchedule): number[] {
  const final = schedule.finalSigma === 'zero' ? 0 : trainingSigmas(schedule)[0];
  return [...sigmas, final].map(Math.fround);
}
