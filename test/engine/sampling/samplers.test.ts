import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckpointError, UserError } from '../../../src/engine/errors.js';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import type { Sampler } from '../../../src/engine/sampling/sampler.js';
import { samplers } from '../../../src/engine/sampling/samplers.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';
import { samplerNames, type Spacing } from '../../../src/engine/types.js';

const config = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };
const schedule = noiseSchedule(config);
const spacings: readonly Spacing[] = ['linspace', 'leading', 'trailing'];

/** Runs a sampler with a model that always has `original` in mind, from seeded noise. */
function paint(sampler: Sampler, prediction: 'epsilon' | 'v_prediction', original: Float32Array): Float32Array {
  const generator = torchGenerator(3);
  const draw = (): Float32Array => generator.randn(original.length);
  let x: Float32Array = draw().map((value) => value * sampler.initNoiseSigma);
  sampler.timesteps.forEach((_, i) => {
    // Both predictions are linear in the original: invert `predictOriginal` by its values at outputs 0 and 1.
    const at0 = sampler.predictOriginal(new Float32Array(x.length), i, x);
    const at1 = sampler.predictOriginal(new Float32Array(x.length).fill(1), i, x);
    const output = x.map((_, j) => (original[j] - at0[j]) / (at1[j] - at0[j]));
    x = sampler.step(output, i, x, draw);
  });
  return x;
}

describe.each(samplerNames)('%s', (name) => {
  it.each(['epsilon', 'v_prediction'] as const)(
    'arrives at the latents that a model without doubt predicts (%s)',
    (prediction) => {
      const original = torchGenerator(8).randn(32);
      const sampler = samplers[name](noiseSchedule({ ...config, prediction_type: prediction }), 12, {});
      const painted = paint(sampler, prediction, original);
      // Samplers that stop at the first training timestep keep its noise, σ = 0.03.
      painted.forEach((value, j) => {
        expect(Math.abs(value - original[j])).toBeLessThan(0.12);
      });
    },
  );

  it.each(['epsilon', 'v_prediction'] as const)('gives the output whose original lies elsewhere (%s)', (prediction) => {
    const sampler = samplers[name](noiseSchedule({ ...config, prediction_type: prediction }), 12, {});
    const generator = torchGenerator(5);
    const [x, output, shift] = [32, 32, 32].map((count) => generator.randn(count));
    sampler.timesteps.forEach((_, i) => {
      const before = sampler.predictOriginal(output, i, x);
      const after = sampler.predictOriginal(sampler.shiftOriginal(output, i, shift), i, x);
      const largest = Math.max(...before.map(Math.abs));
      for (const [j, value] of after.entries())
        expect(Math.abs(value - before[j] - shift[j])).toBeLessThan(1e-5 * Math.max(1, largest));
    });
  });

  it('names its limits when there are too few or too many steps', () => {
    for (const steps of [0, -1, 1.5, NaN, 10_000]) {
      expect(() => samplers[name](schedule, steps, {})).toThrow(UserError);
      expect(() => samplers[name](schedule, steps, {})).toThrow(/1 to (1000|50) steps .* not/);
    }
  });

  it('goes down inside the training timesteps whatever the number of steps and the spacing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(...spacings), (steps, spacing) => {
        let sampler: Sampler;
        try {
          sampler = samplers[name](schedule, steps, { spacing });
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        const { timesteps, sigmas } = sampler;
        expect(timesteps.length).toBe(name === 'pndm' && steps > 1 ? steps + 1 : steps);
        expect(timesteps.every((t, i) => t >= 0 && t < 1000 && (i === 0 || t <= timesteps[i - 1]))).toBe(true);
        if (sigmas) expect(sigmas.every((s, i) => s >= 0 && (i === 0 || s <= sigmas[i - 1]))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps nothing of another run', () => {
    const original = torchGenerator(8).randn(32);
    const run = (): Float32Array => paint(samplers[name](schedule, 7, {}), 'epsilon', original);
    expect(run()).toEqual(run());
  });
});

describe('spacing', () => {
  const first = (name: 'ddim' | 'euler', from: object, spacing?: Spacing): number =>
    samplers[name](noiseSchedule({ ...config, ...from }), 10, spacing ? { spacing } : {}).timesteps[0];

  it('is the request’s, else the file’s, else that of the sampler’s class in diffusers', () => {
    expect(first('ddim', {})).toBe(900);
    expect(first('euler', {})).toBe(999);
    expect(first('euler', { timestep_spacing: 'leading' })).toBe(900);
    expect(first('euler', { timestep_spacing: 'leading', steps_offset: 1 })).toBe(901);
    expect(first('ddim', { timestep_spacing: 'leading' }, 'trailing')).toBe(999);
  });

  it('leaves out the −1 that rounding adds to trailing spacing of 61 steps', () => {
    const { timesteps } = samplers.ddim(schedule, 61, { spacing: 'trailing' });
    expect(timesteps.length).toBe(61);
    expect(timesteps.at(-1)).toBe(15);
  });

  it('names the largest count where an offset leads past the last timestep', () => {
    const offset = noiseSchedule({ ...config, steps_offset: 1 });
    expect(() => samplers.ddim(offset, 1000, {})).toThrow('ddim takes 1 to 999 steps');
    expect(() => samplers.dpmpp_2m(schedule, 1000, {})).toThrow('dpmpp_2m takes 1 to 999 steps');
  });
});

describe('configurations that a sampler cannot follow', () => {
  it('is refused by lcm when its distillation is longer than the training', () => {
    const wrong = noiseSchedule({ ...config, original_inference_steps: 2000 });
    expect(() => samplers.lcm(wrong, 4, {})).toThrow('original_inference_steps is 2000');
  });

  it('is refused by pndm when Runge–Kutta steps are asked for', () => {
    expect(() => samplers.pndm(noiseSchedule({ skip_prk_steps: false }), 4, {})).toThrow(CheckpointError);
  });

  it('is refused where noise is predicted at a timestep without signal', () => {
    const zero = noiseSchedule({ ...config, rescale_betas_zero_snr: true });
    expect(() => samplers.ddim(zero, 4, { spacing: 'trailing' })).toThrow('rescale_betas_zero_snr');
    expect(samplers.ddim(zero, 4, { spacing: 'leading' }).timesteps[0]).toBe(750);
  });
});
