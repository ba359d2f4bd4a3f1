import { setInterval } from 'node:timers';
import { findPack, listPacks } from '../engine/index.js';
import type { Config } from './config.js';
import { heartbeatMs, newId, removePainter, reportPainter } from './data/index.js';
import type { Store } from './data/index.js';
import type { Dispatcher } from './jobs/dispatcher.js';
import { embed } from './jobs/embed.js';
import { EngineHost, publishFolder } from './jobs/engines.js';
import { paint } from './jobs/paint.js';
import type { Queues } from './jobs/queues.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

/** A painting process at work. */
export interface Painting {
  readonly engines: EngineHost;
  /** Closes the engine; nothing may be in hand any more. */
  readonly close: () => Promise<void>;
}

export interface PaintingOptions {
  readonly config: Pick<Config, 'pack' | 'device'>;
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** One device paints one generation at a time; the dispatcher has the next ready in the queue. */
const slots = 1;
/** Uploads are decoded while others are embedded. */
const embedding = 2;

/** The name under which a pack is published and chosen: that of its folder in a models folder, or what it was given as. */
export async function packFolders(given: string): Promise<Map<string, string>> {
  const found = new Map((await listPacks()).map(({ name, dir }) => [name, dir]));
  if (!found.has(given)) found.set(given, await findPack(given));
  return found;
}

/** Publishes the packs that are here, and serves the queues of the painting side. @throws UserError, CheckpointError */
export async function startPainting({
  config,
  store,
  queues,
  dispatcher,
  log,
  metrics,
}: PaintingOptions): Promise<Painting> {
  const folders = await packFolders(config.pack);
  for (const [name, folder] of folders) await publishFolder(store, name, folder, Date.now());
  const engines = new EngineHost(folders, {
    device: config.device,
    onLog: (text) => {
      log.debug({ engine: text.trimEnd() });
    },
  });

  const id = newId();
  const report = (): Promise<void> =>
    reportPainter(store.client, { id, slots, device: engines.device ?? config.device }, Date.now());
  await report();
  const beat = setInterval(
    () =>
      void report().catch((error: unknown) => {
        log.warn({ err: error }, 'heartbeat');
      }),
    heartbeatMs,
  );

  const studio = {
    store,
    queues,
    dispatcher,
    engines,
    now: Date.now,
    log: {
      painted: ({ id: generation }, { outcome: { ms, device, precision } }) => {
        log.info({ generation, device, precision, ms }, 'painted');
        metrics.ended.inc({ end: 'painted' });
        for (const [stage, time] of Object.entries(ms)) metrics.paintSeconds.observe({ stage }, time / 1000);
      },
      failed: ({ id: generation }, error, kind, reference) => {
        log.error({ generation, reference, err: error }, 'painting failed');
        metrics.ended.inc({ end: kind });
      },
    },
  } satisfies Parameters<typeof paint>[0];
  queues.serve('embed', embedding, (data, signal) => embed(studio, data, signal));
  queues.serve('imagine', slots, (data, signal) => paint(studio, data, signal));
  await dispatcher.dispatch();
  return {
    engines,
    close: async () => {
      clearInterval(beat);
      await removePainter(store.client, id);
      await engines.close();
    },
  };
}
