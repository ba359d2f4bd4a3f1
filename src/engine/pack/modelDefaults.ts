import type { SamplerName, Spacing } from '../types.js';
import type { ModelKind } from './kinds.js';

/** What is known of a model before its pack.json is asked. */
export interface ModelFacts {
  readonly kind: ModelKind;
  /** What it and its parts are called: folder or file, pack.json's name and title, files of the U-Net, LoRAs. The first that says something holds. */
  readonly names: readonly string[];
  /** `_class_name` of scheduler_config.json. */
  readonly schedulerClass: string;
  /** Its `timestep_spacing`. */
  readonly spacing: string | undefined;
  /** The U-Net takes the guidance scale as an input (`time_cond_proj_dim`). */
  readonly embedded: boolean;
}

/** How a model is painted with where pack.json does not say it. */
export interface ModelDefaults {
  readonly sampler: SamplerName;
  readonly steps: number;
  readonly guidance: number;
  /** In place of that of the scheduler file. */
  readonly spacing?: Spacing;
  /** Width and height in place of the U-Net's `sample_size`. */
  readonly side?: number;
}

/** Defaults, what they rest on, and that in words. */
export interface FittingDefaults {
  readonly values: ModelDefaults;
  readonly origin: 'name' | 'config' | 'default';
  /** Absent where nothing special is known. */
  readonly why?: string;
}

/** A family of models with few steps, which its weights do not tell. */
interface NamedModel {
  readonly title: string;
  /** In a name as `plain` gives it. */
  readonly pattern: RegExp;
  /** @param steps how many the name says, if it does */
  readonly defaults: (steps: number | undefined, name: string) => ModelDefaults;
}

/** As their model cards say. The order counts: the first that fits is taken. */
const namedModels: readonly NamedModel[] = [
  {
    title: 'SDXL-Lightning',
    pattern: /lightning/,
    defaults: (steps = 4) => ({ sampler: 'euler', steps, guidance: 0, spacing: 'trailing' }),
  },
  {
    // Not "hyperrealistic".
    title: 'Hyper-SD',
    pattern: /(^|-)hyper(-|$|sd)/,
    defaults: (steps = 8, name) => ({
      sampler: 'ddim',
      steps,
      // Its CFG files keep what guidance does.
      guidance: /(^|-)cfg/.test(name) ? 5 : 0,
      spacing: 'trailing',
    }),
  },
  {
    title: 'SD-Turbo and SDXL-Turbo',
    pattern: /(^|-)sd-?(xl)?-?turbo/,
    defaults: (steps = 1) => ({ sampler: 'euler', steps, guidance: 0, spacing: 'trailing', side: 512 }),
  },
  {
    title: 'models tuned from SDXL-Turbo',
    pattern: /turbo/,
    defaults: (steps = 6) => ({ sampler: 'euler_ancestral', steps, guidance: 2, spacing: 'trailing' }),
  },
  {
    // Without embedded guidance an LCM burns its pictures above 2 (LCM-LoRA's model card).
    title: 'latent consistency models',
    pattern: /(^|-)lcm(-|$|lora)/,
    defaults: (steps = 4) => ({ sampler: 'lcm', steps, guidance: 1.5 }),
  },
];

/** `sd_xl_turbo_1.0` → `sd-xl-turbo-1-0`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** The steps that a model was distilled for: `4step`, `8 steps`. More than 50 are not meant. */
function stepsIn(name: string): number | undefined {
  const steps = Number(/(?:^|-)(\d{1,2})-?steps?(?:-|$)/.exec(name)?.[1]);
  return steps >= 1 && steps <= 50 ? steps : undefined;
}

/**
 * The settings that a model is painted with: by the guidance that its U-Net takes as an input, by names of models that take few steps, by
 * the scheduler that it comes with, and else those of its kind.
 */
export function fittingDefaults({ kind, names, schedulerClass, spacing, embedded }: ModelFacts): FittingDefaults {
  if (embedded)
    return {
      values: { sampler: 'lcm', steps: stepsOf(names) ?? 4, guidance: 8 },
      origin: 'config',
      why: 'a latent consistency model: its U-Net takes the guidance scale as an input (time_cond_proj_dim)',
    };
  for (const name of names) {
    const found = namedModels.find(({ pattern }) => pattern.test(plain(name)));
    if (!found) continue;
    return {
      values: found.defaults(stepsOf([name, ...names]), plain(name)),
      origin: 'name',
      why: `taken for one of ${found.title} by the name "${name}"; pack.json may say otherwise`,
    };
  }
  if (schedulerClass === 'LCMScheduler')
    return {
      values: { sampler: 'lcm', steps: stepsOf(names) ?? 4, guidance: 1.5 },
      origin: 'config',
      why: 'a latent consistency model by its scheduler (LCMScheduler), whose U-Net takes no guidance scale as an input',
    };
  if (/^Euler(Ancestral)?DiscreteScheduler$/.test(schedulerClass) && spacing === 'trailing')
    return {
      values: { sampler: 'euler', steps: stepsOf(names) ?? 1, guidance: 0 },
      origin: 'config',
      why: `a model of few steps by its scheduler (${schedulerClass} with trailing spacing, as SD-Turbo has it)`,
    };
  const values = { sampler: 'dpmpp_2m', steps: 25, guidance: kind === 'sdxl' ? 5 : 7.5 } as const;
  return { values, origin: 'default' };
}

function stepsOf(names: readonly string[]): number | undefined {
  return names.map((name) => stepsIn(plain(name))).find((steps) => steps !== undefined);
}
