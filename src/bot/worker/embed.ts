import { CancelledError, EngineCrashError, UserError } from '../../engine/index.js';
import { errorData, reasonOf } from '../errors.js';
import type { EmbedAnswer, JobData } from '../queue/jobs.js';
import { imageKeys, ttl, vectorBytes } from '../repositories/index.js';
import { mostOpenings, OpeningError, openingPause } from './engineHost.js';
import type { PaintContext } from './paint.js';

/** Embeds texts, and puts the answer into the store. */
export async function embed(
  { store, engines, ownPack, stepBack }: Pick<PaintContext, 'store' | 'engines' | 'ownPack' | 'stepBack'>,
  { batchId, pack, texts }: JobData<'embed'>,
  stopping: AbortSignal,
): Promise<void> {
  const work = async (): Promise<EmbedAnswer> => {
    const vectors = await engines.with(pack, (engine) => engine.embedTexts(texts, { signal: stopping }));
    return { texts: vectors.map((vector) => Buffer.from(vectorBytes(vector)).toString('base64')) };
  };
  const answer = await retried(work, stopping).catch(async (error: unknown) => {
    // Stopped: the next process takes the job up.
    if (error instanceof CancelledError || stopping.aborted) throw error;
    if (error instanceof OpeningError) {
      if (error.pack === ownPack) await stepBack(error);
      return { error: errorData('noPainter') };
    }
    const reason = reasonOf(error) ?? (error instanceof UserError ? error.message : undefined);
    return reason === undefined ? { bug: String(error) } : { error: reason };
  });
  await store.images.put(imageKeys.embedded(batchId), Buffer.from(JSON.stringify(answer)), ttl.attachmentMs);
}

/** Once more after a crash; with a pause, as often as an engine is opened, where that is what fails. */
async function retried<T>(work: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  for (let [tries, crashes] = [1, 0]; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const again =
        (error instanceof EngineCrashError && crashes++ === 0) ||
        (error instanceof OpeningError && tries < mostOpenings && !stopping.aborted);
      if (!again) throw error;
      if (error instanceof OpeningError) await openingPause(stopping);
    }
  }
}
