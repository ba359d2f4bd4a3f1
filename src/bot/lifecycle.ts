import { readEnvironment } from './config.js';
import type { Config } from './config.js';
import { watchClock } from './database/clock.js';
import type { Messenger, Render } from './delivery/event.js';
import type { FetchAttachment } from './delivery/fetchFiles.js';
import { endContests, tendShowcases } from './delivery/publish.js';
import type { Places } from './delivery/publish.js';
import { startDelivery } from './delivery/start.js';
import { openLog } from './log.js';
import type { Log } from './log.js';
import { createMetrics, serveMetrics } from './metrics.js';
import type { Metrics } from './metrics.js';
import { createDispatcher } from './queue/dispatcher.js';
import type { Dispatcher } from './queue/dispatcher.js';
import { runMaintenance } from './queue/maintenance.js';
import { openQueues } from './queue/queues.js';
import type { Queues } from './queue/queues.js';
import { sweep } from './queue/sweep.js';
import {
  ambiguousPacks,
  forgetWorkers,
  listPublishedPacks,
  livePainters,
  openStore,
  releaseAllReplies,
} from './repositories/index.js';
import type { Store } from './repositories/index.js';
import { recordedEvents } from './requestEvents.js';
import { createCards, createCardsOfMade } from './services/index.js';
import { startFailure } from './startFailure.js';
import { startWorker } from './worker/start.js';

/** What every process has, whatever it does. */
export interface ProcessContext {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
}

/** The way to Discord of a process that has one. */
export interface DiscordConnection {
  readonly messenger: Messenger;
  readonly render: Render;
  readonly fetchAttachment: FetchAttachment;
  readonly places: Places;
  readonly isReady: () => boolean;
  /** What was to wait until some time of this machine's clock does not wait any more. */
  readonly clockWentBack: () => void;
  readonly close: () => Promise<void>;
}

/** What a process does. */
export interface ProcessRoles {
  readonly paints: boolean;
  /** It was to paint, and cannot: the log says why. What else it does goes on. */
  readonly unable?: () => void;
  /** Absent: it delivers nothing. */
  readonly connectDiscord?: (parts: ProcessContext) => Promise<DiscordConnection>;
}

export interface RunningProcess {
  readonly parts: ProcessContext;
  /** Jobs in hand get `graceMs` to end; what does not is taken up by another process, or by this one's successor. */
  readonly close: (graceMs?: number) => Promise<void>;
}

/**
 * Starts a process: everything is built in the order in which things need each other, and taken down in the reverse.
 * @throws UserError: the data folder is in use, a server does not answer; and what `goOutside` throws
 */
export async function startProcess(
  config: Config,
  log: Log,
  { paints, unable, connectDiscord }: ProcessRoles,
): Promise<RunningProcess> {
  const metrics = createMetrics();
  const store = await openStore(config.store);
  const queues = openQueues(store, {
    jobFailed: (queue, job, error) => {
      log.warn({ queue, job, err: error }, 'job failed');
      metrics.jobErrors.inc({ queue });
    },
  });
  const dispatcher = createDispatcher(store, queues, store.now, (generation, queue) => {
    log.info({ generation, queue }, 'dispatched');
  });
  const parts = { config, log, metrics, store, queues, dispatcher };
  const { retentionDays } = config;
  const maintenance = {
    ...parts,
    now: store.now,
    announces: connectDiscord !== undefined,
    retentionDays,
  };
  const stopping = new AbortController();
  const closers: (() => unknown)[] = [];
  let keeping: Promise<void> | undefined;

  const close = async (graceMs = 0): Promise<void> => {
    stopping.abort();
    await keeping;
    // Jobs in hand end, or are left, before what they need is closed.
    await queues.close(graceMs);
    for (const one of closers.splice(0).reverse()) await one();
    await store.close();
  };

  try {
    if (store.mode === 'embedded') {
      // Nobody else can be at work: what the process before left is added anew from the rows.
      const packs = await listPublishedPacks(store.client);
      await queues.clear(packs.flatMap(({ contentId }) => contentId ?? []));
      await forgetWorkers(store.client, store.now());
      await releaseAllReplies(store.client);
      await sweep(maintenance, 0);
    }
    if (paints) closers.push((await startWorker({ ...parts, signal: stopping.signal, unable })).close);
    const outside = await connectDiscord?.(parts);
    if (outside) {
      closers.push(outside.close);
      const cards = createCards(store, dispatcher, store.now, recordedEvents(parts));
      startDelivery({ ...parts, ...outside, askForCard: createCardsOfMade(store, cards, config.pack) });
    }
    if (config.httpPort !== 0)
      closers.push(
        await serveMetrics(
          config.httpPort,
          config.httpHost,
          metrics,
          async () => {
            const gateway = outside?.isReady() === false ? { discord: 'the gateway is not connected' } : {};
            return { ...(await store.unwell()), ...gateway };
          },
          async () => {
            const ambiguous = ambiguousPacks(await livePainters(store.client, store.now()));
            return ambiguous.size > 0 ? { samePackName: Object.fromEntries(ambiguous) } : {};
          },
        ),
      );
    closers.push(
      watchClock((ms) => {
        log.warn({ seconds: Math.round(ms / 1000) }, 'the clock of this machine was set');
        if (ms > 0) return;
        outside?.clockWentBack();
        const freed = store.mode === 'embedded' ? releaseAllReplies(store.client) : undefined;
        Promise.all([freed, queues.promote()]).catch((error: unknown) => {
          log.warn({ err: error }, 'what waits for a time of the clock before may wait for as long as it was set back');
        });
      }),
    );
    const context = outside && { ...parts, ...outside, now: store.now };
    const publish = context && {
      contests: () => endContests(context),
      showcases: () => tendShowcases(context),
    };
    keeping = runMaintenance({ ...maintenance, ...(publish && { publish }) }, stopping.signal);
    return { parts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Docker sends SIGKILL ten seconds after SIGTERM; servers that are away would be waited for for longer. */
const longestStopMs = 9_500;

/**
 * Runs a process from its environment, and `.env`, until SIGINT or SIGTERM, and closes what `start` opened. What an operator can
 * mend is one line on standard error; the exit status is 1.
 */
export async function runUntilStopped(
  start: (config: Config, log: Log) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  // What it writes, the database included, is for its user alone.
  process.umask(0o077);
  try {
    const config = readEnvironment();
    const log = openLog(config);
    const running = start(config, log);
    const stop = (signal: NodeJS.Signals): void => {
      log.info({ signal }, 'stopping');
      setTimeout(() => {
        log.error(
          { seconds: longestStopMs / 1000 },
          'stopping takes too long: what is in hand is left to the next process',
        );
        process.exit(1);
      }, longestStopMs).unref();
      // Asked while it starts, it stops when it has started.
      running
        .then((it) => it.close())
        .then(
          () => process.exit(0),
          (error: unknown) => {
            log.error({ err: error }, 'stopping failed');
            process.exit(1);
          },
        );
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    await running;
  } catch (error) {
    const line = startFailure(error);
    if (line === undefined) throw error;
    process.stderr.write(`aesthete: ${line}\n`);
    process.exit(1);
  }
}
