import { setInterval } from 'node:timers';
import { openPack, smallestSide } from '../../engine/index.js';
import type { Config } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { makingsPerSlot } from '../queue/dispatcher.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { JobData } from '../queue/jobs.js';
import type { Queues } from '../queue/queues.js';
import { heartbeatMs, isTransient, newId, removeWorker, reportWorker } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import { embed } from './embed.js';
import { EngineHost, OpeningError } from './engineHost.js';
import { residentBytes } from './engineMemory.js';
import { PackFolders } from './packFolders.js';
import { paint } from './paint.js';
import { probe } from './probe.js';
import { sharedEncodings } from './sharedEncodings.js';
import { createSpeedMeter } from './speedMeter.js';

/** A painting process at work. */
export interface RunningWorker {
  readonly engines: EngineHost;
  /** Closes the engine; nothing may be in hand any more. */
  readonly close: () => Promise<void>;
}

export interface WorkerOptions {
  readonly config: Pick<Config, 'pack' | 'device' | 'precision' | 'batch'>;
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Ends what has begun in the background. */
  readonly signal: AbortSignal;
  /** Called once, when it turns out that nothing can be painted here. */
  readonly unable: (() => void) | undefined;
}

/** One device paints one generation at a time; the dispatcher has the next ready in the queue. */
const slots = 1;
/** Batches of texts. */
const embedding = 2;

/** How soon a pack that is added can be chosen. Looking costs some hundred calls of `stat`. */
const packsMs = 5_000;

/**
 * Publishes the packs that are here. Then, in the background, opens the engine and paints a probe; only after that it reports slots and serves
 * the queues of the painting side. Where that fails, at first or later, it steps back: it says so in the log, and takes nothing any more.
 * @throws UserError, CheckpointError
 */
