import { normalise } from '../aesthetic/embedding.js';
import { UserError } from '../errors.js';
import { pictureText } from '../image/parameters.js';
import { encodePng } from '../image/png.js';
import { toRgb } from '../image/toRgb.js';
import { unknownSubjectHint } from '../pack/subjectHint.js';
import { isRepelled } from '../sampling/repulsion.js';
import type {
  AestheticTarget,
  CacheCounts,
  ImagineRequest,
  ImagineRequestOptions,
  ImagineResult,
  Notice,
  PaintedImage,
  Recipe,
} from '../types.js';
import { checkSafety } from './checkSafety.js';
import { cutJitter, guidedInterval } from './clipGuidance.js';
import type { ClipGuidance } from './clipGuidance.js';
import { conditionPictures } from './conditionPictures.js';
import type { Conditionings } from './conditionPictures.js';
import { createConditioner } from './conditioning.js';
import type { Conditioning } from './conditioning.js';
import { embedRgb } from './embedImage.js';
import { generateImages, yieldToEventLoop } from './generate.js';
import type { GeneratedImage } from './generate.js';
import { checkGuidanceMemory } from './memory.js';
import type { Models } from './models.js';
import { completeRequest, withFittingSecond } from './request.js';
import { openRequestStart } from './requestStart.js';
import type { EncodingStore } from './sharedEncodings.js';

/** What requests of one engine share. */
export interface Pipeline {
  readonly models: Models;
  readonly clipId: string;
  /** Of the second text model's CLIP, where the pack has that. */
  readonly secondClipId?: string;
  readonly encodings?: EncodingStore;
}

/** A function that serves one request at a time: recipe, text states, painting, pictures. */
export function createImagine(
  pipeline: Pipeline,
): (request: ImagineRequest, options?: ImagineRequestOptions) => Promise<ImagineResult> {
  const { models, clipId, secondClipId, encodings } = pipeline;
  const condition = createConditioner(models, encodings);

  return async (given, options = {}) => {
    const request = withFittingSecond(given, secondClipId);
    const { signal, onProgress, onPicture } = options;
    const complete = completeRequest(request, models.pack, clipId);
    const asked = models.precision === 'int8' ? { ...complete, precision: models.precision } : complete;
    if (request.checkSafety === true && !models.pack.checker)
      throw new UserError(`${models.pack.settings.name} has no safety checker: its pictures cannot be checked`);
    if (asked.clipGuidance) checkGuidanceMemory(models, asked);
    const start = request.start && (await openRequestStart(request.start, asked));
    const recipe = start ? { ...asked, start: start.recipe } : asked;
    const hint = unknownSubjectHint(recipe.prompt, models.pack.settings);
    await yieldToEventLoop(signal);
    onProgress?.({ stage: 'text' });
    const clock = stopwatch();
    const caches = cacheWatch(models.counts);
    const conditioning = await conditionPictures(condition, recipe, request.aesthetic, signal);
    const text = clock();
    await yieldToEventLoop(signal);
    const images: PaintedImage[] = [];
    let embed = 0;
    const finish = async (image: GeneratedImage): Promise<void> => {
      onProgress?.({ stage: 'embed' });
      clock();
      const picture = await finishImage(models, recipe, image, images.length, request.checkSafety === true);
      embed += clock();
      images.push(picture);
      onPicture?.(picture);
      await yieldToEventLoop(signal);
    };
    const {
      images: generated,
      notices,
      batch,
      ms,
    } = await generateImages(models, recipe, conditioning.pictures, {
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
      ...(start && { start: start.pixels }),
      ...(recipe.clipGuidance && {
        clipGuidance: clipGuidance(recipe.clipGuidance, conditioning.pictures, request.aesthetic),
      }),
      ...(onPicture && { onImage: finish }),
    });
    // Where nobody waits for the first, the vision tower takes no turns with the U-Net: a small machine holds one of them at a time.
    for (const image of generated.slice(images.length)) await finish(image);
    const count = images.filter(({ flagged }) => flagged === true).length;
    const one: Notice[] = isRepelled(recipe) && recipe.count === 1 ? [{ code: 'diversityOfOne' }] : [];
    const flagged: Notice[] = count === 0 ? [] : [{ code: 'flagged', count }];
    return {
      images,
      ...(conditioning.cosine && { cosine: conditioning.cosine }),
      textSteps: conditioning.textSteps,
      device: models.device,
      precision: models.precision,
      ...(batch > 1 && { batch }),
      recipe,
      cut: conditioning.cut,
      notices: [
        ...(hint === undefined ? [] : [hint]),
        ...(start?.notices ?? []),
        ...conditioning.notices,
        ...one,
        ...notices,
        ...flagged,
      ],
      ms: { text, ...ms, embed },
      caches: caches(),
    };
  };
}

function clipGuidance(
  { scale, towards }: NonNullable<Recipe['clipGuidance']>,
  pictures: Conditionings['pictures'],
  aesthetic: AestheticTarget | undefined,
): ClipGuidance {
  const ofText = ({ textEmbedding }: Conditioning): Float32Array => normalise(textEmbedding);
  const texts = 'states' in pictures ? ofText(pictures) : pictures.map(ofText);
  const target = towards === 'aesthetic' && aesthetic ? normalise(aesthetic.vector) : texts;
  return { target, scale, interval: guidedInterval, jitter: cutJitter };
}

/** The picture as a file with its recipe, its own CLIP embedding, and the safety checker's verdict where that is asked for. */
async function finishImage(
  models: Models,
  recipe: Recipe,
  { seed, variations, pixels }: GeneratedImage,
  number: number,
  check: boolean,
): Promise<PaintedImage> {
  const { width, height } = recipe;
  const seeds = { seed, ...(variations && { variations }) };
  const rgb = toRgb(pixels);
  const own = isRepelled(recipe) ? { count: number + 1 } : { ...seeds, count: 1 };
  const png = await encodePng(rgb, width, height, pictureText({ ...recipe, ...own }));
  const embedding = await embedRgb(models, { rgb, width, height });
  const flagged = check && { flagged: await checkSafety(models, rgb, width, height) };
  return { png, ...seeds, width, height, embedding, ...flagged };
}

/** What was counted since it was made. */
function cacheWatch({ texts, sessions }: Models['counts']): () => ImagineResult['caches'] {
  const before = { texts: { ...texts }, sessions: { ...sessions } };
  const since = (now: CacheCounts, then: CacheCounts): CacheCounts => ({
    hits: now.hits - then.hits,
    misses: now.misses - then.misses,
  });
  return () => ({ texts: since(texts, before.texts), sessions: since(sessions, before.sessions) });
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const lap = now - last;
    last = now;
    return lap;
  };
}
