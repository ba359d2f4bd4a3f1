import { alphaSchedule } from './alphaSchedule.js';
import { weightedSum, type SamplerFactory } from './sampler.js';
import { integerTimesteps } from './spacing.js';

/** DDIM with η = 0: Song et al. 2021 (arXiv 2010.02502), equation 12; diffusers' scheduling_ddim.py. */
export const ddim: SamplerFactory = (schedule, steps, options) => {
  const { trainTimesteps } = schedule;
  const timesteps = integerTimesteps('ddim', schedule, steps, options.spacing).slice(options.skip);
  const alphas = alphaSchedule('ddim', schedule, timesteps, true);
  // Not the next timestep: diffusers goes down by this much whatever the spacing.
  const stride = Math.floor(trainTimesteps / steps);

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleInput: (x) => x,
    start: (original, noise) => alphas.addNoise(original, noise, timesteps[0]),
    predictOriginal: (output, i, x) => alphas.predictOriginal(output, timesteps[i], x),
    shiftOriginal: (output, i, shift) => alphas.shiftOriginal(output, timesteps[i], shift),
    step(output, i, x) {
      const timestep = timesteps[i];
      const towards = alphas.alphaBar(timestep - stride);
      const original = alphas.predictOriginal(output, timestep, x);
      return weightedSum(
        Math.sqrt(towards),
        original,
        Math.sqrt(1 - towards),
        alphas.predictNoise(output, timestep, x),
      );
    },
  };
};
