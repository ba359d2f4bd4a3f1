import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { noticeText } from '../engine/index.js';
import type { ImagineRequest, ImagineResult, PaintedImage, RawOptimizer } from '../engine/index.js';
import { chooseAesthetic } from './chooseAesthetic.js';
import { nothingWritten } from './flagged.js';
import { formatCosine } from './format.js';
import { imagineOptions, paintRequest, parseOptions, withoutUndefined } from './options.js';
import type { Output } from './output.js';
import { checkOut, slug } from './pictureFiles.js';
import { readPictureRecipe } from './pictureRecipe.js';
import type { PictureRecipe } from './pictureRecipe.js';
import { standardInput } from './standardInput.js';
import { UsageError } from './usageError.js';
import { withEngine } from './withEngine.js';
import { WrittenPictures } from './writtenPictures.js';

type Options = z.infer<typeof imagineOptions>;

/** `aesthete imagine PROMPT`: paints, with or without an aesthetic; with `--from`, what a picture's recipe says. */
export async function imagine(given: string | undefined, raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(imagineOptions, raw);
  const { force } = options;
  if (options.count !== undefined && options.count < 1) throw new UsageError('--count must be 1 or more');
  if (given === undefined && options.from === undefined)
    throw new UsageError('say what to paint: a prompt, or --from and a picture');
  if (options.from === '-' && options.image === '-')
    throw new UsageError('--from - and --image - both read standard input: name a file');
  const optimizer = rawOptimizer(options);
  const from = options.from === undefined ? undefined : await readFrom(options.from, options, output);
  const count = options.count ?? from?.request.count ?? 1;
  await checkOut({ out: options.out, force, count }, output);
  const pack = options.packFromEnvironment === true ? (from?.pack ?? options.pack) : (options.pack ?? from?.pack);
  const aesthetic =
    options.aesthetic === undefined ? from?.aesthetic : await chooseAesthetic(options.aesthetic, pack, options.kind);
  const { image, strength, mix, diversity } = options;
  if (!aesthetic && (strength ?? optimizer ?? mix) !== undefined)
    throw new UsageError('--strength, --optimizer and --mix say how to use an aesthetic: add --aesthetic');
  const keep = options.keep ?? from?.start?.keep;
  if (image === undefined && keep !== undefined)
    throw new UsageError('--keep says how much of a picture to keep: add --image');
  const seed = options.seed ?? from?.request.seed ?? randomInt(2 ** 32);
  const request: ImagineRequest = {
    ...(from && (strength ?? optimizer) === undefined ? from.request : withoutSteering(from?.request)),
    prompt: given ?? from?.request.prompt ?? '',
    ...paintRequest(options),
    seed,
    count,
    ...withoutUndefined({ strength, mix, diversity, optimizer, variations: options.variation }),
    ...clipGuidance(options, from?.request.clipGuidance),
    ...(aesthetic && { aesthetic: aesthetic.target }),
    ...(image !== undefined && {
      start: { image: image === '-' ? await standardInput(output) : image, ...(keep !== undefined && { keep }) },
    }),
  };
  const name = [slug(request.prompt), ...(aesthetic ? [slug(aesthetic.name)] : []), seed].join('-');
  const place = { name, force, ...withoutUndefined({ out: options.out }) };
  const upscale = options.upscale ?? from?.upscale ?? 1;

  const opening = {
    ...options,
    pack,
    precision: options.precision ?? from?.precision,
    lora: options.lora ?? from?.loras,
  };
  const pictures = new WrittenPictures(place, { upscale, count }, output);
  const result = await withEngine(opening, output, async ({ engine, request: how, display }) => {
    const onPicture = (picture: PaintedImage): void => {
      pictures.take(picture, () => {
        display.clear();
      });
    };
    const checkSafety = options.safetyCheck && engine.info.checks;
    try {
      return await engine.imagine({ ...request, checkSafety }, { ...how, onPicture });
    } finally {
      await pictures.written();
    }
  });
  output.result(summary(result, pictures));
  if (pictures.images.length === 0) throw nothingWritten(count);
  output.detail(summaryLine(result, aesthetic?.name));
  const { cut, notices, recipe } = result;
  output.notes([
    ...(from?.notices ?? []),
    ...(aesthetic?.notices ?? []),
    ...(from?.start && recipe.start && recipe.start.sha256 !== from.start.sha256
      ? [`${image ?? 'the start'} is not the picture that it was painted from, or in another size`]
      : []),
    ...new Set(notices.map(noticeText)),
    ...(cut.length === 0 || output.forPrograms ? [] : [`too long, so these words were left out: ${cut.join(' ')}`]),
  ]);
}

