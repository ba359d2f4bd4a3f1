import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../engine/index.js';
import { BotError } from '../errors.js';
import type { Reason } from '../errors.js';
import { embedAnswer } from '../queue/jobs.js';
import type { EmbedAnswer } from '../queue/jobs.js';
import type { Queues } from '../queue/queues.js';
import { imageKeys, isWorkerThere, newId, vectorOf } from '../repositories/index.js';
import type { PublishedPack, Store } from '../repositories/index.js';

/** How long a member waits for embeddings; the interaction's token lives 15 minutes. */
const patienceMs = 10 * 60_000;
const pollMs = 100;
const lookMs = 2_000;

/** Embeddings of texts by a pack's text tower, by a worker. @throws BotError: no worker answers */
export async function embedTexts(
  { store, queues }: { readonly store: Store; readonly queues: Queues },
  { name, contentId }: Pick<PublishedPack, 'name' | 'contentId'>,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const batchId = newId();
  try {
    const content = contentId !== undefined && { content: contentId };
    await queues.add('embed', { batchId, pack: name, ...content, texts: [...texts] });
    const answer = await answerOf(store, batchId);
    if ('bug' in answer) throw new Error(answer.bug);
    if ('error' in answer) throw toldAgain(answer.error);
    return answer.texts.map((vector) => vectorOf(Buffer.from(vector, 'base64')));
  } finally {
    await store.images.delete([imageKeys.embedded(batchId)]);
  }
}

async function answerOf(store: Store, batchId: string): Promise<EmbedAnswer> {
  const until = performance.now() + patienceMs;
  let lookAt = 0;
  while (performance.now() < until) {
    if (performance.now() >= lookAt) {
      if (!(await isWorkerThere(store.client, store.now()))) throw new BotError('noPainter');
      lookAt = performance.now() + lookMs;
    }
    const bytes = await store.images.get(imageKeys.embedded(batchId));
    if (bytes) return embedAnswer.parse(JSON.parse(Buffer.from(bytes).toString()));
    await sleep(pollMs);
  }
  throw new BotError('notEmbedded');
}

/** What the worker threw, in this process. */
function toldAgain(reason: Reason): Error {
  return typeof reason === 'string' ? new UserError(reason) : BotError.from(reason);
}
