import { CheckpointError } from '../errors.js';
import { alphaSchedule } from './alphaSchedule.js';
import { weightedSum, type SamplerFactory } from './sampler.js';
import { integerTimesteps } from './spacing.js';

/** Adams–Bashforth weights of the last outputs, the newest first: Liu et al. 2022 (arXiv 2202.09778), equation 12 and appendix. */
const adamsBashforth: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

function combined(weights: readonly number[], arrays: readonly Float32Array[]): Float32Array {
  return arrays[0].map((_, j) => weights.reduce((sum, weight, k) => sum + weight * arrays[k][j], 0));
}

/**
 * PNDM without Runge–Kutta steps (PLMS), as Stable Diffusion has it; diffusers' scheduling_pndm.py. Its first step is taken twice,
 * the second time with the mean of both outputs, so the model is called steps + 1 times (once for one step).
 */
export const pndm: SamplerFactory = (asked, steps, options) => {
  if (asked.skipPrkSteps === false) {
    throw new CheckpointError('scheduler_config.json: skip_prk_steps is false: pndm takes no Runge–Kutta steps');
  }
  // diffusers' PNDM does not know zero terminal SNR: its formula divides by ᾱ.
  const schedule = { ...asked, alphaBar: asked.alphaBarAsTrained };
  const { trainTimesteps } = schedule;
  const spaced = integerTimesteps('pndm', schedule, steps, options.spacing).slice(options.skip);
  const timesteps = [...spaced.slice(0, 2), ...spaced.slice(1)];
  const alphas = alphaSchedule('pndm', schedule, timesteps, false);
  const stride = Math.floor(trainTimesteps / steps);
  const outputs: Float32Array[] = []; // the newest first
  let start = new Float32Array();

  /** The paper's equation 9: from x at timestep `from` to timestep `to` along `output`. */
  const transfer = (x: Float32Array, from: number, to: number, output: Float32Array): Float32Array => {
    const a = alphas.alphaBar(from);
    const b = alphas.alphaBar(to);
    const denominator = a * Math.sqrt(1 - b) + Math.sqrt(a * (1 - a) * b);
    return weightedSum(Math.sqrt(b / a), x, (a - b) / denominator, alphas.predictNoise(output, from, x));
  };

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleInput: (x) => x,
    start: (original, noise) => alphas.addNoise(original, noise, timesteps[0]),
    predictOriginal: (output, i, x) => alphas.predictOriginal(output, timesteps[i], x),
    shiftOriginal: (output, i, shift) => alphas.shiftOriginal(output, timesteps[i], shift),
    step(output, i, x) {
      const timestep = timesteps[i];
      if (i === 1) return transfer(start, timestep + stride, timestep, weightedSum(0.5, output, 0.5, outputs[0]));
      if (i === 0) start = Float32Array.from(x);
      outputs.unshift(output);
      outputs.splice(adamsBashforth.length);
      return transfer(x, timestep, timestep - stride, combined(adamsBashforth[outputs.length - 1], outputs));
    },
  };
};
