import { randomInt } from 'node:crypto';
import { UserError } from '../errors.js';
import type { Pack } from '../pack/pack.js';
import { tinyVaeFolder } from '../pack/tinyVae.js';
import { checkSize } from '../sampling/size.js';
import { choose, drawsOf } from '../text/choices.js';
import { checkNegative, checkPrompt } from '../text/prompt.js';
import { decoderNames, diversityMethods, guidanceTargets, samplerNames, spacingNames } from '../types.js';
import type {
  AestheticTarget,
  ClipGuidanceRequest,
  DecoderName,
  GuidanceInterval,
  ImagineRequest,
  Recipe,
  Spacing,
  Variation,
} from '../types.js';
import { packSizes, ranges, whole, within } from './limits.js';
import { stepsFor } from './requestStart.js';

/**
 * The request with the pack's defaults filled in, and every value checked.
 * @throws UserError that says what was wrong and what is possible
 */
export function completeRequest(request: ImagineRequest, pack: Pack, clipId: string): Recipe {
  const { settings } = pack;
  const { defaults } = settings;
  const size = request.size ?? defaults.size;
  checkSize(size, packSizes(pack));
  const sampler = request.sampler ?? defaults.sampler;
  if (!samplerNames.includes(sampler))
    throw new UserError(`there is no sampler "${sampler}"; there are ${samplerNames.join(', ')}`);
  if (request.aesthetic) checkAesthetic(request.aesthetic, pack, clipId);
  const count = whole('count', request.count ?? 1, ranges.count);
  const seed = seedOf(request.seed, count);
  const clipSkip = clipSkipOf(request, pack);
  const spacing = spacingOf(request, pack);
  return {
    ...promptsOf(request, seed),
    ...(clipSkip !== 1 && { clipSkip }),
    pack: settings.name,
    ...(pack.loras && { loras: pack.loras.applied }),
    ...(request.aesthetic && { aesthetic: request.aesthetic.label ?? 'unnamed' }),
    ...(request.aesthetic && steering(request, pack)),
    mix: within('mix', request.mix ?? 1, ranges.mix),
    ...diversityOf(request),
    seed,
    ...(request.variations && request.variations.length > 0 && { variations: variationsOf(request.variations, count) }),
    count,
    width: size.width,
    height: size.height,
    sampler,
    steps: whole('steps', request.steps ?? stepsFor(request.start, defaults.steps, ranges.steps.max), ranges.steps),
    guidance: within('guidance', request.guidance ?? defaults.guidance, ranges.guidance),
    ...(request.guidanceInterval && { guidanceInterval: checkInterval(request.guidanceInterval) }),
    ...(request.clipGuidance && clipGuidanceOf(request.clipGuidance, request.aesthetic !== undefined)),
    ...(downsamplingOf(request) && { tokenDownsampling: 2 }),
    ...(spacing && { spacing }),
    ...(decoderOf(request, pack) === 'tiny' && { decoder: 'tiny' }),
  };
}

/** The prompts with their `{a|b}` chosen by the seed: of every image of the request the same, since one ascent serves them all. */
function promptsOf({ prompt, negative = '' }: ImagineRequest, seed: number): Pick<Recipe, 'prompt' | 'negative'> {
  const draw = drawsOf(seed);
  return {
    prompt: checkPrompt(choose(checkPrompt(prompt), draw)),
    negative: checkNegative(choose(checkNegative(negative), draw)),
  };
}

/** @throws UserError where an end is not a share, or nothing lies between them */
function checkInterval({ from, to }: GuidanceInterval): GuidanceInterval {
  within('guidance_interval', from, ranges.share);
  within('guidance_interval', to, ranges.share);
  if (from < to) return { from, to };
  throw new UserError(`guidance_interval goes from ${from} to ${to}: nothing lies between them`);
}

/** Nothing where it is off. @throws UserError where there is no such target */
function clipGuidanceOf({ scale, towards }: ClipGuidanceRequest, aesthetic: boolean): Pick<Recipe, 'clipGuidance'> {
  within('guide', scale, ranges.clipGuidance);
  const target = towards ?? 'text';
  if (!guidanceTargets.includes(target))
    throw new UserError(`there is no target "${target}" of guide; there are ${guidanceTargets.join(', ')}`);
  if (target === 'aesthetic' && !aesthetic)
    throw new UserError('guide towards the aesthetic needs an aesthetic; without one it can go towards text');
  return scale === 0 ? {} : { clipGuidance: { scale, towards: target } };
}

/** @throws UserError where it is another factor than 2 */
function downsamplingOf({ tokenDownsampling }: ImagineRequest): boolean {
  if (tokenDownsampling === undefined) return false;
  return whole('token_downsampling', tokenDownsampling, ranges.tokenDownsampling) === 2;
}

/** That of the request or of the pack's settings; undefined: the sampler's own. */
function spacingOf({ spacing }: ImagineRequest, { settings }: Pack): Spacing | undefined {
  if (spacing === undefined || spacingNames.includes(spacing)) return spacing ?? settings.defaults.spacing;
  throw new UserError(`there is no spacing "${spacing}"; there are ${spacingNames.join(', ')}`);
}

