import { setTimeout as sleep } from 'node:timers/promises';
import { BotError, failureOf } from '../errors.js';
import type { Failure } from '../errors.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { JobData } from '../queue/jobs.js';
import type { Queues } from '../queue/queues.js';
import { failGeneration, generationById, imageKeys, isTransient, ttl } from '../repositories/index.js';
import type { Making, Store, StoredGeneration } from '../repositories/index.js';

/** Gives the bytes of a file that `memberId` attached. @throws BotError: another host, too large, not to be had */
export type FetchAttachment = (file: Making['files'][number], memberId: string) => Promise<Uint8Array>;

export interface FetchContext {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly fetchAttachment: FetchAttachment;
  readonly log: {
    readonly fetched: (generation: StoredGeneration, files: number) => void;
    readonly failed: (generation: StoredGeneration, error: unknown, failure: Failure) => void;
  };
  readonly now: () => number;
}

/** A file that could not be had is asked for so often. */
const mostTries = 3;
const pauseMs = 1_000;

/**
 * Brings the files of a request for an aesthetic from Discord into the image store, one after another, and hands it to the workers. Those
 * that are there already stay. What cannot be had ends the request. @throws whatever may pass: the job is tried again
 */
export async function fetchFiles(context: FetchContext, { generationId }: JobData<'fetch'>): Promise<void> {
  const { store, queues, dispatcher, log, now } = context;
  const generation = await generationById(store.client, generationId);
  const { making } = generation?.imagineOptions ?? {};
  // Cancelled, or a worker has it already.
  if (!generation || !making || generation.status !== 'dispatched') return;
  try {
    for (const [index, file] of making.files.entries()) {
      const key = imageKeys.upload(generationId, index);
      if (await store.images.has(key)) continue;
      await store.images.put(key, await fetched(context, file, generation.askerId), ttl.attachmentMs);
    }
  } catch (error) {
    if (isTransient(error)) throw error;
    const failure = failureOf(error);
    log.failed(generation, error, failure);
    if (!(await failGeneration(store.client, generationId, failure, now()))) return;
    await queues.add('deliver', { generationId, event: 'end' });
    await dispatcher.dispatch();
    return;
  }
  log.fetched(generation, making.files.length);
  const { packContent: content } = generation;
  await queues.add('make', { generationId, ...(content !== undefined && { content }) });
}

/** A connection that broke may hold the next time. */
async function fetched(
  { fetchAttachment }: FetchContext,
  file: Making['files'][number],
  memberId: string,
): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    try {
      return await fetchAttachment(file, memberId);
    } catch (error) {
      const mayPass = error instanceof BotError && error.data.code === 'fetchFailed';
      if (!mayPass || tries === mostTries) throw error;
      await sleep(tries * pauseMs);
    }
  }
}
