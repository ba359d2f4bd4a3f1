import type { z } from 'zod';
import { enlargePng, noticeText, UserError } from '../engine/index.js';
import type { ImagineRequest, ImagineResult, RawOptimizer } from '../engine/index.js';
import { chooseAesthetic } from './chooseAesthetic.js';
import { formatCosine } from './format.js';
import { imagineOptions, paintRequest, parseOptions, withoutUndefined } from './options.js';
import type { Output } from './output.js';
import { checkOut, slug, writePictures } from './pictureFiles.js';
import { UsageError } from './usageError.js';
import { withEngine } from './withEngine.js';

type Options = z.infer<typeof imagineOptions>;

/** `aesthete imagine PROMPT`: paints, with or without an aesthetic. */
export async function imagine(prompt: string, raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(imagineOptions, raw);
  await checkOut(options.out);
  const optimizer = rawOptimizer(options);
  if (options.aesthetic === undefined && (options.strength ?? optimizer ?? options.mix) !== undefined) {
    throw new UsageError('--strength, --optimizer and --mix say how to use an aesthetic: add --aesthetic');
  }
  const { image, keep, strength, mix, count } = options;
  if (image === undefined && keep !== undefined)
    throw new UsageError('--keep says how much of a picture to keep: add --image');
  const aesthetic =
    options.aesthetic === undefined ? undefined : await chooseAesthetic(options.aesthetic, options.pack, options.kind);
  const request: ImagineRequest = {
    prompt,
    ...paintRequest(options),
    ...withoutUndefined({ strength, mix, count, optimizer, variations: options.variation }),
    ...(aesthetic && { aesthetic: aesthetic.target }),
    ...(image !== undefined && { start: { image, ...(keep !== undefined && { keep }) } }),
  };

  const result = await withEngine(options, output, ({ engine, request: how }) =>
    engine.imagine({ ...request, checkSafety: options.safetyCheck && engine.info.checks }, how),
  );
  const kept = result.images.filter(({ flagged }) => flagged !== true);
  if (kept.length === 0)
    throw new UserError(`nothing was written: ${flaggedText(result)}, and --no-safety-check writes it as it is`);
  const first = kept[0];
  const name = [slug(prompt), ...(aesthetic ? [slug(aesthetic.name)] : []), first.seed].join('-');
  const files = await writePictures(
    await Promise.all(kept.map(({ png }) => enlargePng(png, options.upscale))),
    name,
    options.out,
  );
  const notices = [...(aesthetic?.notices ?? []), ...result.notices.map(noticeText)];
  output.result(summary(result, kept, files));
  for (const file of files) output.line(file);
  output.detail(summaryLine(result, aesthetic?.name));
  const { cut } = result;
  output.notes(
    cut.length === 0 || output.forPrograms
      ? notices
      : [...notices, `too long, so these words were left out: ${cut.join(' ')}`],
  );
}

/** Absent where neither of its options is given. Adam's defaults are those of the authors' code; ascent has no natural ε. */
function rawOptimizer({ optimizer, textSteps, lr }: Options): RawOptimizer | undefined {
  if (optimizer === undefined && textSteps === undefined && lr === undefined) return undefined;
  const name = optimizer ?? 'adam';
  if (name === 'ascent' && lr === undefined) {
    throw new UsageError('--optimizer ascent needs --lr: there is no step size that suits every model');
  }
  return { name, steps: textSteps ?? 10, lr: lr ?? 1e-4 };
}

/** What the engine says of the pictures that were flagged. */
function flaggedText({ images }: ImagineResult): string {
  return noticeText({ code: 'flagged', count: images.length });
}

function summary(result: ImagineResult, kept: ImagineResult['images'], files: readonly string[]): object {
  const { images, cosine, textSteps, device, precision, cut, ms, recipe } = result;
  return {
    images: kept.map(({ seed }, i) => ({ file: files[i], seed })),
    flagged: images.flatMap(({ seed, flagged }) => (flagged === true ? [seed] : [])),
    ...(cosine && { cosine }),
    textSteps,
    device,
    precision,
    cut,
    ms,
    recipe,
  };
}

/** What was done, in one line. */
function summaryLine(
  { cosine, recipe, images, textSteps, device, precision }: ImagineResult,
  aesthetic?: string,
): string {
  const seeds = images.map((image) => image.seed);
  const { strength, optimizer, start, decoder, loras = [] } = recipe;
  return [
    aesthetic ?? 'no aesthetic',
    ...(strength === undefined ? [] : [`strength ${strength}`]),
    ...(optimizer === undefined ? [] : [`${optimizer.name}, ε ${optimizer.lr}`]),
    ...(cosine === undefined
      ? []
      : [`cosine ${formatCosine(cosine.before)} → ${formatCosine(cosine.after)} in ${textSteps} steps`]),
    `${recipe.sampler}, ${recipe.steps} steps`,
    ...(decoder === undefined ? [] : [`${decoder} decoder`]),
    ...loras.map(({ name, scale }) => `${name} × ${scale}`),
    ...(start === undefined ? [] : [`keeps ${start.keep} of its start`]),
    `seed ${seeds.length === 1 ? seeds[0] : `${seeds[0]} to ${seeds.at(-1)}`}`,
    `${device} ${precision}`,
  ].join(' · ');
}
