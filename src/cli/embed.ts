import { extname } from 'node:path';
import { z } from 'zod';
import {
  aestheticKinds,
  bucketContrast,
  cosine,
  findPack,
  makeAesthetic,
  meanVector,
  openPack,
  ratingsFolder,
  readRatingBuckets,
  readReferences,
} from '../engine/index.js';
import type { Aesthetic, AestheticFormat, PackSettings, References, TowerEmbeddings } from '../engine/index.js';
import { aestheticFormat, nameOfFile, vectorFacts, writeAestheticFile } from './aestheticFile.js';
import { imageFiles } from './imageFiles.js';
import { engineOptions, parseOptions } from './options.js';
import type { Output } from './output.js';
import { standardInput } from './standardInput.js';
import { UsageError } from './usageError.js';
import { withEngine } from './withEngine.js';
import type { OpenedEngine } from './withEngine.js';

const embedOptions = engineOptions.extend({
  out: z.string(),
  force: z.boolean().default(false),
  kind: z.enum(aestheticKinds, { error: 'must be mean or contrast' }).optional(),
  reference: z.array(z.string()).optional(),
  name: z.string().trim().min(1, 'must not be empty').optional(),
  contrastBuckets: z.union([z.literal(true), z.string().min(1)]).optional(),
});
type Options = z.infer<typeof embedOptions>;

/** `aesthete embed IMAGES… --out FILE`: images become an aesthetic. */
export async function embed(given: readonly string[], raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(embedOptions, raw);
  const format = await aestheticFormat(options, output);
  if (options.contrastBuckets !== undefined) {
    await embedBuckets(given, options, format, output);
    return;
  }
  if (given.length === 0) throw new UsageError('say what to embed: images, or --contrast-buckets');
  const files = await imageFiles(given);
  const { settings } = await openPack(await findPack(options.pack));
  const kind = options.kind ?? (options.reference === undefined ? settings.defaults.kind : 'contrast');
  const wanted = kind === 'mean' ? undefined : await referenceOf(options, settings);
  if (kind === 'mean' && options.reference !== undefined) {
    throw new UsageError('--reference is what a contrast differs from: a mean has none');
  }

  const notices: string[] = [];
  const aesthetic = await withEngine(options, output, async (work) => {
    const reference =
      wanted === undefined || 'first' in wanted ? wanted : meansOf(await embedAll(work, wanted, 'reference', output));
    const embedded = await embedAll(work, files, 'image', output);
    const { clipId, second } = work.engine.info;
    const images = secondOf(embedded);
    if (second && kind === 'contrast' && !reference?.second)
      notices.push(
        'the reference holds no vector for the second text encoder: the aesthetic holds none either, and that encoder is not personalised',
      );
    return makeAesthetic({
      name: options.name ?? nameOfFile(options.out),
      kind,
      images: embedded.map(({ vector }) => vector),
      clipId,
      ...(reference && { reference: reference.first }),
      ...(second &&
        images && {
          second: { images, clipId: second.clipId, ...(reference?.second && { reference: reference.second }) },
        }),
    });
  });
  await writeAestheticFile({ out: options.out, format }, aesthetic, output);

  const { name, count } = aesthetic;
  const agreement = agreementOf(aesthetic);
  const vectors = vectorFacts(aesthetic);
  if (format === 'pt')
    notices.push('a .pt keeps the vector alone: no name, kind or images, and none can be added later');
  output.result({ file: options.out, name, kind, count, ...vectors, agreement, images: files });
  output.detail(
    `${name} · ${kind} of ${count} ${count === 1 ? 'image' : 'images'} · ${vectors.dims} numbers · norm ${vectors.norm.toFixed(3)}` +
      (agreement === undefined ? '' : ` · the images' mean cosine to it ${agreement.toFixed(3)}`),
  );
  const { second } = vectors;
  if (second) output.detail(`for the second text encoder: ${second.dims} numbers · norm ${second.norm.toFixed(3)}`);
  output.notes(notices);
}

/** The paper's laion_7plus, of the mean embeddings of images by their ratings: no image is read, and no model. */
async function embedBuckets(
  given: readonly string[],
  { out, contrastBuckets, kind, reference, name = nameOfFile(out) }: Options,
  format: AestheticFormat,
  output: Output,
): Promise<void> {
  if (given.length > 0) throw new UsageError('--contrast-buckets takes the place of images: leave these out');
  if (kind === 'mean' || reference !== undefined)
    throw new UsageError(
      '--contrast-buckets is a contrast with a reference of its own: leave out --kind and --reference',
    );
  const folder = contrastBuckets === true || contrastBuckets === undefined ? ratingsFolder : contrastBuckets;
  const aesthetic = makeAesthetic({ name, kind: 'contrast', ...bucketContrast(await readRatingBuckets(folder)) });
  await writeAestheticFile({ out, format }, aesthetic, output);
  const { count } = aesthetic;
  const vectors = vectorFacts(aesthetic);
  output.result({ file: out, name, kind: 'contrast', count, ...vectors, images: [] });
  output.detail(
    `${name} · ratings 7 to 9 less ratings 1 to 3 · ${vectors.dims} numbers · norm ${vectors.norm.toFixed(4)}`,
  );
  output.notes(['the ratings do not say which CLIP they were made with: LAION’s are of OpenAI’s CLIP ViT-L/14']);
}

/** What a contrast is taken against: vectors, or images to embed. Undefined where nothing is given and the pack brings none. */
async function referenceOf(
  { reference }: Options,
  settings: PackSettings,
): Promise<References | readonly string[] | undefined> {
  if (reference === undefined) {
    return settings.reference === undefined ? undefined : readReferences(settings.reference);
  }
  const [file] = reference;
  const isVector = reference.length === 1 && ['.safetensors', '.pt'].includes(extname(file).toLowerCase());
  return isVector ? readReferences(file) : imageFiles(reference);
}

/** One by one, so that the bar can say which. */
async function embedAll(
  { engine, request, display }: OpenedEngine,
  files: readonly string[],
  what: string,
  output: Output,
): Promise<TowerEmbeddings[]> {
  const vectors: TowerEmbeddings[] = [];
  for (const [i, file] of files.entries()) {
    display.part(what, i + 1, files.length);
    display.update({ stage: 'embed' });
    vectors.push(...(await engine.embedByTowers([file === '-' ? await standardInput(output) : file], request)));
  }
  return vectors;
}

/** The embeddings by the second tower, where the pack has one. */
function secondOf(embedded: readonly TowerEmbeddings[]): Float32Array[] | undefined {
  const vectors = embedded.flatMap(({ second }) => second ?? []);
  return vectors.length === embedded.length ? vectors : undefined;
}

function meansOf(embedded: readonly TowerEmbeddings[]): References {
  const second = secondOf(embedded);
  return { first: meanVector(embedded.map(({ vector }) => vector)), ...(second && { second: meanVector(second) }) };
}

/** How much the images have in common: the mean cosine to the aesthetic of each (less the reference). Undefined for one image. */
function agreementOf({ images = [], reference, vector }: Aesthetic): number | undefined {
  if (images.length < 2) return undefined;
  const parts = images.map((image) => (reference === undefined ? image : image.map((x, i) => x - reference[i])));
  return parts.reduce((sum, part) => sum + cosine(part, vector), 0) / parts.length;
}
