import { UserError } from '../errors.js';
import type { SamplerName, Spacing } from '../types.js';
import type { NoiseSchedule } from './schedule.js';

/** numpy's round: halves to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** numpy.linspace(0, end, count). */
export function linspace(end: number, count: number): number[] {
  const step = end / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === 0 ? 0 : i === count - 1 ? end : i * step));
}

/**
 * `count` whole timesteps from `start` − 1 downwards, `span` apart: numpy.arange(start, 0, −span).round() − 1, down to the last
 * bit, since halves decide. Where rounding makes numpy's range one longer than asked (61 of 1,000), the surplus −1 is left out.
 */
export function trailingTimesteps(start: number, span: number, count: number): number[] {
  // numpy adds multiples of the difference of its first two elements, not of the step that it was given.
  const step = start - span - start;
  return Array.from({ length: count }, (_, i) => roundHalfEven(start + i * step) - 1);
}

/**
 * Timesteps [steps], falling, by the rules that diffusers' DDIM, PNDM and Euler schedulers share: Lin et al. 2023
 * (arXiv 2305.08891), table 2. Those of `linspace` are fractions.
 */
export const spaceTimesteps: Record<Spacing, (schedule: NoiseSchedule, steps: number) => number[]> = {
  linspace: ({ trainTimesteps }, steps) => linspace(trainTimesteps - 1, steps).reverse(),
  leading: ({ trainTimesteps, stepsOffset }, steps) => {
    const ratio = Math.floor(trainTimesteps / steps);
    return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * ratio + stepsOffset);
  },
  trailing: ({ trainTimesteps }, steps) => trailingTimesteps(trainTimesteps, trainTimesteps / steps, steps),
};

/** Throws UserError unless `steps` is a whole number from 1 to `most`. */
export function checkSteps(sampler: SamplerName, steps: number, most: number): void {
  if (Number.isInteger(steps) && steps >= 1 && steps <= most) return;
  throw new UserError({ code: 'samplerSteps', params: { sampler, steps, most } });
}

/**
 * Like `checkSteps`, where only some counts can be used. `fits` is asked downwards from the count that was asked for.
 *
 * @throws UserError naming the largest count that fits.
 */
export function checkUsableSteps(sampler: SamplerName, steps: number, fits: (steps: number) => boolean): void {
  if (fits(steps)) return;
  let most = steps - 1;
  while (most > 0 && !fits(most)) most--;
  throw new UserError({ code: 'samplerSteps', params: { sampler, steps, most } });
}

/** The whole timesteps [steps], falling, of DDIM and PNDM. @throws UserError naming what is possible where they do not fit. */
export function integerTimesteps(
  sampler: SamplerName,
  schedule: NoiseSchedule,
  steps: number,
  asked: Spacing | undefined,
): number[] {
  const { trainTimesteps } = schedule;
  const spacing = asked ?? schedule.spacing ?? 'leading';
  const timestepsOf = (count: number): number[] => spaceTimesteps[spacing](schedule, count).map(roundHalfEven);
  checkSteps(sampler, steps, trainTimesteps);
  checkUsableSteps(sampler, steps, (count) => timestepsOf(count)[0] < trainTimesteps);
  return timestepsOf(steps);
}
