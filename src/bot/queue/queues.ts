import { createPostgresBackend, Queue, UnrecoverableError, withBackend, Worker } from 'bullmq';
import type { JobsOptions, WorkerOptions } from 'bullmq';
import type { Store } from '../repositories/index.js';
import { jobData, jobId, queueNames } from './jobs.js';
import type { JobData, QueueName } from './jobs.js';

/** The queues as the rest of this folder uses them, whatever carries them. */
export interface Queues {
  /** Adds a job, unless the same one is there. */
  add<Q extends QueueName>(queue: Q, data: JobData<Q>): Promise<void>;
  /** Adds it anew where it is neither waiting nor in hand. True where it was missing. */
  restore<Q extends QueueName>(queue: Q, data: JobData<Q>): Promise<boolean>;
  /** Serves a queue until `close`, or until the returned function is called; it takes no more jobs then, and resolves when those in hand end. */
  serve<Q extends QueueName>(
    queue: Q,
    concurrency: number,
    handler: Handler<Q>,
    /** Only jobs for what is in this pack; absent: those that name none. */
    content?: string,
  ): () => Promise<void>;
  /** Has jobs that wait for a later try tried now: times of a clock that was set back since are far away. */
  promote(): Promise<void>;
  /** Forgets all jobs, those for `contents` too. In embedded mode at the start, when nobody can be serving any: the sweep adds what is due. */
  clear(contents: readonly string[]): Promise<void>;
  /** Stops serving. Jobs in hand get `graceMs` to end; what does not is taken up by another process. */
  close(graceMs?: number): Promise<void>;
}

/** What a job needs beyond its data. `signal` aborts when this process stops serving. */
type Handler<Q extends QueueName> = (data: JobData<Q>, signal: AbortSignal) => Promise<void>;

export interface QueueLog {
  readonly jobFailed: (queue: QueueName, jobId: string, error: unknown) => void;
}

const secondMs = 1_000;
/** A process that does not renew its lock for so long is dead. The engine has a process of its own, so nothing blocks ours. */
const lock: Partial<WorkerOptions> = { lockDuration: 10 * secondMs, stalledInterval: 5 * secondMs, maxStalledCount: 3 };

/** Painting and making count their own attempts, in the database; deliveries and fetches are tried while Discord is out. */
const options: Record<QueueName, JobsOptions> = {
  imagine: { attempts: 1 },
  fetch: { attempts: 12, backoff: { type: 'exponential', delay: secondMs } },
  make: { attempts: 1 },
  embed: { attempts: 2 },
  deliver: { attempts: 12, backoff: { type: 'exponential', delay: secondMs } },
};

/** What BullMQ's queues have in common over both backends, whose types differ. */
interface AnyQueue {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  getJob(id: string): Promise<unknown>;
  obliterate(options: { readonly force: boolean }): Promise<void>;
  promoteJobs(): Promise<void>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

interface AnyJob {
  readonly id?: string | undefined;
  readonly data: unknown;
}

interface AnyWorker {
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: AnyJob | undefined, error: Error) => void): unknown;
}

interface Carrier {
  readonly queue: (name: string) => AnyQueue;
  readonly worker: (name: string, concurrency: number, run: (job: AnyJob) => Promise<void>) => AnyWorker;
}

export function openQueues(store: Store, log: QueueLog): Queues {
  const { queue: openQueue, worker: openWorker } = carrier(store);
  const opened = new Map<string, AnyQueue>();
  const queueOf = (name: QueueName, content: string | undefined): AnyQueue => {
    const full = fullName(name, content);
    const known = opened.get(full);
    if (known) return known;
    const queue = openQueue(full);
    queue.on('error', (error) => {
      log.jobFailed(name, 'queue', error);
    });
    opened.set(full, queue);
    return queue;
  };
  // Now, and not while a server may be away: a queue that could not begin does not recover.
  for (const name of queueNames) queueOf(name, undefined);
  const workers: AnyWorker[] = [];
  const stopping = new AbortController();

  const add: Queues['add'] = async (name, data) => {
    const content = contentOf(data);
    const queue = queueOf(name, content);
    const job = { ...options[name], jobId: jobId[name](data), removeOnComplete: true, removeOnFail: true };
    try {
      await queue.add(name, data, job);
    } catch (error) {
      // One that began while the server was away; the next job opens it anew.
      if (content !== undefined && opened.delete(fullName(name, content))) void queue.close().catch(() => undefined);
      throw error;
    }
  };

  return {
    add,
    restore: async (name, data) => {
      if (await queueOf(name, contentOf(data)).getJob(jobId[name](data))) return false;
      await add(name, data);
      return true;
    },
    serve: (name, concurrency, handler, content) => {
      const worker = openWorker(fullName(name, content), concurrency, async (job) => {
        const data = jobData[name].safeParse(job.data);
        if (!data.success) throw new UnrecoverableError(`${name} ${job.id ?? ''}: ${data.error.message}`);
        await handler(data.data as JobData<typeof name>, stopping.signal);
      });
      worker.on('failed', (job, error) => {
        log.jobFailed(name, job?.id ?? '', error);
      });
      worker.on('error', (error) => {
        log.jobFailed(name, 'worker', error);
      });
      workers.push(worker);
      return () => worker.close();
    },
    promote: async () => {
      await Promise.all([...opened.values()].map((queue) => queue.promoteJobs()));
    },
    clear: async (contents) => {
      for (const name of queueNames)
        for (const content of [undefined, ...contents]) await queueOf(name, content).obliterate({ force: true });
    },
    close: async (graceMs = 0) => {
      const closing = Promise.all(workers.map((worker) => worker.close()));
      setTimeout(() => {
        stopping.abort();
      }, graceMs).unref();
      if (graceMs === 0) stopping.abort();
      await closing;
      await Promise.all([...opened.values()].map((queue) => queue.close()));
    },
  };
}

/** BullMQ's name of a queue; it takes no colons. */
function fullName(name: QueueName, content: string | undefined): string {
  return content === undefined ? name : `${name}-${content.slice(0, 32)}`;
}

function contentOf(data: object): string | undefined {
  return 'content' in data && typeof data.content === 'string' ? data.content : undefined;
}

function carrier({ queues }: Store): Carrier {
  if (queues.backend === 'redis') {
    const { redis, workers } = queues;
    return {
      queue: (name) => new Queue(name, { connection: redis, prefix: 'aesthete' }),
      worker: (name, concurrency, run) =>
        new Worker(name, run, { ...lock, connection: workers, concurrency, prefix: 'aesthete' }),
    };
  }
  const connection = queues.pool;
  const backend = withBackend(createPostgresBackend);
  return {
    queue: (name) => new backend.Queue(name, { connection }),
    worker: (name, concurrency, run) => new backend.Worker(name, run, { ...lock, connection, concurrency }),
  };
}
