import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';

const stableDiffusion = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };

describe('noiseSchedule', () => {
  it('fills an empty configuration with the defaults of diffusers', () => {
    const schedule = noiseSchedule({});
    expect(schedule).toMatchObject({ trainTimesteps: 1000, prediction: 'epsilon', spacing: undefined, stepsOffset: 0 });
    expect(schedule.alphaBar[0]).toBeCloseTo(1 - 0.0001, 7);
  });

  it('gives a latent consistency model its own default betas', () => {
    expect(noiseSchedule({ _class_name: 'LCMScheduler' }).alphaBar).toEqual(noiseSchedule(stableDiffusion).alphaBar);
  });

  it('ends with the signal that Stable Diffusion is known to end with', () => {
    expect(noiseSchedule(stableDiffusion).alphaBar[999]).toBeCloseTo(0.00466, 5);
  });

  it('ends without signal where zero terminal SNR is asked for, and begins where it began', () => {
    const schedule = noiseSchedule({ ...stableDiffusion, rescale_betas_zero_snr: true });
    expect(schedule.alphaBar[999]).toBe(0);
    expect(schedule.alphaBar[0]).toBeCloseTo(schedule.alphaBarAsTrained[0], 6);
    expect(schedule.alphaBarAsTrained).toEqual(noiseSchedule(stableDiffusion).alphaBar);
  });

  it('takes the betas that a file lists', () => {
    const betas = Array.from({ length: 10 }, (_, i) => 0.01 * (i + 1));
    const schedule = noiseSchedule({ trained_betas: betas, num_train_timesteps: 10 });
    expect(schedule.alphaBar[1]).toBeCloseTo(0.99 * 0.98, 6);
  });

  it('does not carry over a spacing that the file has only by default', () => {
    const config = { timestep_spacing: 'leading', set_alpha_to_one: false };
    expect(noiseSchedule(config).spacing).toBe('leading');
    expect(noiseSchedule({ ...config, _use_default_values: ['timestep_spacing'] })).toMatchObject({
      spacing: undefined,
      setAlphaToOne: false,
    });
  });

  it.each([-Infinity, '-Infinity', null])('reads lambda_min_clipped %j as no limit', (value) => {
    expect(noiseSchedule({ lambda_min_clipped: value }).lambdaMinClipped).toBe(-Infinity);
  });

  it.each([
    ['prediction_type', 'sample'],
    ['beta_schedule', 'sigmoid'],
    ['timestep_spacing', 'random'],
    ['clip_sample', true],
    ['thresholding', true],
    ['use_beta_sigmas', true],
    ['interpolation_type', 'log_linear'],
    ['sigma_max', 80],
    ['num_train_timesteps', 0],
    ['steps_offset', -1],
  ])('names %s when it is %j', (field, value) => {
    expect(() => noiseSchedule({ [field]: value })).toThrow(CheckpointError);
    expect(() => noiseSchedule({ [field]: value })).toThrow(`${field} is ${JSON.stringify(value)}`);
  });

  it('refuses betas that are none, and too few of them', () => {
    expect(() => noiseSchedule({ beta_end: 3 })).toThrow('expected 1000 betas from 0 to 1');
    expect(() => noiseSchedule({ trained_betas: [0.1, 0.2] })).toThrow('2 betas for 1000 steps');
  });
});
