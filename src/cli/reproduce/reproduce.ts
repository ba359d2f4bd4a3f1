import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  aivazovskyPictures,
  clipId,
  contentId,
  cosine,
  findPack,
  hasVitL14,
  meanVector,
  openPack,
  paperAesthetics,
  readAesthetic,
  readScoreHeads,
} from '../../engine/index.js';
import type { ImagineRequest, Pack } from '../../engine/index.js';
import { rawOptimizer } from '../imagine.js';
import { imagineOptions, parseOptions, whole, withoutUndefined } from '../options.js';
import type { Output } from '../output.js';
import { UsageError } from '../usageError.js';
import { withEngine } from '../withEngine.js';
import { cellsOf } from './cells.js';
import { allConditions, trialsOf } from './conditions.js';
import { figureNames } from './figureNames.js';
import { figures, promptsFor } from './figures.js';
import { Journal } from './journal.js';
import { looksFor } from './looks.js';
import { samplesOf } from './measure.js';
import { paintMissing } from './paint.js';
import { writeReport } from './report.js';

const options = imagineOptions
  .pick({
    pack: true,
    device: true,
    precision: true,
    seed: true,
    steps: true,
    size: true,
    sampler: true,
    guidance: true,
    strength: true,
    optimizer: true,
    textSteps: true,
    lr: true,
    safetyCheck: true,
  })
  .extend({ out: z.string().min(1), seeds: whole.optional(), prompts: whole.optional() });
type Options = z.infer<typeof options>;

/** Of the README's first example. */
const firstSeed = 332;

/** `aesthete reproduce FIGURE --out DIR`: paints what the folder lacks of a figure of the paper, measures all of it, and writes a page. */
export async function reproduce(given: string, raw: unknown, output: Output): Promise<void> {
  const figure = z.enum(figureNames).parse(given);
  const asked = parseOptions(options, raw);
  const facts = figures[figure];
  const { seeds: seedCount = facts.seeds, seed = firstSeed, prompts: promptCount } = asked;
  if (seedCount < 1) throw new UsageError('--seeds must be 1 or more');
  if (promptCount !== undefined && promptCount < 1) throw new UsageError('--prompts must be 1 or more');
  const pack = await openPack(await findPack(asked.pack));
  const journal = await Journal.open(asked.out);
  const clip = await clipId(pack.clip.checkpoint);
  const nearness = hasVitL14(pack) ? await aivazovskyCosine(clip, asked, journal, output) : undefined;
  const fits = nearness !== undefined && nearness >= sameClip;

  const looks = await looksFor(facts.looks, pack, fits);
  const trials = trialsOf(facts, looks);
  const prompts = promptsFor(facts, pack.settings.knows).slice(0, promptCount);
  const seeds = Array.from({ length: seedCount }, (_, i) => seed + i);
  const { steps, size, sampler, guidance } = asked;
  const checkSafety = asked.safetyCheck && pack.checker !== undefined;
  const steering = steeringOf(asked, pack, fits);
  const cells = cellsOf({
    conditions: allConditions(trials),
    prompts,
    seeds,
    shared: { ...withoutUndefined({ steps, size, sampler, guidance }), checkSafety },
    steering,
    by: [await contentId(pack), clip, asked.precision],
  });

  const missing = cells.filter(({ recipe }) => !journal.picture(recipe));
  const reused = cells.length - missing.length;
  if (reused > 0) output.say(`${reused} of ${cells.length} pictures are there already`);
  if (missing.length > 0) {
    try {
      await withEngine(asked, output, (work) => paintMissing(work, missing, journal));
    } catch (error) {
      const left = cells.filter(({ recipe }) => !journal.picture(recipe)).length;
      output.result({ figure, out: asked.out, painted: missing.length - left, reused, missing: left });
      output.notes([`${cells.length - left} of ${cells.length} pictures are painted; the same command continues`]);
      throw error;
    }
  }

  const samples = samplesOf(cells, (recipe) => journal.picture(recipe));
  const flagged = samples.filter(({ record }) => record.file === undefined).length;
  const { page, rows } = await writeReport({
    figure,
    facts,
    pack,
    clip,
    nearness,
    fits,
    heads: fits ? await readScoreHeads() : [],
    trials,
    prompts,
    seeds,
    steering,
    asked: withoutUndefined({ steps, size, sampler, guidance }),
    flagged,
    samples,
    folder: asked.out,
  });
  output.result({
    figure,
    page,
    painted: missing.length,
    reused,
    flagged,
    seeds,
    prompts,
    looks: looks.map(({ paper, used }) => ({ paper, used })),
    heads: fits,
    table: rows.map(({ score, interval, ...row }) => ({ ...row, score: score.key, ...interval })),
  });
  output.line(page);
  output.detail(`${missing.length} pictures painted, ${reused} of an earlier run`);
  const others = looks.filter(({ paper, used }) => paper !== used);
  output.notes([
    ...(fits ? [] : ["the pack's CLIP is not the paper's: cosines take the place of the paper's heads"]),
    ...(others.length > 0
      ? [
          `aesthetics of the pack's own stand in for the paper's: ${others.map(({ paper, used }) => `${used} for ${paper}`).join(', ')}`,
        ]
      : []),
    ...(flagged > 0 ? [`the safety checker flagged ${flagged} pictures, which are measured and not shown`] : []),
  ]);
}

/** Of one CLIP the cosine is 1 but for the pictures' smaller size; of two unrelated ones it is near 0. */
const sameClip = 0.95;

/** How near the mean of the three pictures of aivazovsky.pt comes to it by the pack's CLIP: computed once for a CLIP and folder. */
async function aivazovskyCosine(clip: string, asked: Options, journal: Journal, output: Output): Promise<number> {
  const known = journal.proof(clip);
  if (known) return known.aivazovsky;
  const pictures = await aivazovskyPictures();
  const embedded = await withEngine(asked, output, ({ engine, request }) => engine.embedImages(pictures, request));
  const file = paperAesthetics.find(({ name }) => name === 'aivazovsky')?.file ?? '';
  const { vector } = readAesthetic(await readFile(file), file);
  const aivazovsky = cosine(meanVector(embedded), vector);
  await journal.addProof({ clipId: clip, aivazovsky });
  return aivazovsky;
}

/** What is asked for; else where the paper's vectors fit the settings of its code, and elsewhere the pack's strength. */
function steeringOf(asked: Options, { settings }: Pack, fits: boolean): Pick<ImagineRequest, 'strength' | 'optimizer'> {
  const optimizer = rawOptimizer(asked);
  if (optimizer) return { optimizer };
  if (asked.strength !== undefined) return { strength: asked.strength };
  if (fits) return { optimizer: { name: 'adam', steps: 10, lr: 1e-4 } };
  return { strength: settings.defaults.strength };
}
