import { z } from 'zod';
import { storedErrorData } from '../errors.js';

/**
 * What processes tell each other through the queues: ids and JSON, never images, which lie in the image store. The job's data is
 * all that a worker gets; everything else is in the database.
 */

const id = z.string().regex(/^[\w-]{22}$/);
/** What is in the pack that it takes: of such jobs there is a queue for each, which those serve that have it. */
const content = z.string().exactOptional();

/** What a generation's reply is to show next; `reveal`: of a duel that is closed. */
const deliveryEventKinds = ['place', 'progress', 'end', 'reveal'] as const;

export const jobData = {
  /** Paint a generation that the dispatcher handed out. */
  imagine: z.object({ generationId: id, content }),
  /** Bring the files of a request for an aesthetic, which the dispatcher handed out, into the image store. */
  fetch: z.object({ generationId: id }),
  /** Make the aesthetic of these files. */
  make: z.object({ generationId: id, content }),
  /** Embed texts; the answer is put under the batch's key. */
  embed: z.object({ batchId: id, pack: z.string(), content, texts: z.array(z.string()) }),
  /** Show a delivery event of a generation on Discord. */
  deliver: z.object({ generationId: id, event: z.enum(deliveryEventKinds) }),
} as const;

export type QueueName = keyof typeof jobData;
export type JobData<Q extends QueueName> = z.infer<(typeof jobData)[Q]>;
export const queueNames = ['imagine', 'fetch', 'make', 'embed', 'deliver'] as const satisfies readonly QueueName[];

/** A job's id says what it is about, so that nothing is queued twice. */
export const jobId: { readonly [Q in QueueName]: (data: JobData<Q>) => string } = {
  imagine: ({ generationId }) => generationId,
  fetch: ({ generationId }) => generationId,
  make: ({ generationId }) => generationId,
  embed: ({ batchId }) => batchId,
  deliver: ({ generationId, event }) => `${generationId}-${event}`,
};

/** What an embed job answers with: bytes of f32 vectors as base64, or why not. */
export const embedAnswer = z.union([
  z.object({ texts: z.array(z.base64()) }),
  /** Whoever asked can do something about it; a text is for the operator. */
  z.object({ error: z.union([storedErrorData, z.string()]) }),
  /** For the log. */
  z.object({ bug: z.string() }),
]);
export type EmbedAnswer = z.infer<typeof embedAnswer>;
