import type { SafetensorsFile } from '../weights/safetensors.js';
import type { ModelKind } from './kinds.js';

/** The schedule that all of Stable Diffusion was trained with. */
const schedule = {
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  steps_offset: 1,
};

export function standardScheduler(kind: ModelKind, file: SafetensorsFile): Record<string, unknown> {
  const prediction = { prediction_type: predictionOf(kind, file).prediction };
  if (kind === 'sdxl')
    return { _class_name: 'EulerDiscreteScheduler', ...schedule, ...prediction, timestep_spacing: 'leading' };
  return { _class_name: 'DDIMScheduler', ...schedule, ...prediction, set_alpha_to_one: false, clip_sample: false };
}

/** What the U-Net of a single file predicts, and by what of the file that was decided; absent: by nothing, it is what its family predicts. */
interface Prediction {
  readonly prediction: 'epsilon' | 'v_prediction';
  readonly by?: string;
}

/** Its weights do not tell: the file's metadata may, else it is what most files of the family predict. */
export function predictionOf(
  kind: ModelKind,
  { metadata, tensors }: Pick<SafetensorsFile, 'metadata' | 'tensors'>,
): Prediction {
  const type = 'modelspec.prediction_type';
  const stated = metadata[type];
  if (stated === 'epsilon' || stated === 'v' || stated === 'v_prediction')
    return { prediction: stated === 'epsilon' ? 'epsilon' : 'v_prediction', by: `its metadata's ${type}` };
  if (tensors.has('v_pred')) return { prediction: 'v_prediction', by: 'its key v_pred' };
  const family = 'modelspec.architecture';
  const architecture = metadata[family] ?? '';
  if (architecture.includes('-768-v')) return { prediction: 'v_prediction', by: `its metadata's ${family}` };
  if (architecture.includes('v2-512')) return { prediction: 'epsilon', by: `its metadata's ${family}` };
  return { prediction: kind === 'sd2' ? 'v_prediction' : 'epsilon' };
}

/** Variances of DDPM that are not learned: a choice of its sampler, which says nothing of the model. */
const fixedVariances: readonly unknown[] = ['fixed_small', 'fixed_small_log', 'fixed_large', 'fixed_large_log'];

/**
 * A scheduler_config.json as diffusers' StableDiffusionPipeline corrects it: predictions are not clipped, and a `steps_offset` that the file
 * names is 1 (files of before 0.3 have 0; where it is absent, each sampler's default holds).
 */
export function correctedScheduler(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { variance_type: variance, ...rest } = config;
  return {
    ...rest,
    ...('clip_sample' in rest && { clip_sample: false }),
    ...('steps_offset' in rest && { steps_offset: 1 }),
    ...(variance !== undefined && !fixedVariances.includes(variance) && { variance_type: variance }),
  };
}
