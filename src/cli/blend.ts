import { z } from 'zod';
import { blend as weightedSum, cosine, lengthOf } from '../engine/index.js';
import { aestheticFormat, nameOfFile, writeAestheticFile } from './aestheticFile.js';
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
  const parts = chosen.map(({ part: { aesthetic }, weight }) => ({ aesthetic, weight }));
  const made = weightedSum(parts, options.name ?? nameOfFile(out));
  await writeAestheticFile({ out, format }, made, output);

  const { name, kind, count, vector, clipId, second } = made;
  const beside = second && { dims: second.vector.length, norm: lengthOf(second.vector), clipId: second.clipId };
  output.result({
    file: out,
    name,
    kind,
    count,
    dims: vector.length,
    norm: lengthOf(vector),
    clipId,
    parts: parts.map(({ aesthetic, weight }) => ({
      name: aesthetic.name,
      weight,
      cosine: cosine(aesthetic.vector, vector),
    })),
    ...(beside && { second: beside }),
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
