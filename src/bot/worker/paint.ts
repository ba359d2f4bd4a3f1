import { CancelledError, EngineCrashError, enlargePng, listLoras } from '../../engine/index.js';
import type { Engine, ImagineResult, Progress, RequestOptions } from '../../engine/index.js';
import type { Failure } from '../errors.js';
import { BotError, failureOf } from '../errors.js';
import { textsFor } from '../i18n/index.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { JobData } from '../queue/jobs.js';
import type { Queues } from '../queue/queues.js';
import {
  beginPainting,
  failGeneration,
  findPublishedPack,
  finishPainting,
  imageKeys,
  isTransient,
  targetOf,
  ttl,
  unbeginPainting,
  yieldPainting,
} from '../repositories/index.js';
import type { PublishedPack, ResolvedOptions, Store, StoredGeneration } from '../repositories/index.js';
import { paintCard } from './card.js';
import { duelSides, paintDuel } from './duel.js';
import { mostOpenings, OpeningError, openingPause } from './engineHost.js';
import type { EngineHost } from './engineHost.js';
import { withFlagged } from './flagged.js';
import { makeAesthetic } from './make.js';
import { partOf } from './partialProgress.js';
import { watchPainting } from './progress.js';
import { outcomeOf, requestOf } from './result.js';
import type { Look, PaintableOptions, PaintedPicture, PaintResult, Target } from './result.js';
import { serversAnswer } from './serversAnswer.js';
import { watchStages } from './stages.js';
import type { StageEvents } from './stages.js';
import { paintStrip } from './strip.js';
import { pictureThumbnail } from './thumbnails.js';

/** What painting needs. */
export interface PaintContext {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly engines: EngineHost;
  /** What is in a pack of this process; absent: it is not looked at. */
  readonly contentOf?: (pack: string) => string | undefined;
  /** The pack that this process must be able to open. */
  readonly ownPack: string;
  /** The engine cannot be opened any more: no further jobs are taken. */
  readonly stepBack: (error: OpeningError) => Promise<void>;
  readonly log: PaintLog;
  readonly now: () => number;
}

interface PaintLog {
  /** A worker has it, for the `attempts`-th time. */
  readonly begun: (generation: StoredGeneration) => void;
  readonly stage: (generation: StoredGeneration, stage: Progress['stage']) => void;
  /** Steps of the U-Net. */
  readonly steps: (generation: StoredGeneration, steps: Parameters<StageEvents['onSteps']>[0]) => void;
  readonly painted: (generation: StoredGeneration, painted: PaintResult) => void;
  readonly made: (generation: StoredGeneration) => void;
  readonly failed: (
    generation: StoredGeneration,
    error: unknown,
    kind: Failure['kind'],
    reference: string | undefined,
  ) => void;
  /** The engine ended, or cannot be opened: it is tried again. */
  readonly again: (generation: StoredGeneration, error: unknown) => void;
  /** It was cancelled, it makes room, or this process stops: others go on with it, or nobody. */
  readonly left: (generation: StoredGeneration) => void;
  /** Postgres or Redis is away, which is waited for. */
  readonly waits: (generation: StoredGeneration, error: unknown) => void;
}

/** Processes that may die over a generation before it is to blame: they are also stopped and killed for other reasons. */
const mostBegun = 5;

/** Of one generation: a server that answers and always refuses the same is not waited for for ever. */
const mostWaits = 5;

/**
 * Paints a generation that was handed out, or makes the aesthetic that it is for. Whatever the end, it is in the database and on its way to Discord before this returns; when
 * this process stops first, or cannot open its engine any more, the generation is left to another.
 */
