import { encodePng } from '../../engine/index.js';
import type { Progress } from '../../engine/index.js';
import type { Queues } from '../queue/queues.js';
import { imageKeys, isPainting, recordProgress, ttl } from '../repositories/index.js';
import type { Store, StoredGeneration, StoredProgress } from '../repositories/index.js';

/** Progress is told to Discord at most this often; a cancelled request is noticed as fast. */
const progressMs = 1_500;

/** Of one painting, while it lasts. */
interface Watch {
  /** Aborts when it is not to be painted any more. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly stop: () => void;
}

/**
 * Writes progress down, at most every 1.5 s, and aborts when the generation is not being painted any more. Of cards,
 * which are painted in the background, nobody is told. Of pictures that are to be checked there is no preview: the checker looks at finished ones.
 */
export function watchPainting(
  store: Store,
  queues: Queues,
  { id, background, imagineOptions }: StoredGeneration,
): Watch {
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
      else if (progress && (!background || imagineOptions.making))
        await queues.add('deliver', { generationId: id, event: 'progress' });
    } finally {
      busy = false;
    }
  };
  const stored = async (progress: Progress): Promise<StoredProgress> => {
    const { stage } = progress;
    if (stage !== 'paint') return { stage, done: 0, total: 0, preview };
    if (progress.preview && imagineOptions.checkSafety !== true) {
      const { width, height, rgb } = progress.preview;
      await store.images.put(imageKeys.preview(id), await encodePng(rgb, width, height), ttl.previewMs);
      preview = true;
    }
    return { stage, done: progress.done, total: progress.total, preview };
  };
  // What cannot be told now is told in 1.5 s; a database that stays away is noticed when it is painted.
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
