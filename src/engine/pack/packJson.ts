import { z } from 'zod';
import { readOptionalConfig } from '../config/json.js';
import { aestheticKinds, decoderNames, presetNames, samplerNames, spacingNames } from '../types.js';

const text = z.string().trim().min(1);
const strength = z.number().min(0).max(1.5);
/** Above 0.95 ascent towards a cosine no longer converges. */
const fullCosine = z.number().gt(0).max(0.95);
/** A path that stays inside the pack, so that a downloaded pack.json cannot name a stranger's file. */
const inside = text.refine(staysInside, { error: 'must be a relative path inside the pack, without ".."' });
const kind = z.enum(aestheticKinds);

/** The form of pack.json; docs/pack-authors.md tells each field, which a test compares. */
export const packJson = z.object({
  format: z.literal(1).optional(),
  name: text.optional(),
  title: text.optional(),
  license: text.optional(),
  safe: z.boolean().optional(),
  knows: z.array(text).optional(),
  prompts: z.array(text).optional(),
  defaults: z
    .object({
      size: z.tuple([z.int().positive(), z.int().positive()]).optional(),
      sampler: z.enum(samplerNames).optional(),
      steps: z.int().min(1).max(1000).optional(),
      guidance: z.number().min(0).optional(),
      spacing: z.enum(spacingNames).optional(),
      decoder: z.enum(decoderNames).optional(),
      clipSkip: z.int().min(1).optional(),
      kind: kind.optional(),
      strength: z.union([strength, z.enum(presetNames)]).optional(),
    })
    .default({}),
  strength: z
    .object({
      mean: fullCosine.optional(),
      contrast: fullCosine.optional(),
      presets: z
        .object({ subtle: strength.optional(), balanced: strength.optional(), strong: strength.optional() })
        .default({}),
    })
    .default({ presets: {} }),
  loras: z.array(z.object({ file: inside, scale: z.number().min(-10).max(10).default(1) })).optional(),
  upscale: z.int().min(1).max(4).optional(),
  examples: z
    .array(
      z.object({
        name: text,
        folder: inside,
        prompt: text,
        seed: z
          .int()
          .min(0)
          .max(2 ** 32 - 1)
          .optional(),
      }),
    )
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, { error: 'two have the same name' })
    .optional(),
  reference: inside.optional(),
  preview: z
    .object({ weight: z.array(z.array(z.number()).min(1)).length(3), bias: z.array(z.number()).length(3) })
    .refine(({ weight }) => weight.every((row) => row.length === weight[0]?.length), {
      error: 'weight must have three rows of one length',
    })
    .optional(),
  aesthetics: z.array(z.object({ name: text, kind, file: inside, note: z.string().default('') })).optional(),
});
/** pack.json as it is written: every field may be absent. */
export type PackJson = z.infer<typeof packJson>;

/**
 * pack.json at path `file`; a missing file is one without fields.
 * Throws CheckpointError, naming field and value, for what is not JSON or not of this form.
 */
export async function readPackJson(file: string): Promise<PackJson> {
  return (await readOptionalConfig(file, packJson)) ?? packJson.parse({});
}

function staysInside(path: string): boolean {
  return !/^([/\\]|[a-z]:)/i.test(path) && !path.split(/[/\\]/).includes('..');
}
