import { CancelledError, encodePng, EngineCrashError } from '../../engine/index.js';
import type { Progress } from '../../engine/index.js';
import {
  beginPainting,
  failGeneration,
  findPublishedPack,
  finishPainting,
  imageKeys,
  isPainting,
  recordProgress,
  targetOf,
  ttl,
} from '../data/index.js';
import type { Store, StoredError, StoredGeneration, StoredProgress } from '../data/index.js';
import { failureOf } from '../errors.js';
import type { JobData } from './contract.js';
import type { Dispatcher } from './dispatcher.js';
import type { EngineHost } from './engines.js';
import type { PaintedWish } from './painted.js';
import { paintWish } from './painter.js';
import type { Queues } from './queues.js';
import { pictureThumbnail } from './thumbnails.js';

/** What painting needs. */
export interface Studio {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly engines: EngineHost;
  readonly log: PaintLog;
  readonly now: () => number;
}

interface PaintLog {
  readonly painted: (generation: StoredGeneration, painted: PaintedWish) => void;
  readonly failed: (
    generation: StoredGeneration,
    error: unknown,
    kind: StoredError['kind'],
    reference: string | undefined,
  ) => void;
}

/** Processes that may die over a generation before it is to blame: they are also stopped and killed for other reasons. */
const mostBegun = 5;
/** Progress is told to Discord at most this often; a cancelled request is noticed as fast. */
const progressMs = 1_500;

/**
 * Paints a generation that was handed out. Whatever the end, it is in the database and on its way to Discord before this returns; when
 * this process stops first, the generation is left to another.
 */
export async function paint(
  studio: Studio,
  { generationId }: JobData<'imagine'>,
  stopping: AbortSignal,
): Promise<void> {
  const { store, queues, dispatcher, now } = studio;
  for (let crashes = 0; ; crashes++) {
    const generation = await beginPainting(store.client, generationId, now());
    // Cancelled before it began, or done by another: nothing is left to do.
    if (!generation) return;
    const ended = await attempt(studio, generation, crashes, stopping);
    if (ended === 'again') continue;
    if (ended === 'left') return;
    await queues.add('deliver', { generationId, news: 'end' });
    await dispatcher.dispatch();
    return;
  }
}

/** `left`: it is not ours to end any more. */
async function attempt(
  { store, queues, engines, log, now }: Studio,
  generation: StoredGeneration,
  crashes: number,
  stopping: AbortSignal,
): Promise<'ended' | 'again' | 'left'> {
  const { id, pack: packName, versionUuid } = generation;
  const watch = watchPainting(store, queues, id);
  try {
    if (generation.attempts > mostBegun) throw new EngineCrashError(`${id} was begun ${generation.attempts} times`);
    const pack = await findPublishedPack(store.client, packName);
    if (!pack) throw new Error(`generation ${id} names the pack ${packName}, which nobody published`);
    const target = versionUuid === undefined ? undefined : await targetOf(store.client, versionUuid, pack);
    const signal = AbortSignal.any([stopping, watch.signal]);
    const painted = await engines.with(packName, (engine) =>
      paintWish(engine, generation.wish, target, signal, watch.onProgress),
    );
    watch.stop();
    await keep(store, id, painted, now());
    log.painted(generation, painted);
    return 'ended';
  } catch (error) {
    watch.stop();
    if (error instanceof CancelledError) return 'left';
    // The engine has started anew; if it ends again, it is this request that ends it.
    if (error instanceof EngineCrashError && crashes === 0 && generation.attempts <= mostBegun) return 'again';
    const failure = failureOf(error);
    log.failed(generation, error, failure.kind, failure.reference);
    return (await failGeneration(store.client, id, failure, now())) ? 'ended' : 'left';
  }
}

/** First the pictures, then the row that says they are there. */
async function keep(store: Store, id: string, { pictures, outcome }: PaintedWish, now: number): Promise<void> {
  const images = await Promise.all(
    pictures.map(async ({ png, embedding, ...rest }, index) => {
      await store.images.put(imageKeys.picture(id, index), png, ttl.pictureMs);
      return { ...rest, vector: embedding, thumbnail: await pictureThumbnail(png) };
    }),
  );
  await finishPainting(store.client, id, outcome, images, now);
}

/** Writes progress down, at most every 1.5 s, and aborts when the generation is not being painted any more. */
function watchPainting(store: Store, queues: Queues, id: string) {
  const cancelled = new AbortController();
  let latest: Progress | undefined;
  let preview = false;
  let busy = false;
  const tell = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const progress = latest;
      latest = undefined;
      const going = progress
        ? await recordProgress(store.client, id, await stored(progress))
        : await isPainting(store.client, id);
      if (!going) cancelled.abort();
      else if (progress) await queues.add('deliver', { generationId: id, news: 'progress' });
    } finally {
      busy = false;
    }
  };
  const stored = async (progress: Progress): Promise<StoredProgress> => {
    const { stage } = progress;
    if (stage !== 'paint') return { stage, done: 0, total: 0, preview };
    if (progress.preview) {
      const { width, height, rgb } = progress.preview;
      await store.images.put(imageKeys.preview(id), await encodePng(rgb, width, height), ttl.previewMs);
      preview = true;
    }
    return { stage, done: progress.done, total: progress.total, preview };
  };
  // What cannot be told now is told in 1.5 s; a database that stays away fails the painting itself.
  const timer = setInterval(() => void tell().catch(() => undefined), progressMs);
  return {
    signal: cancelled.signal,
    onProgress: (progress: Progress): void => {
      // Previews come on few steps: the last one is kept until it is told.
      const kept = latest?.stage === 'paint' && progress.stage === 'paint' ? latest.preview : undefined;
      latest = kept && progress.stage === 'paint' && !progress.preview ? { ...progress, preview: kept } : progress;
    },
    stop: (): void => {
      clearInterval(timer);
    },
  };
}