export async function startWorker({
  config,
  store,
  queues,
  dispatcher,
  log,
  metrics,
  signal,
  unable,
}: WorkerOptions): Promise<RunningWorker> {
  const folders = new PackFolders(config.pack);
  await folders.refresh(store, log, store.now());
  const engines = new EngineHost(folders, {
    device: config.device,
    ...(config.precision !== undefined && { precision: config.precision }),
    ...(config.batch !== undefined && { batch: config.batch }),
    onLog: (text) => {
      log.debug({ engine: text.trimEnd() });
    },
    // One process remembers them itself.
    ...(store.mode === 'distributed' && { encodingsOf: (content) => sharedEncodings(store.images, content, log) }),
    onImagined: ({ caches }) => {
      for (const [cache, { hits, misses }] of Object.entries(caches)) {
        metrics.caches.inc({ cache, result: 'hit' }, hits);
        metrics.caches.inc({ cache, result: 'miss' }, misses);
      }
    },
  });

  const id = newId();
  const painter = { reporting: true, slots: 0 };
  const speed = createSpeedMeter();
  const report = async (): Promise<void> => {
    if (!painter.reporting) return;
    const msPerCost = speed.msPerCost();
    await reportWorker(
      store.client,
      {
        ...{ id, slots: painter.slots, device: engines.device ?? config.device, packs: folders.served() },
        ...(msPerCost !== undefined && { msPerCost }),
      },
      store.now(),
    );
  };
  const measureMemory = async (): Promise<void> => {
    const { pid } = engines;
    metrics.engineMemory.set((pid === undefined ? undefined : await residentBytes(pid)) ?? 0);
  };
  /** The report under way, which must not come after the removal. */
  let reported: Promise<unknown> = Promise.resolve();
  await report();
  const beat = setInterval(() => {
    void measureMemory();
    reported = report().catch((error: unknown) => {
      log.warn({ err: error }, 'heartbeat');
    });
  }, heartbeatMs);
  const refreshing = setInterval(() => {
    lookForPacks().catch((error: unknown) => {
      log.warn({ err: error }, 'looking for packs');
    });
  }, packsMs);
  const serving: (() => Promise<void>)[] = [];
  /** What is served already: there is a queue for each content. */
  const served = new Set<string | undefined>();
  const serveNew = (): void => {
    for (const content of [undefined, ...folders.served().map((pack) => pack.content)]) {
      if (served.has(content)) continue;
      served.add(content);
      serving.push(
        queues.serve('embed', embedding, (data, stopping) => embed(context, data, stopping), content),
        queues.serve('make', makingsPerSlot, (data, stopping) => paint(context, data, stopping), content),
        queues.serve('imagine', slots, paintInTurn, content),
      );
    }
  };
  /** One device: whatever queue a picture comes from, it is painted after the one before. */
  let last: Promise<unknown> = Promise.resolve();
  const paintInTurn = (data: JobData<'imagine'>, stopping: AbortSignal): Promise<void> => {
    // Stopped before its turn: the sweep finds it.
    const mine = last.then(() => (stopping.aborted ? undefined : paint(context, data, stopping)));
    last = mine.catch(() => undefined);
    return mine;
  };
  const lookForPacks = async (): Promise<void> => {
    await folders.refresh(store, log, store.now());
    await folders.compare(store, log, store.now());
    if (painter.slots > 0 && painter.reporting) serveNew();
  };
  /** No slots, no jobs; whoever waits is told by the places. */
  const stepBack = async (error: unknown): Promise<void> => {
    if (!painter.reporting) return;
    painter.reporting = false;
    clearInterval(beat);
    clearInterval(refreshing);
    const cause = error instanceof OpeningError ? error.cause : error;
    log.error(
      { pack: config.pack, device: config.device, err: cause },
      'this process cannot paint and takes no more requests',
    );
    // Not awaited: a job in hand may be what calls this.
    for (const stop of serving)
      stop().catch((failure: unknown) => {
        log.warn({ err: failure }, 'a queue did not stop');
      });
    try {
      await reported;
      await removeWorker(store.client, id);
    } finally {
      unable?.();
    }
  };

  const context = {
    store,
    queues,
    dispatcher,
    engines,
    ownPack: config.pack,
    contentOf: (name) => folders.get(name)?.content,
    stepBack,
    now: store.now,
    log: {
      begun: ({
        id: generation,
        pack,
        background,
        imagineOptions,
        attempts,
        repaints,
        createdAt,
        startedAt = createdAt,
      }) => {
        log.info({ generation, pack, attempts, waitedMs: startedAt - createdAt }, 'begun');
        const isFirst = attempts === 1 && repaints === 0;
        if (isFirst && (!background || imagineOptions.making))
          metrics.waitSeconds.observe({ until: 'begun' }, (startedAt - createdAt) / 1000);
      },
      stage: ({ id: generation }, stage) => {
        log.info({ generation, stage }, 'stage');
      },
      steps: ({ id: generation }, { done, total, seconds }) => {
        log.debug({ generation, done, total, seconds }, 'step');
        metrics.stepSeconds.observe({ device: engines.device ?? config.device }, seconds);
      },
      painted: ({ id: generation, cost, startedAt }, { outcome: { ms, device, precision } }) => {
        if (startedAt !== undefined) speed.add(store.now() - startedAt, cost);
        log.info({ generation, device, precision, ms }, 'painted');
        metrics.ended.inc({ end: 'painted' });
        metrics.paintedCost.inc(cost);
        for (const [stage, time] of Object.entries(ms)) metrics.paintSeconds.observe({ stage }, time / 1000);
      },
      made: ({ id: generation }) => {
        log.info({ generation }, 'made an aesthetic');
        metrics.ended.inc({ end: 'made' });
      },
      failed: ({ id: generation }, error, kind, reference) => {
        // What whoever asked can do something about is theirs.
        const level = kind === 'user' ? 'info' : 'error';
        log[level]({ generation, reference, err: error }, 'a request failed');
        metrics.ended.inc({ end: kind });
      },
      again: ({ id: generation }, error) => {
        log.warn({ generation, err: error }, 'the engine ended or cannot be opened; the request is tried again');
      },
      left: ({ id: generation }) => {
        log.info({ generation }, 'not painted to its end here');
      },
      waits: ({ id: generation }, error) => {
        log.warn({ generation, err: error }, 'Postgres or Redis is away; painting waits');
      },
    },
  } satisfies Parameters<typeof paint>[0];
  const begin = async (): Promise<void> => {
    const side = smallestSide(await openPack(folders.get(config.pack)?.folder ?? config.pack));
    await probe({ engines, pack: config.pack, side, log, signal });
    if (signal.aborted) return;
    serveNew();
    painter.slots = slots;
    log.info({ pack: config.pack, device: engines.device }, 'painting');
    if (engines.int8 === 'unproved')
      log.info(
        { pack: config.pack },
        'it paints in fp32: 8 bits, about twice as fast here, are not proved (aesthete packs check PACK --prove)',
      );
    try {
      await report();
      await dispatcher.dispatch();
    } catch (error) {
      if (!isTransient(error)) throw error;
      log.warn({ err: error }, 'the slots are reported with the next heartbeat');
    }
  };
  // Beside everything else: a page, or Discord, is there at once.
  const beginning = begin()
    .catch((error: unknown) => (signal.aborted ? undefined : stepBack(error)))
    .catch((error: unknown) => {
      log.error({ err: error }, 'beginning to paint');
    });
  return {
    engines,
    close: async () => {
      clearInterval(beat);
      clearInterval(refreshing);
      painter.reporting = false;
      await engines.close();
      await beginning;
      await removeWorker(store.client, id);
    },
  };
}
