import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, EngineCrashError, UserError } from '../../engine/index.js';
import { imageKeys, isPainterThere, newId, ttl, vectorBytes, vectorOf } from '../repositories/index.js';
import type { EmbeddedImage, Store } from '../repositories/index.js';
import { text } from '../i18n/index.js';
import { embedAnswer } from '../queue/jobs.js';
import type { EmbedAnswer, JobData } from '../queue/jobs.js';
import { OpeningError } from './engineHost.js';
import type { EngineHost } from './engineHost.js';
import type { Queues } from '../queue/queues.js';
import { uploadSide } from './thumbnails.js';

/** How long a member waits for embeddings; the interaction's token lives 15 minutes. */
const patienceMs = 10 * 60_000;
const pollMs = 100;
const lookMs = 2_000;

/** The asking side: puts images in the store and waits for a worker's answer. @throws UserError: an image is none; no worker answers */
export async function embedUploads(
  { store, queues }: { readonly store: Store; readonly queues: Queues },
  pack: string,
  images: readonly Uint8Array[],
): Promise<EmbeddedImage[]> {
  const batchId = newId();
  const keys = images.map((_, i) => imageKeys.upload(batchId, i));
  try {
    await Promise.all(images.map((bytes, i) => store.images.put(keys[i], bytes, ttl.attachmentMs)));
    await queues.add('embed', { batchId, pack, count: images.length });
    const until = Date.now() + patienceMs;
    let lookAt = 0;
    while (Date.now() < until) {
      if (Date.now() >= lookAt) {
        if (!(await isPainterThere(store.client, Date.now()))) throw new UserError(text.reasons.noPainter);
        lookAt = Date.now() + lookMs;
      }
      const bytes = await store.images.get(imageKeys.embedded(batchId));
      if (bytes) return embeddedImages(embedAnswer.parse(JSON.parse(Buffer.from(bytes).toString())));
      await sleep(pollMs);
    }
    throw new UserError(text.reasons.notEmbedded);
  } finally {
    await store.images.delete([...keys, imageKeys.embedded(batchId)]);
  }
}

/** The worker's side. Refused images are an answer, not a failure. */
export async function embed(
  { store, engines }: { readonly store: Store; readonly engines: EngineHost },
  { batchId, pack, count }: JobData<'embed'>,
  stopping: AbortSignal,
): Promise<void> {
  const uploads = await Promise.all(
    Array.from({ length: count }, (_, i) => store.images.get(imageKeys.upload(batchId, i))),
  );
  const images = uploads.filter((bytes) => bytes !== undefined);
  // Nobody waits any more.
  if (images.length < count) return;
  const answer = await embedded(engines, pack, images, stopping)
    .catch((error: unknown) => {
      if (error instanceof EngineCrashError) return embedded(engines, pack, images, stopping);
      throw error;
    })
    .catch((error: unknown) => {
      // Stopped: the next process takes the job up.
      if (error instanceof CancelledError) throw error;
      if (error instanceof OpeningError) return { error: text.reasons.noPainter, user: true };
      return {
        error: String(error),
        user: error instanceof UserError,
        ...(error instanceof UserError && { error: error.message }),
      };
    });
  await store.images.put(imageKeys.embedded(batchId), Buffer.from(JSON.stringify(answer)), ttl.attachmentMs);
}

async function embedded(
  engines: EngineHost,
  pack: string,
  images: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<EmbedAnswer> {
  // Both where the engine is: only its process decodes what strangers send.
  const [vectors, thumbnails] = await engines.with(pack, async (engine) => [
    await engine.embedImages(images, { signal }),
    await engine.thumbnails(images, uploadSide, { signal }),
  ]);
  return {
    images: images.map((bytes, i) => ({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      vector: Buffer.from(vectorBytes(vectors[i])).toString('base64'),
      thumbnail: Buffer.from(thumbnails[i]).toString('base64'),
    })),
  };
}

function embeddedImages(answer: EmbedAnswer): EmbeddedImage[] {
  if ('error' in answer) throw answer.user ? new UserError(answer.error) : new Error(answer.error);
  return answer.images.map(({ vector, sha256, thumbnail }) => ({
    vector: vectorOf(Buffer.from(vector, 'base64')),
    thumbnail: Buffer.from(thumbnail, 'base64'),
    sha256,
  }));
}
