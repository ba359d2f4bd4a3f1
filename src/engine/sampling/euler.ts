import type { SamplerName } from '../types.js';
import type { SamplerFactory } from './sampler.js';
import { eulerStep, sigmaSchedule } from './sigmaSchedule.js';

const eulerOf =
  (sampler: SamplerName, karras: boolean): SamplerFactory =>
  (schedule, steps, options) => {
    const spaced = sigmaSchedule(sampler, schedule, steps, { ...options, karras });
    return {
      ...spaced,
      step: (output, i, x) =>
        eulerStep(x, spaced.predictOriginal(output, i, x), spaced.sigmas[i], spaced.sigmas[i + 1]),
    };
  };

/** Euler's method on the probability flow: Karras et al. 2022 (arXiv 2206.00364), algorithm 2 without churn. */
export const euler = eulerOf('euler', false);

/** The same with that paper's σ between the first and the last of the spaced timesteps. */
export const eulerKarras = eulerOf('euler_karras', true);
