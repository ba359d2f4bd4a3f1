import { z } from 'zod';
import { aestheticKinds, guidanceTargets, presetNames, samplerNames, spacingNames } from '../../../engine/index.js';
import type { Notice } from '../../../engine/index.js';
import { storedCode, storedErrorData } from '../../errors.js';
import type { Failure } from '../../errors.js';

/** The JSON columns of a generation, as they were written by this or an earlier version. */

const positive = z.number().positive();
const optimizer = z.object({ name: z.enum(['ascent', 'adam']), steps: z.number(), lr: z.number() });
const variations = z
  .array(z.object({ seed: z.number(), strength: z.number() }))
  .readonly()
  .exactOptional();
const loras = z.array(z.object({ name: z.string(), scale: z.number() })).readonly();
const label = z.object({ id: z.string(), name: z.string(), version: z.number() });

/** What is made of files, in place of pictures. */
const making = z.object({
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('create'), name: z.string(), note: z.string(), of: z.enum(aestheticKinds) }),
    z.object({ kind: z.literal('add'), aesthetic: label }),
    /** `name` and `of` of the file where they are absent. */
    z.object({
      kind: z.literal('import'),
      name: z.string().exactOptional(),
      of: z.enum(aestheticKinds).exactOptional(),
    }),
  ]),
  /** What members attached, as Discord described it: images, or the file to import. */
  files: z.array(z.object({ name: z.string(), url: z.string(), bytes: z.number() })),
  /** Whether a card may be shown where it was asked for. */
  showsCard: z.boolean(),
});
export type Making = z.infer<typeof making>;

/** The options of a request as it was accepted: completed by the guild's defaults and a seed. Engine defaults stay open until it is painted. */
export const resolvedOptions = z.object({
  prompt: z.string(),
  negative: z.string().exactOptional(),
  aesthetic: label.nullable(),
  strength: z.union([z.number(), z.enum(presetNames)]).exactOptional(),
  optimizer: optimizer.exactOptional(),
  seed: z.number(),
  variations,
  count: positive,
  diversity: z.number().exactOptional(),
  size: z.object({ width: positive, height: positive }).exactOptional(),
  sampler: z.enum(samplerNames).exactOptional(),
  steps: positive.exactOptional(),
  guidance: z.number().exactOptional(),
  clipGuidance: z.object({ scale: z.number() }).exactOptional(),
  clipSkip: positive.exactOptional(),
  loras: loras.exactOptional(),
  start: z.object({ key: z.string(), keep: z.number().exactOptional() }).exactOptional(),
  /** The pack's safety checker looks at each picture; decided by the channel and the guild's settings when the request was accepted. */
  checkSafety: z.boolean().exactOptional(),
  besidePlain: z.boolean().exactOptional(),
  strip: z.boolean().exactOptional(),
  duel: z
    .object({ sides: z.tuple([label.nullable(), label.nullable()]).readonly(), minutes: positive })
    .exactOptional(),
  /** A card of the aesthetic instead: its prompts, what its message says above it, and whose card it shows beside it. */
  card: z.object({ prompts: z.array(z.string()), said: z.string(), before: label.exactOptional() }).exactOptional(),
  making: making.exactOptional(),
});
export type ResolvedOptions = z.infer<typeof resolvedOptions>;

const recipe = z.object({
  prompt: z.string(),
  negative: z.string(),
  pack: z.string(),
  aesthetic: z.string().exactOptional(),
  strength: z.number().exactOptional(),
  optimizer: optimizer.exactOptional(),
  mix: z.number(),
  diversity: z.number().exactOptional(),
  diversityMethod: z.enum(['bootstrap', 'sgld']).exactOptional(),
  seed: z.number(),
  variations,
  count: z.number(),
  width: z.number(),
  height: z.number(),
  sampler: z.enum(samplerNames),
  steps: z.number(),
  guidance: z.number(),
  guidanceInterval: z.object({ from: z.number(), to: z.number() }).exactOptional(),
  clipGuidance: z.object({ scale: z.number(), towards: z.enum(guidanceTargets) }).exactOptional(),
  tokenDownsampling: z.literal(2).exactOptional(),
  spacing: z.enum(spacingNames).exactOptional(),
  decoder: z.literal('tiny').exactOptional(),
  clipSkip: positive.exactOptional(),
  loras: loras.exactOptional(),
  start: z.object({ sha256: z.string(), keep: z.number() }).exactOptional(),
  precision: z.literal('int8').exactOptional(),
});

/** What the engine chose and measured. */
export const outcome = z.object({
  recipe,
  cosine: z.object({ before: z.number(), after: z.number() }).exactOptional(),
  /** Of a strip: the cosine that each of its strengths reached, in order. */
  strip: z.array(z.number()).exactOptional(),
  textSteps: z.number(),
  device: z.string(),
  precision: z.string(),
  /** Words, in rows of earlier versions. */
  notices: z.array(z.union([z.string(), storedCode<Notice>()])),
  cut: z.array(z.string()),
  /** How many times larger than painted the pictures are shown; absent: as painted. */
  upscale: z.number().exactOptional(),
  /** Milliseconds by stage. */
  ms: z.object({ text: z.number(), paint: z.number(), decode: z.number(), embed: z.number() }),
});
export type StoredOutcome = z.infer<typeof outcome>;

/** How far the painting is; the preview is in the image store. */
export const storedProgress = z.object({
  stage: z.enum(['text', 'paint', 'decode', 'embed']),
  done: z.number(),
  total: z.number(),
  preview: z.boolean(),
});
export type StoredProgress = z.infer<typeof storedProgress>;

/** Why it failed. Rows of earlier versions have words in `text` in place of a reason. */
export const storedFailure = z
  .object({
    kind: z.enum(['user', 'operator', 'crash', 'bug']),
    reason: z.union([storedErrorData, z.string()]).exactOptional(),
    text: z.string().exactOptional(),
    reference: z.string().exactOptional(),
  })
  .transform(({ reason, text, ...rest }): Failure => ({ ...rest, reason: reason ?? text ?? '' }));