export async function paint(
  context: PaintContext,
  { generationId }: JobData<'imagine' | 'make'>,
  stopping: AbortSignal,
): Promise<void> {
  const { store, queues, dispatcher, now } = context;
  let [openings, crashes, waits] = [0, 0, 0];
  for (;;) {
    const generation = await beginPainting(store.client, generationId, now());
    // Cancelled before it began, or done by another: nothing is left to do.
    if (!generation) return;
    context.log.begun(generation);
    const ended = await attempt(context, generation, { crashes, waits }, stopping);
    if (ended === 'again') {
      crashes++;
      continue;
    }
    if (ended === 'later') {
      if (await serversAnswer(store, generationId, waits++, stopping)) continue;
      return;
    }
    if (ended === 'left') return;
    if (ended instanceof OpeningError) {
      if (++openings < mostOpenings) {
        // Cancelled meanwhile, or taken by another: nothing is left to do.
        if (!(await unbeginPainting(store.client, generationId))) return;
        await openingPause(stopping);
        if (stopping.aborted) return;
        continue;
      }
      await yieldPainting(store.client, generationId);
      await context.stepBack(ended);
      return;
    }
    await queues.add('deliver', { generationId, event: 'end' });
    await dispatcher.dispatch();
    return;
  }
}

/** What went wrong before in this process with the same generation. */
interface Earlier {
  readonly crashes: number;
  /** How often Postgres or Redis was waited for. */
  readonly waits: number;
}

/**
 * `left`: it is not ours to end any more. `later`: Postgres or Redis is away. An error: the engine could not be opened, and the request is not
 * to blame.
 */
async function attempt(
  context: PaintContext,
  generation: StoredGeneration,
  { crashes, waits }: Earlier,
  stopping: AbortSignal,
): Promise<'ended' | 'again' | 'later' | 'left' | OpeningError> {
  const { store, queues, log, now } = context;
  const { id, pack: packName } = generation;
  const watch = watchPainting(store, queues, generation);
  try {
    if (generation.attempts > mostBegun) throw new EngineCrashError(`${id} was begun ${generation.attempts} times`);
    const { packContent } = generation;
    if (packContent !== undefined && context.contentOf && context.contentOf(packName) !== packContent) {
      // Its files have been changed since it was handed out: it waits for who has the pack as it was.
      await yieldPainting(store.client, id);
      throw new CancelledError();
    }
    const pack = await findPublishedPack(store.client, packName);
    if (!pack) throw new BotError('packNotServed', { pack: packName });
    const options = { signal: AbortSignal.any([stopping, watch.signal]), onProgress: watch.onProgress };
    const { making, card } = generation.imagineOptions;
    if (making) {
      await makeAesthetic(context, generation, making, pack, options);
      log.made(generation);
    } else {
      const hear = watchStages({
        onStage: (stage) => {
          log.stage(generation, stage);
        },
        onSteps: (steps) => {
          log.steps(generation, steps);
        },
      });
      const onProgress = (progress: Progress): void => {
        hear(progress);
        watch.onProgress(progress);
      };
      const paintIt = card ? paintCard : paintRequest;
      log.painted(generation, await paintIt(context, generation, pack, { ...options, onProgress }));
    }
    watch.stop();
    return 'ended';
  } catch (error) {
    watch.stop();
    if (error instanceof CancelledError) {
      log.left(generation);
      return 'left';
    }
    // The engine has started anew; if it ends again, it is this request that ends it.
    if (error instanceof EngineCrashError && crashes === 0 && generation.attempts <= mostBegun) {
      log.again(generation, error);
      return 'again';
    }
    if (error instanceof OpeningError && error.pack === context.ownPack) {
      log.again(generation, error);
      return stopping.aborted ? 'left' : error;
    }
    // Another pack, which a server chose, is for its operator to look at; this process goes on.
    const failure = failureOf(error instanceof OpeningError ? error.cause : error);
    if (failure.kind === 'bug' && isTransient(error) && waits < mostWaits) {
      log.waits(generation, error);
      return 'later';
    }
    log.failed(generation, error, failure.kind, failure.reference);
    return (await failGeneration(store.client, id, failure, now())) ? 'ended' : 'left';
  }
}

