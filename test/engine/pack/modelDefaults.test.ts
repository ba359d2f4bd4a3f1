import { describe, expect, test } from 'vitest';
import { fittingDefaults } from '../../../src/engine/pack/modelDefaults.js';
import type { ModelDefaults, ModelFacts } from '../../../src/engine/pack/modelDefaults.js';

const facts: ModelFacts = {
  kind: 'sd1',
  names: [],
  schedulerClass: 'PNDMScheduler',
  spacing: undefined,
  embedded: false,
};
const usual: ModelDefaults = { sampler: 'dpmpp_2m', steps: 25, guidance: 7.5 };
const lcm = (steps: number, guidance: number): ModelDefaults => ({ sampler: 'lcm', steps, guidance });
const trailing = { spacing: 'trailing' } as const;
const oneStep: ModelDefaults = { sampler: 'euler', steps: 1, guidance: 0 };
const turbo: ModelDefaults = { ...oneStep, ...trailing, side: 512 };
const lightning = (steps: number): ModelDefaults => ({ ...oneStep, steps, ...trailing });
const hyper = (steps: number, guidance = 0): ModelDefaults => ({ sampler: 'ddim', steps, guidance, ...trailing });

describe('what a model is painted with follows from', () => {
  test.each<[string, Partial<ModelFacts>, ModelDefaults]>([
    ['nothing special', {}, usual],
    ["Stable Diffusion XL's pipeline", { kind: 'sdxl' }, { ...usual, guidance: 5 }],
    ['guidance as an input', { embedded: true, schedulerClass: 'LCMScheduler' }, lcm(4, 8)],
    ['guidance as an input, in a file without a scheduler', { embedded: true, names: ['x_lcm'] }, lcm(4, 8)],
    ['an LCMScheduler without it', { schedulerClass: 'LCMScheduler' }, lcm(4, 1.5)],
    ['Euler with trailing spacing', { schedulerClass: 'EulerDiscreteScheduler', ...trailing }, oneStep],
    [
      'ancestral Euler with trailing spacing',
      { schedulerClass: 'EulerAncestralDiscreteScheduler', ...trailing },
      oneStep,
    ],
    ['Euler with leading spacing', { schedulerClass: 'EulerDiscreteScheduler', spacing: 'leading' }, usual],
    ['DDIM with trailing spacing', { schedulerClass: 'DDIMScheduler', ...trailing }, usual],
  ])('%s', (_, given, expected) => {
    expect(fittingDefaults({ ...facts, ...given }).values).toEqual(expected);
  });

  test.each<[string, ModelDefaults]>([
    ['sdxl_lightning_4step_unet.safetensors', lightning(4)],
    ['juggernautXL_v9Lightning_8steps', lightning(8)],
    ['DreamShaperXL_Lightning.safetensors', lightning(4)],
    ['Hyper-SDXL-1step-lora.safetensors', hyper(1)],
    ['Hyper-SD15-8steps-CFG-lora.safetensors', hyper(8, 5)],
    ['hyper-sd', hyper(8)],
    ['models--stabilityai--sd-turbo', turbo],
    ['sd_xl_turbo_1.0_fp16.safetensors', turbo],
    ['DreamShaperXL_Turbo_v2.safetensors', { sampler: 'euler_ancestral', steps: 6, guidance: 2, ...trailing }],
    ['lcm-lora-sdv1-5.safetensors', lcm(4, 1.5)],
    ['dreamshaper8_LCM', lcm(4, 1.5)],
    ['hyperrealistic_v3.safetensors', usual],
    ['balcmont.safetensors', usual],
    ['100steps-to-paris', usual],
  ])('the name %s', (name, expected) => {
    const { values, origin } = fittingDefaults({ ...facts, names: [name] });
    expect(values).toEqual(expected);
    expect(origin).toBe(expected === usual ? 'default' : 'name');
  });

  test('the first name that says something, with the steps of another that says how many', () => {
    const names = ['mine', 'sdxl-lightning', 'unet_2step.safetensors', 'lcm'];
    const { values, why } = fittingDefaults({ ...facts, names });
    expect(values).toEqual(lightning(2));
    expect(why).toMatch(/by the name "sdxl-lightning"/);
  });
});
