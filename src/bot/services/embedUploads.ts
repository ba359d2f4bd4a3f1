import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../engine/index.js';
import { BotError } from '../errors.js';
import type { Reason } from '../errors.js';
import { embedAnswer } from '../queue/jobs.js';
import type { EmbedAnswer } from '../queue/jobs.js';
import type { Queues } from '../queue/queues.js';
import { imageKeys, isWorkerThere, newId, ttl, vectorOf } from '../repositories/index.js';
import type { EmbeddedImage, Store } from '../repositories/index.js';

/** How long a member waits for embeddings; the interaction's token lives 15 minutes. */
const patienceMs = 10 * 60_000;
const pollMs = 100;
const lookMs = 2_000;

interface EmbedPorts {
  readonly store: Store;
  readonly queues: Queues;
}

/** Puts images in the store and waits for a worker's answer, with pictures where they are to be kept. @throws BotError: an image is none; no worker answers */
export async function embedUploads(
  { store, queues }: EmbedPorts,
  pack: string,
  images: readonly Uint8Array[],
  keep: boolean,
): Promise<EmbeddedImage[]> {
  const batchId = newId();
  const keys = images.map((_, i) => imageKeys.upload(batchId, i));
  try {
    await Promise.all(images.map((bytes, i) => store.images.put(keys[i], bytes, ttl.attachmentMs)));
    await queues.add('embed', { batchId, pack, count: images.length, keep });
    return embeddedImages(await answerOf(store, batchId));
  } finally {
    await store.images.delete([...keys, imageKeys.embedded(batchId)]);
  }
}

/** Embeddings of texts by a pack's text tower, by a worker. @throws BotError: no worker answers */
export async function embedTexts(
  { store, queues }: EmbedPorts,
  pack: string,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const batchId = newId();
  try {
    await queues.add('embed', { batchId, pack, count: 0, texts: [...texts] });
    const answer = expectDone(await answerOf(store, batchId));
    return 'texts' in answer ? answer.texts.map((vector) => vectorOf(Buffer.from(vector, 'base64'))) : [];
  } finally {
    await store.images.delete([imageKeys.embedded(batchId)]);
  }
}

async function answerOf(store: Store, batchId: string): Promise<EmbedAnswer> {
  const until = Date.now() + patienceMs;
  let lookAt = 0;
  while (Date.now() < until) {
    if (Date.now() >= lookAt) {
      if (!(await isWorkerThere(store.client, store.now()))) throw new BotError('noPainter');
      lookAt = Date.now() + lookMs;
    }
    const bytes = await store.images.get(imageKeys.embedded(batchId));
    if (bytes) return embedAnswer.parse(JSON.parse(Buffer.from(bytes).toString()));
    await sleep(pollMs);
  }
  throw new BotError('notEmbedded');
}

type Done = Exclude<EmbedAnswer, { readonly bug: string } | { readonly error: Reason }>;

function expectDone(answer: EmbedAnswer): Done {
  if ('bug' in answer) throw new Error(answer.bug);
  if ('error' in answer) throw toldAgain(answer.error);
  return answer;
}

function embeddedImages(given: EmbedAnswer): EmbeddedImage[] {
  const answer = expectDone(given);
  if (!('images' in answer)) return [];
  return answer.images.map(({ vector, second, sha256, thumbnail, picture }) => ({
    vector: vectorOf(Buffer.from(vector, 'base64')),
    ...(second !== undefined && { second: vectorOf(Buffer.from(second, 'base64')) }),
    thumbnail: Buffer.from(thumbnail, 'base64'),
    ...(picture !== undefined && { picture: Buffer.from(picture, 'base64') }),
    sha256,
  }));
}

/** What the worker threw, in this process. */
function toldAgain(reason: Reason): Error {
  return typeof reason === 'string' ? new UserError(reason) : BotError.from(reason);
}
