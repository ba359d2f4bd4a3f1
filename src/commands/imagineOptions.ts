import { z } from 'zod';
import { BotError } from '../bot/errors.js';
import type { ImagineOptions } from '../bot/types.js';
import { presetNames, samplerNames } from '../engine/index.js';
import type { RawOptimizer } from '../engine/index.js';
import { cut } from '../text/clean.js';
import { noAesthetic } from './aestheticNames.js';
import { shapeNames } from './sizes.js';
import type { Shape } from './sizes.js';

/** What a member may ask for. The engine checks again, against the pack. */
export const ranges = {
  count: { min: 1, max: 10 },
  seed: { min: 0, max: 2 ** 32 - 1 },
  steps: { min: 1, max: 150 },
  guidance: { min: 0, max: 50 },
  guide: { min: 0, max: 0.5 },
  diversity: { min: 0, max: 1 },
  clipSkip: { min: 1, max: 12 },
  keep: { min: 0, max: 1 },
  textSteps: { min: 1, max: 200 },
  lr: { min: 0, max: 1_000_000_000 },
} as const;

const within = ({ min, max }: { readonly min: number; readonly max: number }) => z.number().min(min).max(max);
const whole = (range: { readonly min: number; readonly max: number }) => within(range).int();

/** Options as Discord sends them; ranges and choices hold for everybody who uses Discord's own clients. */
const options = z.object({
  prompt: z.string(),
  aesthetic: z.string().optional(),
  strength: z.string().optional(),
  strip: z.boolean().optional(),
  negative: z.string().optional(),
  seed: whole(ranges.seed).optional(),
  variation: z.string().optional(),
  count: whole(ranges.count).optional(),
  diversity: within(ranges.diversity).optional(),
  size: z.string().optional(),
  sampler: z.enum(samplerNames).optional(),
  steps: whole(ranges.steps).optional(),
  guidance: within(ranges.guidance).optional(),
  guide: within(ranges.guide).optional(),
  clip_skip: whole(ranges.clipSkip).optional(),
  /** The attachment's id. */
  image: z.string().optional(),
  keep: within(ranges.keep).optional(),
  text_steps: whole(ranges.textSteps).optional(),
  lr: within(ranges.lr).optional(),
});

export interface ParsedImagine {
  /** Everything but the aesthetic. */
  readonly imagineOptions: Omit<ImagineOptions, 'aesthetic'>;
  /** Of the picture that was attached. */
  readonly keep?: { readonly keep: number };
  /** In place of a size: proportions, whose size is the pack's to say. */
  readonly shape?: Shape;
  /** As typed; `null`: none, whatever the server's default. */
  readonly aesthetic?: string | null;
}

/** @throws BotError that names the option, what was given and what is possible */
export function parseImagine(given: unknown): ParsedImagine {
  const parsed = options.safeParse(given);
  if (!parsed.success) {
    throw new BotError('badOption', { option: String(parsed.error.issues[0].path[0] ?? '') });
  }
  const {
    aesthetic,
    strength,
    strip,
    size,
    variation,
    guide,
    clip_skip,
    image,
    keep,
    text_steps,
    lr,
    prompt,
    ...same
  } = parsed.data;
  if (prompt.trim() === '') throw new BotError('emptyPrompt');
  if (keep !== undefined && image === undefined) throw new BotError('keepAlone');
  const raw = rawOptimizer(text_steps, lr);
  const shape = shapeNames.find((one) => one === size?.trim().toLowerCase());
  const none = aesthetic?.trim().toLowerCase() === noAesthetic;
  if (none && ((strength ?? raw) !== undefined || strip === true)) throw new BotError('aestheticAndNot');
  if (strength !== undefined && raw) throw new BotError('strengthAndRaw');
  if (strip === true && ((strength ?? raw) !== undefined || (same.count ?? 1) > 1)) throw new BotError('stripAlone');
  return {
    imagineOptions: {
      ...stated({ ...same, prompt: prompt.trim() }),
      ...(strength !== undefined && { strength: parseStrength(strength) }),
      ...(strip === true && { strip }),
      ...(variation !== undefined && { variations: parseVariations(variation) }),
      ...(size !== undefined && !shape && { size: parseSize(size) }),
      ...(guide !== undefined && { clipGuidance: { scale: guide } }),
      ...(clip_skip !== undefined && { clipSkip: clip_skip }),
      ...(raw && { optimizer: raw }),
    },
    ...(keep !== undefined && { keep: { keep } }),
    ...(shape && { shape }),
    ...(aesthetic !== undefined && { aesthetic: none ? null : aesthetic }),
  };
}

/** The authors' code: Adam with ε 1e-4; either option alone keeps the other's default. */
function rawOptimizer(steps: number | undefined, lr: number | undefined): RawOptimizer | undefined {
  return steps === undefined && lr === undefined ? undefined : { name: 'adam', steps: steps ?? 10, lr: lr ?? 1e-4 };
}

/** `balanced`, `0.6` or, where a comma is the decimal point, `0,6`. @throws BotError */
export function parseStrength(given: string): NonNullable<ImagineOptions['strength']> {
  const word = given.trim().toLowerCase();
  const preset = presetNames.find((name) => name === word);
  if (preset) return preset;
  const value = Number(word.replace(',', '.'));
  if (word === '' || !(value >= 0 && value <= 1.5)) throw new BotError('strength', { given: cut(given, 50) });
  return value;
}

/** As recipes write them: `7:0.15 9:0.4`, seeds and how much of their noise is mixed in. @throws BotError */
function parseVariations(given: string): NonNullable<ImagineOptions['variations']> {
  return given.split(' ').map((one) => {
    const [, seed, strength] = /^(\d{1,10}):(\d(?:\.\d{1,6})?|\.\d{1,6})$/.exec(one) ?? [];
    const variation = { seed: Number(seed), strength: Number(strength) };
    if (variation.seed <= ranges.seed.max && variation.strength <= 1) return variation;
    throw new BotError('badOption', { option: 'variation' });
  });
}

/** `512x768` or `512`. @throws BotError */
function parseSize(given: string): NonNullable<ImagineOptions['size']> {
  const sides = /^(\d{1,5})(?:\s*[x×]\s*(\d{1,5}))?$/i.exec(given.trim());
  if (!sides) throw new BotError('size', { given: cut(given, 50) });
  return { width: Number(sides[1]), height: Number(sides.at(2) ?? sides[1]) };
}

/** Only the fields that have a value. */
function stated<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
