import { z } from 'zod';
import {
  aestheticKinds,
  decoderNames,
  deviceNames,
  guidanceTargets,
  precisionNames,
  presetNames,
  samplerNames,
} from '../engine/index.js';
import type { LoraRequest, Variation } from '../engine/index.js';
import { engineVariables, list } from './flags.js';
import { UsageError } from './usageError.js';

/** A number written on the command line. How large it may be is the engine's business. */
function number({ whole = false } = {}) {
  return z.string().transform((text, context) => {
    const value = Number(text);
    const fits = text.trim() !== '' && (whole ? Number.isSafeInteger(value) : Number.isFinite(value));
    if (!fits) context.addIssue({ code: 'custom', message: `must be a ${whole ? 'whole ' : ''}number` });
    return value;
  });
}
export const whole = number({ whole: true });

function oneOf<const Names extends readonly string[]>(names: Names) {
  return z.enum(names, { error: `must be one of ${list(names)}` });
}

const strength = z.union([z.enum(presetNames), number()], {
  error: `must be ${list(presetNames)}, or a number from 0 to 1.5`,
});

const size = z.string().transform((text, context) => {
  const sides = /^(\d{1,5})(?:x(\d{1,5}))?$/i.exec(text);
  if (sides !== null) return { width: Number(sides[1]), height: Number(sides.at(2) ?? sides[1]) };
  context.addIssue({ code: 'custom', message: 'must be WIDTHxHEIGHT in pixels, like 512x768' });
  return z.NEVER;
});

/** `FROM:TO`, shares of the steps. */
const interval = z.string().transform((text, context) => {
  const ends = /^(\d+(?:\.\d+)?|\.\d+):(\d+(?:\.\d+)?|\.\d+)$/.exec(text);
  if (ends !== null) return { from: Number(ends[1]), to: Number(ends[2]) };
  context.addIssue({ code: 'custom', message: 'must be FROM:TO, shares of the steps like 0.2:0.8' });
  return z.NEVER;
});

/** `SEED:STRENGTH`. */
const variation = z.string().transform((text, context): Variation => {
  const parts = /^(\d{1,16}):(\d+(?:\.\d+)?|\.\d+)$/.exec(text);
  if (parts !== null) return { seed: Number(parts[1]), strength: Number(parts[2]) };
  context.addIssue({ code: 'custom', message: 'must be SEED:STRENGTH, like 7:0.2' });
  return z.NEVER;
});

/** `NAME` or `NAME:SCALE`; a name may hold colons. */
export function scaled(text: string): { readonly name: string; readonly scale?: number } {
  const parts = /^(.+):([+-]?(?:\d+(?:\.\d*)?|\.\d+))$/s.exec(text);
  return parts === null ? { name: text } : { name: parts[1], scale: Number(parts[2]) };
}

const lora = z.string().transform((text): LoraRequest => {
  const { name: file, ...scale } = scaled(text);
  return { file, ...scale };
});

/** A variable of the environment that is empty is not set. */
function orUnset<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema);
}

/** The id of a server. */
export const guildOption = z.string().regex(/^\d{1,20}$/, 'must be the id of a server: digits alone');

/** Of every command that opens a pack. */
export const engineOptions = z.object({
  pack: orUnset(z.string().optional()),
  device: orUnset(oneOf(deviceNames).optional()),
  precision: orUnset(oneOf(precisionNames).optional()),
});
export type EngineOptions = z.infer<typeof engineOptions>;

/** Of the commands that paint; strengths apart. */
export const paintOptions = engineOptions.extend({
  negative: z.string().optional(),
  seed: whole.optional(),
  steps: whole.optional(),
  sampler: oneOf(samplerNames).optional(),
  guidance: number().optional(),
  guidanceInterval: interval.optional(),
  tokenDownsampling: z
    .literal('2', { error: 'must be 2' })
    .transform(() => 2 as const)
    .optional(),
  decoder: oneOf(decoderNames).optional(),
  clipSkip: whole.optional(),
  size: size.optional(),
  kind: oneOf(aestheticKinds).optional(),
  out: z.string().min(1).optional(),
  force: z.boolean().default(false),
  lora: z.array(lora).optional(),
});

export const cardOptions = paintOptions.extend({
  strength: strength.optional(),
  safetyCheck: z.boolean().default(true),
});

export const imagineOptions = paintOptions.extend({
  from: z.string().min(1).optional(),
  /** The pack is that of AESTHETE_PACK. */
  packFromEnvironment: z.boolean().optional(),
  batch: orUnset(whole.optional()),
  aesthetic: z.string().optional(),
  strength: strength.optional(),
  count: whole.optional(),
  variation: z.array(variation).optional(),
  image: z.string().min(1).optional(),
  keep: number().optional(),
  optimizer: oneOf(['ascent', 'adam']).optional(),
  textSteps: whole.optional(),
  lr: number().optional(),
  mix: number().optional(),
  guide: number().optional(),
  guideTowards: oneOf(guidanceTargets).optional(),
  diversity: number().optional(),
  safetyCheck: z.boolean().default(true),
  upscale: z.enum(['1', '2', '3', '4'], { error: 'must be 1, 2, 3 or 4' }).transform(Number).optional(),
});

/** Options as commander read them → values; throws UsageError, naming the option and what was given. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  const name = String(path[0]);
  const given = z.record(z.string(), z.unknown()).parse(raw)[name];
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const { [flag]: variable } = engineVariables;
  const from = variable !== undefined && process.env[variable] === given ? variable : `--${flag}`;
  throw new UsageError(`${from} ${typeof given === 'string' ? `"${given}" ` : ''}${message}`);
}

/** Only the fields that have a value. */
export function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** What the options of every command that paints say of a request. */
export function paintRequest(options: z.infer<typeof paintOptions>) {
  const { negative, seed, size, sampler, steps, guidance, guidanceInterval, tokenDownsampling, decoder, clipSkip } =
    options;
  return withoutUndefined({
    negative,
    seed,
    size,
    sampler,
    steps,
    guidance,
    guidanceInterval,
    tokenDownsampling,
    decoder,
    clipSkip,
  });
}
