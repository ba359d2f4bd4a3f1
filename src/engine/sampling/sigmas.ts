import type { NoiseSchedule } from './schedule.js';
import { linspace } from './spacing.js';

// The smallest positive number of float16: diffusers' stand-in for ᾱ = 0, so that no σ is infinite.
const smallestAlphaBar = 2 ** -24;

/** σ = √((1 − ᾱ) / ᾱ) of every training timestep [trainTimesteps], float32, rising. Not to be changed: it is computed once for a schedule. */
export function trainingSigmas(schedule: NoiseSchedule): Float32Array {
  return tableOf(schedule).sigmas;
}

const tables = new WeakMap<Float32Array, { readonly sigmas: Float32Array; readonly logs: Float32Array }>();

function tableOf({ alphaBar }: NoiseSchedule) {
  const known = tables.get(alphaBar);
  if (known) return known;
  const { fround } = Math;
  const sigmas = alphaBar.map((value) => {
    const alpha = value === 0 ? smallestAlphaBar : value;
    return Math.sqrt(fround(fround(1 - alpha) / alpha));
  });
  const table = { sigmas, logs: sigmas.map(Math.log) };
  tables.set(alphaBar, table);
  return table;
}

/** numpy.interp of `table` (at 0, 1, …) at `position`; constant beyond its ends. */
export function interpolate(table: Float32Array, position: number): number {
  if (position >= table.length - 1) return table.at(-1)!;
  const low = Math.max(0, Math.floor(position));
  return table[low] + (table[low + 1] - table[low]) * (Math.max(0, position) - low);
}

/** The fractional timestep of a σ, from log σ of every training timestep: linear interpolation (diffusers' `_sigma_to_t`). */
export function sigmaToTimestep(sigma: number, schedule: NoiseSchedule): number {
  const { logs } = tableOf(schedule);
  const log = Math.log(Math.max(sigma, 1e-10));
  // The last that is not above it, by bisection: they rise.
  let [low, above] = [0, logs.length - 1];
  while (above - low > 1) {
    const middle = (low + above) >> 1;
    if (logs[middle] <= log) low = middle;
    else above = middle;
  }
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
