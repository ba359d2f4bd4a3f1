import { BotError } from '../../bot/errors.js';
import type { AestheticLabel, ImagineOptions } from '../../bot/types.js';
import type { Painted } from '../../bot/views/proof.js';
import { nextStrength } from '../../bot/views/strength.js';
import type { PresetName } from '../../engine/index.js';

/*
 * What the buttons below a picture ask for, from what was painted: pure functions. Everything that the engine chose stays chosen, so
 * that a picture of last year varies by what the button says and by nothing else, whatever the defaults are now.
 */

/** The same request with everything pinned: seed, size, sampler, strength, the aesthetic's version. */
export function pinned({ imagineOptions, outcome: { recipe } }: Painted): ImagineOptions {
  const strengthOptions = recipe.optimizer
    ? { optimizer: recipe.optimizer }
    : pinnedStrength(imagineOptions, recipe.strength);
  return {
    prompt: recipe.prompt,
    ...(recipe.negative !== '' && { negative: recipe.negative }),
    aesthetic: imagineOptions.aesthetic ?? null,
    ...(imagineOptions.aesthetic && (imagineOptions.strip === true ? { strip: true } : strengthOptions)),
    seed: recipe.seed,
    ...(recipe.variations && { variations: recipe.variations }),
    count: recipe.count,
    ...(recipe.diversity !== undefined && { diversity: recipe.diversity }),
    size: { width: recipe.width, height: recipe.height },
    sampler: recipe.sampler,
    steps: recipe.steps,
    guidance: recipe.guidance,
    ...(recipe.clipGuidance && { clipGuidance: { scale: recipe.clipGuidance.scale } }),
    ...(recipe.clipSkip !== undefined && { clipSkip: recipe.clipSkip }),
    // None is a choice, too.
    loras: imagineOptions.loras ?? [],
    ...(imagineOptions.start && { start: imagineOptions.start }),
    ...(imagineOptions.besidePlain !== undefined && { besidePlain: imagineOptions.besidePlain }),
  };
}

/** How much of another seed's noise is mixed in: on the demo pack that is 9 % and 30 % of the way to another seed's picture, by CLIP's cosine. */
const variationStrengths = { subtle: 0.15, strong: 0.4 } as const;
export type Closeness = keyof typeof variationStrengths;

/** One of the pictures of a request. Its seed tells it apart from the others: of variations, the last one's. */
interface OneOfThem {
  readonly seed: number;
  readonly plain: boolean;
}

/** Pictures near one of those that were painted, as many as the request had: `freshSeed`'s noise is mixed into that picture's. */
export function varied(
  painted: Painted,
  { seed, plain }: OneOfThem,
  closeness: Closeness,
  freshSeed: number,
): ImagineOptions {
  const { variations } = painted.outcome.recipe;
  const last = variations?.at(-1);
  const before = variations && last ? [...variations.slice(0, -1), { ...last, seed }] : [];
  // Diversity would take them away from it.
  const { strength, optimizer, clipGuidance, diversity: _, ...rest } = single(painted);
  const near = {
    ...rest,
    besidePlain: false,
    ...(!last && { seed }),
    variations: [...before, { seed: freshSeed, strength: variationStrengths[closeness] }],
  };
  // Beside pictures with an aesthetic, plain ones are not guided either.
  const guided = clipGuidance && !(plain && rest.aesthetic) && { clipGuidance };
  if (plain) return { ...near, ...guided, aesthetic: null };
  return { ...near, ...guided, ...(strength !== undefined && { strength }), ...(optimizer && { optimizer }) };
}

/** A preset's name stays, so that the proof line says it; its number is the pack's. */
function pinnedStrength({ strength }: ImagineOptions, number: number | undefined): Pick<ImagineOptions, 'strength'> {
  const value = typeof strength === 'string' ? strength : number;
  return value === undefined ? {} : { strength: value };
}

interface Fresh extends Omit<ImagineOptions, 'seed' | 'variations'> {
  seed?: number;
  variations?: NonNullable<ImagineOptions['variations']>;
}

/** A new seed, which chooses anew of `{red|blue}`. */
export function again(painted: Painted): ImagineOptions {
  const { prompt, negative } = painted.imagineOptions;
  const asked = { prompt, ...(negative !== undefined && { negative }) };
  const imagineOptions: Fresh = { ...pinned(painted), ...asked };
  delete imagineOptions.seed;
  delete imagineOptions.variations;
  return imagineOptions;
}

/** The next strength, same seed. @throws BotError where there is none */
export function withNextStrength(
  painted: Painted,
  direction: 'stronger' | 'weaker',
  presets: Readonly<Record<PresetName, number>>,
): ImagineOptions {
  const imagineOptions = single(painted);
  if (!imagineOptions.aesthetic) throw new BotError('noAestheticUsed');
  const { optimizer, strength } = painted.outcome.recipe;
  if (optimizer || strength === undefined) throw new BotError('rawSteps');
  const next = nextStrength(strength, direction, presets);
  if (next === undefined) throw new BotError(direction === 'stronger' ? 'strongest' : 'weakest');
  return { ...imagineOptions, strength: next };
}

/** Ten pictures fit into one message; each comes twice. */
const mostBeside = 5;

/** Plain and personalised side by side, same seeds. @throws BotError without an aesthetic */
export function besidePlain(painted: Painted): ImagineOptions {
  const imagineOptions = single(painted);
  if (!imagineOptions.aesthetic) throw new BotError('noAestheticUsed');
  return { ...imagineOptions, besidePlain: true, count: Math.min(imagineOptions.count ?? 1, mostBeside) };
}

/** All strengths with the first picture's seed, as one picture. @throws BotError without an aesthetic */
export function asStrip(painted: Painted): ImagineOptions {
  const imagineOptions = pinned({ ...painted, imagineOptions: { ...painted.imagineOptions, strip: true } });
  if (!imagineOptions.aesthetic) throw new BotError('noAestheticUsed');
  return { ...imagineOptions, count: 1, besidePlain: false };
}

/** Of a picture that is painted larger: its details are painted anew, and what it shows stays. */
const keptOfSmaller = 0.7;
/** With fewer, none would be left to take. */
const fewestSteps = Math.ceil(1 / (1 - keptOfSmaller));

/** The same picture twice as wide and high, which starts from it; `start` is what that takes beside the picture's file. */
export function larger(painted: Painted): { imagineOptions: ImagineOptions; start: { keep: number } } {
  const imagineOptions: ImagineOptions & { start?: NonNullable<ImagineOptions['start']> } = { ...single(painted) };
  delete imagineOptions.start;
  const { width, height, steps } = painted.outcome.recipe;
  const size = { width: 2 * width, height: 2 * height };
  return {
    imagineOptions: {
      ...imagineOptions,
      count: 1,
      besidePlain: false,
      size,
      ...(steps < fewestSteps && { steps: fewestSteps }),
    },
    start: { keep: keptOfSmaller },
  };
}

/** The same request for one strength: of a strip, its last. */
function single(painted: Painted): ImagineOptions {
  return pinned({ ...painted, imagineOptions: { ...painted.imagineOptions, strip: false } });
}

/** In the taste of another aesthetic, same seed. Without one before, the server's own strength is taken. */
export function inTasteOf(painted: Painted, aesthetic: AestheticLabel): ImagineOptions {
  return { ...pinned(painted), aesthetic };
}