/** The recipe of the picture that `--from` names, which options change. */
function readFrom(file: string, options: Options, output: Output): Promise<PictureRecipe> {
  const { aesthetic, lora, image, pack, packFromEnvironment } = options;
  const given = packFromEnvironment === true ? { otherwise: pack } : { pack };
  return readPictureRecipe(file, { aesthetic, lora, image, ...given }, output);
}

/** How strongly is said anew. */
function withoutSteering(request: Partial<ImagineRequest> = {}): Partial<ImagineRequest> {
  const { strength, optimizer, ...rest } = request;
  return rest;
}

/** CLIP guidance as the options say, else as the picture that is painted again. */
function clipGuidance(
  { guide, guideTowards }: Options,
  before: ImagineRequest['clipGuidance'],
): Pick<ImagineRequest, 'clipGuidance'> {
  const scale = guide ?? before?.scale;
  const towards = guideTowards ?? before?.towards;
  if (scale !== undefined) return { clipGuidance: { scale, ...(towards !== undefined && { towards }) } };
  if (guideTowards === undefined) return {};
  throw new UsageError('--guide-towards says what --guide goes towards: add --guide');
}

/** Absent where neither of its options is given. Adam's defaults are those of the authors' code; ascent has no natural ε. */
export function rawOptimizer({
  optimizer,
  textSteps,
  lr,
}: Pick<Options, 'optimizer' | 'textSteps' | 'lr'>): RawOptimizer | undefined {
  if (optimizer === undefined && textSteps === undefined && lr === undefined) return undefined;
  const name = optimizer ?? 'adam';
  if (name === 'ascent' && lr === undefined) {
    throw new UsageError('--optimizer ascent needs --lr: there is no step size that suits every model');
  }
  return { name, steps: textSteps ?? 10, lr: lr ?? 1e-4 };
}

function summary(result: ImagineResult, { images, flagged }: WrittenPictures): object {
  const { cosine, textSteps, device, precision, batch, cut, ms, recipe } = result;
  return {
    images,
    flagged,
    ...(cosine && { cosine }),
    textSteps,
    device,
    precision,
    ...(batch !== undefined && { batch }),
    cut,
    ms,
    recipe,
  };
}

/** What was done, in one line. */
function summaryLine(result: ImagineResult, aesthetic?: string): string {
  const { cosine, recipe, textSteps, device, precision } = result;
  const seeds = result.images.map(({ seed }) => seed);
  const { strength, optimizer, clipGuidance, diversity, start, decoder, loras = [] } = recipe;
  return [
    aesthetic ?? 'no aesthetic',
    ...(strength === undefined ? [] : [`strength ${strength}`]),
    ...(optimizer === undefined ? [] : [`${optimizer.name}, ε ${optimizer.lr}`]),
    ...(diversity === undefined ? [] : [`diversity ${diversity}`]),
    ...(cosine === undefined
      ? []
      : [`cosine ${formatCosine(cosine.before)} → ${formatCosine(cosine.after)} in ${textSteps} steps`]),
    ...(clipGuidance === undefined ? [] : [`guided towards ${clipGuidance.towards} by ${clipGuidance.scale}`]),
    `${recipe.sampler}, ${recipe.steps} steps`,
    ...(decoder === undefined ? [] : [`${decoder} decoder`]),
    ...loras.map(({ name, scale }) => `${name} × ${scale}`),
    ...(start === undefined ? [] : [`keeps ${start.keep} of its start`]),
    `seed ${new Set(seeds).size === 1 ? seeds[0] : `${seeds[0]} to ${seeds.at(-1)}`}`,
    `${device} ${precision}`,
  ].join(' · ');
}
