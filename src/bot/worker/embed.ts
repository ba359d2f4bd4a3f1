import { createHash } from 'node:crypto';
import { CancelledError, EngineCrashError, UserError } from '../../engine/index.js';
import { errorData, reasonOf } from '../errors.js';
import type { EmbedAnswer, JobData } from '../queue/jobs.js';
import { imageKeys, ttl, vectorBytes } from '../repositories/index.js';
import { mostOpenings, OpeningError, openingPause } from './engineHost.js';
import type { EngineHost } from './engineHost.js';
import type { PaintContext } from './paint.js';
import { keptPicture, uploadSide } from './thumbnails.js';

/** Embeds uploads, or texts, and puts the answer into the store. Refused images are an answer, not a failure. */
export async function embed(
  { store, engines, ownPack, stepBack }: Pick<PaintContext, 'store' | 'engines' | 'ownPack' | 'stepBack'>,
  { batchId, pack, count, texts, keep = false }: JobData<'embed'>,
  stopping: AbortSignal,
): Promise<void> {
  const uploads = await Promise.all(
    Array.from({ length: count }, (_, i) => store.images.get(imageKeys.upload(batchId, i))),
  );
  const images = uploads.filter((bytes) => bytes !== undefined);
  // Nobody waits any more.
  if (images.length < count) return;
  const work = texts
    ? () => embeddedTexts(engines, pack, texts, stopping)
    : () => embedded(engines, pack, { images, keep }, stopping);
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

async function embeddedTexts(
  engines: EngineHost,
  pack: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<EmbedAnswer> {
  const vectors = await engines.with(pack, (engine) => engine.embedTexts(texts, { signal }));
  return { texts: vectors.map(base64Of) };
}

async function embedded(
  engines: EngineHost,
  pack: string,
  { images, keep }: { readonly images: readonly Uint8Array[]; readonly keep: boolean },
  signal: AbortSignal,
): Promise<EmbedAnswer> {
  // All where the engine is: only its process decodes what strangers send.
  const [vectors, thumbnails, pictures] = await engines.with(pack, async (engine) => [
    await engine.embedByTowers(images, { signal }),
    await engine.thumbnails(images, uploadSide, { signal }),
    keep ? await engine.thumbnails(images, keptPicture, { signal }) : undefined,
  ]);
  return {
    images: images.map((bytes, i) => ({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      vector: base64Of(vectors[i].vector),
      ...(vectors[i].second && { second: base64Of(vectors[i].second) }),
      thumbnail: Buffer.from(thumbnails[i]).toString('base64'),
      ...(pictures && { picture: Buffer.from(pictures[i]).toString('base64') }),
    })),
  };
}

const base64Of = (vector: Float32Array): string => Buffer.from(vectorBytes(vector)).toString('base64');
