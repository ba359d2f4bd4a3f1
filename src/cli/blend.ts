import { z } from 'zod';
import { blend as weightedSum, clipId, cosine } from '../engine/index.js';
import type { Aesthetic, Part } from '../engine/index.js';
import { aestheticFormat, nameOfFile, vectorFacts, writeAestheticFile } from './aestheticFile.js';
import { chooseAesthetic } from './chooseAesthetic.js';
import type { ChosenAesthetic } from './chooseAesthetic.js';
import { parseOptions, scaled } from './options.js';
import type { Output } from './output.js';
import { UsageError } from './usageError.js';

const blendOptions = z.object({
  out: z.string(),
  force: z.boolean().default(false),
  name: z.string().trim().min(1, 'must not be empty').optional(),
  pack: z.string().optional(),
});

const fewest = 2;

/** `aesthete blend AESTHETIC… --out FILE`: a weighted sum of aesthetics. */
export async function blend(given: readonly string[], raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(blendOptions, raw);
  if (given.length < fewest) throw new UsageError('a blend is made of two aesthetics or more');
  const { out, pack } = options;
  const format = await aestheticFormat(options, output);
  const chosen: { readonly part: ChosenAesthetic; readonly weight: number }[] = [];
  for (const one of given) {
    const { name, scale: weight = 1 } = scaled(one);
    chosen.push({ part: await chooseAesthetic(name, pack === '' ? undefined : pack), weight });
  }
  const parts: Part[] = [];
  for (const { part, weight } of chosen) parts.push({ aesthetic: await withClipId(part), weight });
  const made = weightedSum(parts, options.name ?? nameOfFile(out));
  await writeAestheticFile({ out, format }, made, output);

  const { name, kind, count, vector } = made;
  output.result({
    file: out,
    name,
    kind,
    count,
    ...vectorFacts(made),
    parts: parts.map(({ aesthetic, weight }) => ({
      name: aesthetic.name,
      weight,
      cosine: cosine(aesthetic.vector, vector),
    })),
  });
  output.detail(
    [
      name,
      `${kind} of ${parts.map(({ aesthetic, weight }) => `${aesthetic.name} × ${weight}`).join(', ')}`,
      `${vector.length} numbers`,
      `cosines to them ${parts.map(({ aesthetic }) => cosine(aesthetic.vector, vector).toFixed(3)).join(', ')}`,
    ].join(' · '),
  );
  output.notes(chosen.flatMap(({ part: { notices } }) => notices));
}

/** With the CLIP that a pack's own is of, so that it is not blended with those of another. */
async function withClipId({ aesthetic, clip }: ChosenAesthetic): Promise<Aesthetic> {
  return clip ? { clipId: await clipId(clip.checkpoint), ...aesthetic } : aesthetic;
}
