import { UserError } from '../errors.js';
import { vaeFactor } from '../models/vaeConfig.js';
import type { Pack } from '../pack/pack.js';
import { samplers } from '../sampling/samplers.js';
import { noiseSchedule } from '../sampling/schedule.js';
import { checkSize, sizeLimits } from '../sampling/size.js';
import type { SizeLimits } from '../sampling/size.js';
import { samplerNames } from '../types.js';
import type { ImagineRequest, SamplerName, Spacing, StartRequest } from '../types.js';
import { keptShare, stepsFor } from './requestStart.js';

/** What a person may ask of one request. */
export const ranges = {
  count: { min: 1, max: 10 },
  steps: { min: 1, max: 150 },
  guidance: { min: 0, max: 50 },
  clipGuidance: { min: 0, max: 0.5 },
  strength: { min: 0, max: 1.5 },
  mix: { min: 0, max: 1 },
  diversity: { min: 0, max: 1 },
  share: { min: 0, max: 1 },
  textSteps: { min: 0, max: 200 },
  variations: { min: 0, max: 100 },
  tokenDownsampling: { min: 2, max: 2 },
  lr: { min: 0, max: 1e9 },
} as const;

/** What a pack can do of that: plain data, by which a request can be checked where the pack is not. */
export interface PackLimits {
  readonly size: SizeLimits;
  /** How many layers its text models go back at most. */
  readonly clipSkip: number;
  /** Of samplers: counts of steps, from 1 to 150, for which its schedule has no timesteps. */
  readonly unusableSteps: { readonly [S in SamplerName]?: readonly number[] };
}

export function packLimits(pack: Pack): PackLimits {
  const { settings, text, second } = pack;
  const schedule = noiseSchedule(pack.scheduler);
  return {
    size: packSizes(pack),
    clipSkip: Math.min(text.depth.states, second?.encoder.depth.states ?? Infinity),
    unusableSteps: Object.fromEntries(
      samplerNames.flatMap((name) => {
        const unusable = allSteps.filter(
          (steps) => !isUsable(() => samplers[name](schedule, steps, spacingOf(settings))),
        );
        return unusable.length > 0 ? [[name, unusable]] : [];
      }),
    ),
  };
}

const allSteps = Array.from({ length: ranges.steps.max }, (_, i) => i + ranges.steps.min);

function spacingOf({ defaults }: Pack['settings']): { readonly spacing?: Spacing } {
  return defaults.spacing ? { spacing: defaults.spacing } : {};
}

function isUsable(build: () => unknown): boolean {
  try {
    build();
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Of each side of a picture. */
export function packSizes({ vae, unet }: Pick<Pack, 'vae' | 'unet'>): SizeLimits {
  return sizeLimits(vaeFactor(vae.config), unet.config.block_out_channels.length);
}

/** A request as far as it can be checked without the pack; of the picture that it starts from only how much of it is kept. */
export type CheckableRequest = Pick<
  ImagineRequest,
  | 'count'
  | 'diversity'
  | 'size'
  | 'sampler'
  | 'steps'
  | 'guidance'
  | 'clipGuidance'
  | 'clipSkip'
  | 'strength'
  | 'optimizer'
> & { readonly start?: Pick<StartRequest, 'keep'> };

/**
 * Checks a request by a pack's limits and defaults: what passes, the engine does not refuse for its sizes and counts.
 * @throws UserError, as the engine does
 */
export function checkRequest(
  {
    count,
    diversity,
    size,
    sampler,
    steps,
    guidance,
    clipGuidance,
    clipSkip,
    strength,
    optimizer,
    start,
  }: CheckableRequest,
  defaults: Pick<Pack['settings']['defaults'], 'size' | 'sampler' | 'steps'>,
  limits: PackLimits,
): void {
  checkSize(size ?? defaults.size, limits.size);
  if (count !== undefined) whole('count', count, ranges.count);
  if (diversity !== undefined) within('diversity', diversity, ranges.diversity);
  if (guidance !== undefined) within('guidance', guidance, ranges.guidance);
  if (clipGuidance) within('guide', clipGuidance.scale, ranges.clipGuidance);
  if (typeof strength === 'number') within('strength', strength, ranges.strength);
  if (optimizer) {
    whole('text_steps', optimizer.steps, ranges.textSteps);
    within('lr', optimizer.lr, ranges.lr);
  }
  if (clipSkip !== undefined) whole('clip_skip', clipSkip, { min: 1, max: limits.clipSkip });
  const taken = whole('steps', steps ?? stepsFor(start, defaults.steps, ranges.steps.max), ranges.steps);
  checkTimesteps(sampler ?? defaults.sampler, taken, limits);
  if (start) keptShare(start.keep, taken);
}

function checkTimesteps(sampler: SamplerName, steps: number, { unusableSteps }: PackLimits): void {
  const unusable = unusableSteps[sampler] ?? [];
  if (!unusable.includes(steps)) return;
  const most = allSteps.findLast((count) => count < steps && !unusable.includes(count)) ?? 0;
  throw new UserError({ code: 'samplerSteps', params: { sampler, steps, most } });
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** The value. @throws UserError, naming the ends */
export function within(option: string, value: number, { min, max }: Range): number {
  if (value >= min && value <= max) return value;
  throw new UserError({ code: 'optionRange', params: { option, value, min, max } });
}

/** The value. @throws UserError, naming the ends, where it is no whole number within them */
export function whole(option: string, value: number, range: Range): number {
  if (Number.isSafeInteger(value)) return within(option, value, range);
  throw new UserError({ code: 'optionWhole', params: { option, value, ...range } });
}
