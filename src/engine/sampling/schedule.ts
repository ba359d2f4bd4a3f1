import { z } from 'zod';
import { closed } from '../config/closed.js';
import { parseConfig } from '../config/json.js';
import { spacingNames } from '../types.js';
import type { Spacing } from '../types.js';
import { type BetaScheduleName, betaScheduleNames, cumulativeAlphas, noiseBetas, zeroTerminalSnr } from './betas.js';

/** What the U-Net predicts: the noise, or the velocity √ᾱ·noise − √(1 − ᾱ)·original (Salimans & Ho 2022). */
export type Prediction = 'epsilon' | 'v_prediction';

/** A pack's noise schedule. What is undefined the file leaves open: then the sampler's own default holds, as in diffusers. */
export interface NoiseSchedule {
  readonly trainTimesteps: number;
  readonly prediction: Prediction;
  readonly betaSchedule: BetaScheduleName;
  /** ᾱ [trainTimesteps], float32; its last value is 0 where the file asks for zero terminal SNR. */
  readonly alphaBar: Float32Array;
  /** ᾱ without that rescaling, for samplers that do not know it. */
  readonly alphaBarAsTrained: Float32Array;
  readonly spacing: Spacing | undefined;
  readonly stepsOffset: number;
  /** Whether the step past the last timestep has ᾱ = 1, not ᾱ₀. */
  readonly setAlphaToOne: boolean | undefined;
  readonly skipPrkSteps: boolean | undefined;
  readonly finalSigma: 'zero' | 'sigma_min';
  readonly lowerOrderFinal: boolean;
  readonly eulerAtFinal: boolean;
  /** Timesteps whose log(√ᾱ / √(1 − ᾱ)) lies below are left out by DPM-Solver++. */
  readonly lambdaMinClipped: number;
  readonly originalInferenceSteps: number;
  readonly timestepScaling: number;
}

const off = z.literal(false).nullish();
const none = z.null().optional();

/** Fields that pick a behaviour we do not have are admitted with their harmless value only. */
const fields = z.object({
  num_train_timesteps: z.int().min(2).max(10_000).default(1000),
  beta_start: z.number().optional(),
  beta_end: z.number().optional(),
  beta_schedule: z.enum(betaScheduleNames).optional(),
  trained_betas: z.array(z.number()).nullish(),
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  timestep_spacing: z.enum(spacingNames).optional(),
  steps_offset: z.int().min(0).default(0),
  set_alpha_to_one: z.boolean().optional(),
  skip_prk_steps: z.boolean().optional(),
  rescale_betas_zero_snr: z.boolean().default(false),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero'),
  lower_order_final: z.boolean().default(true),
  euler_at_final: z.boolean().default(false),
  // Python's JSON writes the default as the bare word -Infinity; readers that turn it into null or a string mean the same.
  lambda_min_clipped: z
    .union([z.number(), z.literal(-Infinity), z.literal('-Infinity').transform(() => -Infinity)])
    .nullish()
    .transform((value) => value ?? -Infinity),
  original_inference_steps: z.int().min(1).default(50),
  timestep_scaling: z.number().default(10),
  clip_sample: off,
  thresholding: off,
  use_exponential_sigmas: off,
  use_beta_sigmas: off,
  use_lu_lambdas: off,
  use_flow_sigmas: off,
  use_dynamic_shifting: off,
  interpolation_type: z.literal('linear').nullish(),
  timestep_type: z.literal('discrete').nullish(),
  sigma_min: none,
  sigma_max: none,
  variance_type: none,
});

/**
 * What a sampler's name says in its place, and what is read only with fields that are refused, or by samplers that are not built: their files
 * are read for what the model learned.
 */
const harmless = [
  'use_karras_sigmas',
  'algorithm_type',
  'solver_order',
  'solver_type',
  'solver_p',
  'predict_x0',
  'disable_corrector',
  'dynamic_thresholding_ratio',
  'sample_max_value',
  'clip_sample_range',
  'use_corrector',
  'flow_shift',
  'time_shift_type',
  'sigma_schedule',
  'noise_sampler_seed',
];

const schedulerConfig = closed(fields, harmless);

const configOrigin = z.object({
  _class_name: z.string().optional().catch(undefined),
  _use_default_values: z.array(z.string()).default([]).catch([]),
});

/** diffusers' β per class, where the file has none. */
const defaultBetas = (className: string | undefined) =>
  className === 'LCMScheduler'
    ? ({ name: 'scaled_linear', start: 0.00085, end: 0.012 } as const)
    : ({ name: 'linear', start: 0.0001, end: 0.02 } as const);

/** How a sampler spaces its steps, as opposed to what the model learned: a class's own default for these is not carried to another class. */
const carriedOnlyIfNamed = [
  'timestep_spacing',
  'steps_offset',
  'set_alpha_to_one',
  'skip_prk_steps',
  'final_sigmas_type',
];

/**
 * The noise schedule of a scheduler_config.json, with diffusers' defaults for what the file lacks.
 *
 * As in diffusers' `Scheduler.from_config(pack.scheduler.config)`: spacing and the like hold for every sampler if the file names
 * them, and for none if they are listed in `_use_default_values`. What a sampler's name says (Karras, order 2, midpoint) is not
 * read from the file. A missing `clip_sample` is false, to which Stable Diffusion's pipeline sets it for every scheduler.
 *
 * @throws CheckpointError naming field and value where the file asks for what the samplers do not do.
 */
export function noiseSchedule(config: object): NoiseSchedule {
  const origin = configOrigin.parse(config);
  const dropped = origin._use_default_values.filter((field) => carriedOnlyIfNamed.includes(field));
  const named = Object.fromEntries(Object.entries(config).filter(([field]) => !dropped.includes(field)));
  const read = parseConfig(schedulerConfig, named, 'scheduler_config.json');
  const usual = defaultBetas(origin._class_name);
  const betaSchedule = read.beta_schedule ?? usual.name;
  const betas = noiseBetas({
    name: betaSchedule,
    start: read.beta_start ?? usual.start,
    end: read.beta_end ?? usual.end,
    count: read.num_train_timesteps,
    trained: read.trained_betas ?? undefined,
  });
  const alphaBarAsTrained = cumulativeAlphas(betas);
  return {
    trainTimesteps: read.num_train_timesteps,
    prediction: read.prediction_type,
    betaSchedule,
    alphaBar: read.rescale_betas_zero_snr ? cumulativeAlphas(zeroTerminalSnr(betas)) : alphaBarAsTrained,
    alphaBarAsTrained,
    spacing: read.timestep_spacing,
    stepsOffset: read.steps_offset,
    setAlphaToOne: read.set_alpha_to_one,
    skipPrkSteps: read.skip_prk_steps,
    finalSigma: read.final_sigmas_type,
    lowerOrderFinal: read.lower_order_final,
    eulerAtFinal: read.euler_at_final,
    lambdaMinClipped: read.lambda_min_clipped,
    originalInferenceSteps: read.original_inference_steps,
    timestepScaling: read.timestep_scaling,
  };
}
