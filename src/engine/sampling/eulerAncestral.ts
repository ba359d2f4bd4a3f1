import type { SamplerFactory } from './sampler.js';
import { eulerStep, sigmaSchedule } from './sigmaSchedule.js';

const { fround, sqrt } = Math;
const square = (value: number): number => fround(value * value);

/** The parts of noise `to` that are fresh, and that are reached by a step from noise `from`; their squares sum to to². Float32 like torch's. */
function ancestralSplit(from: number, to: number): { readonly up: number; readonly down: number } {
  const falling = fround(square(from) - square(to));
  const up = fround(sqrt(fround(fround(square(to) * falling) / square(from))));
  return { up, down: fround(sqrt(fround(square(to) - square(up)))) };
}

/**
 * Euler's method to a noise level below the next one, and fresh noise up to it; diffusers' scheduling_euler_ancestral_discrete.py.
 * Draws noise at every step, at the last one too, where its weight is 0.
 */
export const eulerAncestral: SamplerFactory = (schedule, steps, options) => {
  // diffusers' class has no final_sigmas_type: it always ends without noise.
  const spaced = sigmaSchedule('euler_ancestral', { ...schedule, finalSigma: 'zero' }, steps, {
    ...options,
    karras: false,
  });
  return {
    ...spaced,
    step(output, i, x, noise) {
      const { up, down } = ancestralSplit(spaced.sigmas[i], spaced.sigmas[i + 1]);
      const moved = eulerStep(x, spaced.predictOriginal(output, i, x), spaced.sigmas[i], down);
      const fresh = noise();
      return moved.map((value, j) => value + fround(fresh[j] * up));
    },
  };
};
