import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { samplers } from '../../../src/engine/sampling/samplers.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';
import { samplerNames } from '../../../src/engine/types.js';
import { expectClose, goldenCases, loadCase, tensorOf } from '../../support/golden.js';

const tolerance = 1e-5;
const caseMeta = z.object({
  scheduler: z.string().transform((name) => z.enum(samplerNames).parse(name.split('.')[0])),
  steps: z.int(),
  init_noise_sigma: z.number(),
  config: z.looseObject({}),
});

/** The model of the golden set's README: 0.6·x·cos(t/1000) + 0.3·sin(3x). */
function closedForm(x: Float32Array, timestep: number): Float32Array {
  return x.map((value) => 0.6 * value * Math.cos(timestep / 1000) + 0.3 * Math.sin(3 * value));
}

describe('golden schedulers', async () => {
  for (const path of await goldenCases('schedulers')) {
    it(path, async () => {
      const golden = await loadCase(path);
      const meta = caseMeta.parse(golden.meta);
      const sampler = samplers[meta.scheduler](noiseSchedule(meta.config), meta.steps, {});
      const states = tensorOf(golden, 'x').data;
      const size = states.length / (sampler.timesteps.length + 1);
      const state = (i: number): Float32Array => states.subarray(i * size, (i + 1) * size);

      expectClose(sampler.timesteps, tensorOf(golden, 'timesteps').data, tolerance, 'timesteps');
      if (golden.tensors.has('sigmas')) {
        expectClose(sampler.sigmas ?? [], tensorOf(golden, 'sigmas').data, tolerance, 'sigmas');
      }
      expectClose([sampler.initNoiseSigma], [meta.init_noise_sigma], tolerance, 'first noise');
      expect(Number.isInteger(size)).toBe(true);

      let x = state(0);
      sampler.timesteps.forEach((timestep, i) => {
        const output = closedForm(sampler.scaleInput(x, i), timestep);
        x = sampler.step(output, i, x, () => tensorOf(golden, 'noise').data.subarray(i * size, (i + 1) * size));
        expectClose(x, state(i + 1), tolerance, `state after step ${i}`);
      });
    });
  }
});