async function paintRequest(
  { store, engines, now }: PaintContext,
  generation: StoredGeneration,
  pack: PublishedPack,
  { signal, onProgress }: Required<RequestOptions>,
): Promise<PaintResult> {
  const { pack: packName, versionUuid, reply } = generation;
  const imagineOptions = { ...generation.imagineOptions, ...(await filesOf(store, generation.imagineOptions)) };
  if (imagineOptions.duel) {
    const sides = await duelSides(store.client, generation.guildId, imagineOptions.duel.sides, pack);
    const painted = await engines.with(packName, (engine) =>
      paintDuel(engine, imagineOptions, sides, pack.settings.upscale, { signal, onProgress }),
    );
    await keep(store, generation, painted, now());
    return painted;
  }
  const target = versionUuid === undefined ? undefined : await targetOf(store.client, versionUuid, pack);
  const look = { upscale: pack.settings.upscale, texts: textsFor(reply.locale) };
  const painted = await engines.with(packName, (engine) =>
    paintPictures(engine, imagineOptions, target, look, signal, onProgress),
  );
  await keep(store, generation, painted, now());
  return painted;
}

/** What a request names. @throws BotError where a picture waited for longer than such are kept, or a LoRA is gone */
async function filesOf(
  { images }: Store,
  { start, loras = [] }: ResolvedOptions,
): Promise<Pick<PaintableOptions, 'startFile' | 'loraFiles'>> {
  const startFile = start && (await images.get(start.key));
  if (start && !startFile) throw new BotError('startGone');
  const there = loras.length === 0 ? [] : await listLoras();
  const loraFiles = loras.map(({ name, scale }) => {
    const found = there.find((lora) => lora.name === name);
    if (!found) throw new BotError('loraGone', { name });
    return { file: found.file, scale };
  });
  return { ...(startFile && { startFile }), ...(loraFiles.length > 0 && { loraFiles }) };
}

/**
 * Paints what was asked for: once; as a strip of strengths; or, where it is to stand beside its plain self, a second time without the aesthetic and
 * with the same seeds, and then the plain picture comes before the personalised one of its seed. Progress counts the steps of all.
 * What the safety checker flagged is left out. @throws BotError where that leaves nothing
 */
export async function paintPictures(
  engine: Pick<Engine, 'imagine' | 'embedImages'>,
  imagineOptions: PaintableOptions,
  aesthetic: Target,
  look: Look,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<PaintResult> {
  if (imagineOptions.strip === true && aesthetic)
    return paintStrip(engine, imagineOptions, aesthetic, look, { signal, onProgress });
  const { upscale } = look;
  const both = imagineOptions.besidePlain === true && aesthetic !== undefined;
  const part = (index: number) => ({ signal, onProgress: partOf(index, both ? 2 : 1, onProgress) });
  const plain = both ? await engine.imagine(requestOf(imagineOptions, undefined), part(0)) : undefined;
  const main = await engine.imagine(requestOf(imagineOptions, aesthetic), part(both ? 1 : 0));
  const results = [...(plain ? [plain] : []), main];
  const painted = main.images.flatMap((image, i) => [
    ...(plain ? [{ image: plain.images[i], plain: true }] : []),
    { image, plain: false },
  ]);
  const shown = painted.filter(({ image }) => image.flagged !== true);
  if (shown.length === 0) throw new BotError('flagged', { count: painted.length });
  const outcome = withFlagged(outcomeOf(results, upscale), painted.length - shown.length);
  return { pictures: await Promise.all(shown.map(({ image, plain: is }) => pictureOf(image, is, upscale))), outcome };
}

async function pictureOf(
  image: ImagineResult['images'][number],
  plain: boolean,
  upscale: number,
): Promise<PaintedPicture> {
  const { png, width, height, embedding } = image;
  const { seed } = image.variations?.at(-1) ?? image;
  return { png, shown: await enlargePng(png, upscale), seed, plain, width, height, embedding };
}

/** First the pictures, then the row that says they are there. */
async function keep(
  store: Store,
  { id, versionUuid }: Pick<StoredGeneration, 'id' | 'versionUuid'>,
  { pictures, outcome }: PaintResult,
  now: number,
): Promise<void> {
  const images = await Promise.all(
    pictures.map(async ({ png, shown, embedding, versionUuid: own, ...rest }, index) => {
      await store.images.put(imageKeys.picture(id, index), shown, ttl.pictureMs);
      const painted = { ...rest, vector: embedding, thumbnail: await pictureThumbnail(png) };
      const version = own ?? versionUuid;
      return { ...painted, ...(!rest.plain && version !== undefined && { versionUuid: version }) };
    }),
  );
  await finishPainting(store.client, id, outcome, images, now);
}
