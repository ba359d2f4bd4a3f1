import { CheckpointError } from '../errors.js';
import { alphaSchedule } from './alphaSchedule.js';
import { weightedSum, type SamplerFactory } from './sampler.js';
import { checkSteps } from './spacing.js';

/** The spread of the data that consistency models assume (Song et al. 2023, appendix C). */
const sigmaData = 0.5;

/**
 * Multistep latent consistency sampling: Luo et al. 2023 (arXiv 2310.04378), algorithm 3; diffusers' scheduling_lcm.py.
 * Timesteps are picked from those of the distillation, so spacing has no say. Draws noise at every step but the last.
 *
 * @throws UserError for more steps than the distillation had, CheckpointError for a distillation longer than the training.
 */
export const lcm: SamplerFactory = (schedule, steps, options) => {
  const { trainTimesteps, originalInferenceSteps, timestepScaling } = schedule;
  if (originalInferenceSteps > trainTimesteps) {
    throw new CheckpointError(
      `scheduler_config.json: original_inference_steps is ${originalInferenceSteps}, more than num_train_timesteps, ${trainTimesteps}`,
    );
  }
  checkSteps('lcm', steps, originalInferenceSteps);
  const stride = Math.floor(trainTimesteps / originalInferenceSteps);
  const timesteps = Array.from({ length: steps }, (_, i) => {
    const skipped = Math.floor(i * (originalInferenceSteps / steps));
    return (originalInferenceSteps - skipped) * stride - 1;
  }).slice(options.skip);
  const alphas = alphaSchedule('lcm', schedule, timesteps, true);

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleInput: (x) => x,
    start: (original, noise) => alphas.addNoise(original, noise, timesteps[0]),
    predictOriginal: (output, i, x) => alphas.predictOriginal(output, timesteps[i], x),
    shiftOriginal: (output, i, shift) => alphas.shiftOriginal(output, timesteps[i], shift),
    step(output, i, x, noise) {
      const scaled = timesteps[i] * timestepScaling;
      const square = scaled ** 2 + sigmaData ** 2;
      const original = alphas.predictOriginal(output, timesteps[i], x);
      const denoised = weightedSum(scaled / Math.sqrt(square), original, sigmaData ** 2 / square, x);
      if (i === timesteps.length - 1) return denoised;
      const towards = alphas.alphaBar(timesteps[i + 1]);
      return weightedSum(Math.sqrt(towards), denoised, Math.sqrt(1 - towards), noise());
    },
  };
};