/** @throws UserError where the pack has no such decoder */
function decoderOf({ decoder }: ImagineRequest, { settings, tiny }: Pack): DecoderName {
  const asked = decoder ?? settings.defaults.decoder;
  if (!decoderNames.includes(asked))
    throw new UserError(`there is no decoder "${asked}"; there are ${decoderNames.join(', ')}`);
  if (asked === 'tiny' && !tiny)
    throw new UserError(
      `${settings.name} has no tiny decoder: put diffusers' AutoencoderTiny (for Stable Diffusion 1 and 2 madebyollin/taesd, for XL madebyollin/taesdxl) into its ${tinyVaeFolder}/`,
    );
  return asked;
}

/** The number of the layer. @throws UserError naming how far this pack's text models go back */
function clipSkipOf({ clipSkip }: ImagineRequest, { settings, text, second }: Pack): number {
  const max = Math.min(text.depth.states, second?.encoder.depth.states ?? Infinity);
  return whole('clip_skip', clipSkip ?? settings.defaults.clipSkip, { min: 1, max });
}

/** @throws UserError where the method lacks what it needs */
function diversityOf(request: ImagineRequest): Pick<Recipe, 'diversity' | 'diversityMethod'> {
  const { diversity = 0, diversityMethod: method = 'repulsion', aesthetic, optimizer } = request;
  if (!diversityMethods.includes(method))
    throw new UserError(`there is no diversity method "${method}"; there are ${diversityMethods.join(', ')}`);
  if (within('diversity', diversity, ranges.diversity) === 0) return {};
  if (method === 'repulsion') return { diversity };
  if (!aesthetic) throw new UserError({ code: 'diversityAlone' });
  if (method === 'sgld') {
    if (optimizer)
      throw new UserError('diversity by sgld goes with a strength, not with raw settings: leave one of them out');
    return { diversity, diversityMethod: method };
  }
  const { label = 'the aesthetic', source } = aesthetic;
  if (!source || source.images.length < 2)
    throw new UserError({ code: 'diversityImages', params: { name: label, count: source?.images.length ?? 0 } });
  return { diversity, diversityMethod: method };
}

/** Strength, an outcome; or the paper's raw settings in its place. */
function steering(request: ImagineRequest, { settings }: Pack): Pick<Recipe, 'strength' | 'optimizer'> {
  const { optimizer, strength = settings.defaults.strength } = request;
  if (!optimizer) {
    const value = typeof strength === 'number' ? strength : settings.strength.presets[strength];
    return { strength: within('strength', value, ranges.strength) };
  }
  if (request.strength !== undefined)
    throw new UserError('strength and raw text steps exclude each other: strength chooses the steps by itself');
  return {
    optimizer: {
      name: optimizer.name,
      steps: whole('text_steps', optimizer.steps, ranges.textSteps),
      lr: within('lr', optimizer.lr, ranges.lr),
    },
  };
}

/** Of the smallest picture that a pack can paint, in pixels. */
export function smallestSide(pack: Pack): number {
  return packSizes(pack).min;
}

/** The request without its aesthetic's vector for the second text model where that is of another CLIP; then that model stays as it is, which is said. */
export function withFittingSecond(request: ImagineRequest, secondClipId: string | undefined): ImagineRequest {
  const { aesthetic } = request;
  const { secondClipId: madeWith } = aesthetic ?? {};
  if (!aesthetic || madeWith === undefined || secondClipId === undefined || madeWith === secondClipId) return request;
  const { second, secondClipId: _, ...first } = aesthetic;
  return { ...request, aesthetic: first };
}

function checkAesthetic(
  { vector, second, clipId: madeWith, label = 'the aesthetic' }: AestheticTarget,
  pack: Pack,
  clipId: string,
): void {
  if (vector.length !== pack.projection)
    throw new UserError({
      code: 'aestheticLength',
      params: { name: label, length: vector.length, wanted: pack.projection },
    });
  if (madeWith !== undefined && madeWith !== clipId)
    throw new UserError(
      `${label} was made with another CLIP (${madeWith.slice(0, 12)}) than this pack's (${clipId.slice(0, 12)}). ` +
        'Make it again from its images with this pack.',
    );
  if (second && pack.second && second.length !== pack.second.projection)
    throw new UserError(
      `${label} has ${second.length} numbers for the second text encoder, and this pack's has ${pack.second.projection}: ` +
        'it was made with another CLIP',
    );
  for (const numbers of [vector, ...(second ? [second] : [])]) {
    if (!numbers.every(Number.isFinite)) throw new UserError({ code: 'aestheticNotFinite', params: { name: label } });
    if (numbers.every((v) => v === 0)) throw new UserError({ code: 'aestheticZero', params: { name: label } });
  }
}

function seedOf(seed: number | undefined, count: number): number {
  if (seed === undefined) return randomInt(2 ** 32);
  return whole('seed', seed, { min: 0, max: Number.MAX_SAFE_INTEGER - count });
}

function variationsOf(variations: readonly Variation[], count: number): Variation[] {
  within('variations', variations.length, ranges.variations);
  return variations.map(({ seed, strength }) => ({
    seed: seedOf(seed, count),
    strength: within('variation strength', strength, ranges.share),
  }));
}
