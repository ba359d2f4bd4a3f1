import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { enlargePng, noticeText, UserError } from '../engine/index.js';
import type { ImagineRequest, ImagineResult, RawOptimizer } from '../engine/index.js';
import { chooseAesthetic } from './chooseAesthetic.js';
import { formatCosine } from './format.js';
import { imagineOptions, paintRequest, parseOptions, withoutUndefined } from './options.js';
import type { Output } from './output.js';
import { checkOut, slug, writePicture } from './pictureFiles.js';
import { standardInput } from './standardInput.js';
import { UsageError } from './usageError.js';
import { withEngine } from './withEngine.js';

type Options = z.infer<typeof imagineOptions>;

/** `aesthete imagine PROMPT`: paints, with or without an aesthetic. */
export async function imagine(prompt: string, raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(imagineOptions, raw);
  const { count = 1, seed = randomInt(2 ** 32), force } = options;
  if (count < 1) throw new UsageError('--count must be 1 or more');
  await checkOut({ out: options.out, force, count }, output);
  const optimizer = rawOptimizer(options);
  if (options.aesthetic === undefined && (options.strength ?? optimizer ?? options.mix) !== undefined) {
    throw new UsageError('--strength, --optimizer and --mix say how to use an aesthetic: add --aesthetic');
  }
  const { image, keep, strength, mix } = options;
  if (image === undefined && keep !== undefined)
    throw new UsageError('--keep says how much of a picture to keep: add --image');
  const aesthetic =
    options.aesthetic === undefined ? undefined : await chooseAesthetic(options.aesthetic, options.pack, options.kind);
  const request: ImagineRequest = {
    prompt,
    ...paintRequest(options),
    seed,
    ...withoutUndefined({ strength, mix, optimizer, variations: options.variation }),
    ...(aesthetic && { aesthetic: aesthetic.target }),
    ...(image !== undefined && {
      start: { image: image === '-' ? await standardInput(output) : image, ...(keep !== undefined && { keep }) },
    }),
  };
  const name = [slug(prompt), ...(aesthetic ? [slug(aesthetic.name)] : []), seed].join('-');

  const results: ImagineResult[] = [];
  const written: Written[] = [];
  await withEngine(options, output, async ({ engine, request: how, display }) => {
    for (let i = 0; i < count; i++) {
      if (count > 1) display.part('picture', i + 1, count);
      const checkSafety = options.safetyCheck && engine.info.checks;
      const result = await engine.imagine({ ...nth(request, i, results.at(0)), checkSafety }, how);
      results.push(result);
      const [{ png, seed: own, flagged }] = result.images;
      if (flagged !== true) {
        const place = { name, force, ...withoutUndefined({ out: options.out }), ...(count > 1 && { number: i + 1 }) };
        const file = await writePicture(await enlargePng(png, options.upscale), place, output);
        written.push({ file, seed: own });
        display.clear();
        if (file !== '-') output.line(file);
        output.event({ event: 'picture', file, seed: own });
      }
      // What is done is told, whatever comes next.
      output.result(summary(results, written));
    }
  });
  if (written.length === 0)
    throw new UserError(`nothing was written: ${flaggedText(count)}, and --no-safety-check writes it as it is`);
  output.detail(summaryLine(results, aesthetic?.name));
  const { cut } = results[0];
  const codes = new Set<string>();
  for (const notice of results.flatMap(({ notices }) => notices))
    if (notice.code !== 'flagged') codes.add(noticeText(notice));
  const flagged = count - written.length;
  output.notes([
    ...(aesthetic?.notices ?? []),
    ...codes,
    ...(flagged === 0 ? [] : [flaggedText(flagged)]),
    ...(cut.length === 0 || output.forPrograms ? [] : [`too long, so these words were left out: ${cut.join(' ')}`]),
  ]);
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

interface Written {
  readonly file: string;
  readonly seed: number;
}

/**
 * The request for picture i of several, each of which is written when it is done. What the seed chose of `{red|blue}` is chosen once, as the first
 * picture says.
 */
function nth(request: ImagineRequest, i: number, first: ImagineResult | undefined): ImagineRequest {
  if (i === 0 || !first) return request;
  const { prompt, negative } = first.recipe;
  const { seed = 0, variations = [] } = request;
  const last = variations.at(-1);
  return {
    ...request,
    prompt,
    negative,
    ...(last ? { variations: [...variations.slice(0, -1), { ...last, seed: last.seed + i }] } : { seed: seed + i }),
  };
}

/** What the engine says of pictures that were flagged. */
function flaggedText(count: number): string {
  return noticeText({ code: 'flagged', count });
}

function summary(results: readonly ImagineResult[], images: readonly Written[]): object {
  const { cosine, textSteps, device, precision, cut, recipe } = results[0];
  const ms = { text: 0, paint: 0, decode: 0, embed: 0 };
  for (const result of results)
    for (const stage of ['text', 'paint', 'decode', 'embed'] as const) ms[stage] += result.ms[stage];
  return {
    images: [...images],
    flagged: results.flatMap((result) =>
      result.images.flatMap(({ seed, flagged }) => (flagged === true ? [seed] : [])),
    ),
    ...(cosine && { cosine }),
    textSteps,
    device,
    precision,
    cut,
    ms,
    recipe: { ...recipe, count: results.length },
  };
}

/** What was done, in one line. */
function summaryLine(results: readonly ImagineResult[], aesthetic?: string): string {
  const { cosine, recipe, textSteps, device, precision } = results[0];
  const seeds = results.flatMap(({ images }) => images.map(({ seed }) => seed));
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
