import { alphaWalk } from './alphaWalk.js';
import { mix, type SamplerFactory } from './sampler.js';
import { wholeTimesteps } from './spacing.js';

/** DDIM with η = 0: Song et al. 2021 (arXiv 2010.02502), equation 12; diffusers' scheduling_ddim.py. */
export const ddim: SamplerFactory = (schedule, steps, options) => {
  const { trainTimesteps } = schedule;
  const timesteps = wholeTimesteps('ddim', schedule, steps, options.spacing);
  const walk = alphaWalk('ddim', schedule, timesteps, true);
  // Not the next timestep: diffusers goes down by this much whatever the spacing.
  const stride = Math.floor(trainTimesteps / steps);

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleInput: (x) => x,
    predictOriginal: (output, i, x) => walk.predictOriginal(output, timesteps[i], x),
    step(output, i, x) {
      const timestep = timesteps[i];
      const towards = walk.alphaBar(timestep - stride);
      const original = walk.predictOriginal(output, timestep, x);
      return mix(Math.sqrt(towards), original, Math.sqrt(1 - towards), walk.predictNoise(output, timestep, x));
    },
  };
};
