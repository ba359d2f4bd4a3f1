import { setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { readEnvironment } from '../src/bot/config.js';
import { createDispatcher } from '../src/bot/queue/dispatcher.js';
import { openQueues } from '../src/bot/queue/queues.js';
import {
  findPublishedPack,
  heartbeatMs,
  newId,
  openStore,
  removeWorker,
  reportWorker,
} from '../src/bot/repositories/index.js';
import { publishFolder } from '../src/bot/worker/engineHost.js';
import { paint } from '../src/bot/worker/paint.js';
import type { PaintContext } from '../src/bot/worker/paint.js';
import type { Engine, ImagineRequest, ImagineResult } from '../src/engine/index.js';
import { silentPaintLog } from '../test/bot/support/silentPaintLog.js';

/**
 * A worker whose engine is a clock: each picture takes BENCH_PICTURE_MS and no processor, so that many of them fit on one machine. All else
 * is the worker's own: its queue, its rows, its heartbeat. Says `ready`, and ends with SIGTERM.
 */
const pictureMs = Number(process.env['BENCH_PICTURE_MS'] ?? 1_000);
const side = 64;
const pack = 'demo';

const { store: options } = readEnvironment();
const store = await openStore(options);
const queues = openQueues(store, {
  jobFailed: (queue, job, error) => {
    console.error(queue, job, error);
  },
});
const dispatcher = createDispatcher(store, queues, store.now);
const content = await publishFolder(store, pack, `models/${pack}`, store.now());
const { projection = 0 } = (await findPublishedPack(store.client, pack)) ?? {};
const png = await sharp({ create: { width: side, height: side, channels: 3, background: 'teal' } })
  .png()
  .toBuffer();

const engine = {
  imagine: async (request: ImagineRequest): Promise<ImagineResult> => {
    const { prompt, seed = 0, count = 1 } = request;
    await sleep(count * pictureMs);
    const size = { width: side, height: side };
    const embedding = Float32Array.from({ length: projection }, (_, i) => Math.sin(seed + i));
    return {
      images: Array.from({ length: count }, (_, i) => ({ png, seed: seed + i, ...size, embedding })),
      recipe: { prompt, negative: '', pack, mix: 1, seed, count, ...size, sampler: 'ddim', steps: 1, guidance: 7 },
      ...{ textSteps: 0, device: 'cpu', precision: 'fp32', notices: [], cut: [] },
      ms: { text: 0, paint: count * pictureMs, decode: 0, embed: 0 },
    } as unknown as ImagineResult;
  },
} as unknown as Engine;

const context = {
  ...{ store, queues, dispatcher, ownPack: pack, now: store.now, log: silentPaintLog },
  engines: { with: <T>(_: string, use: (engine: Engine) => Promise<T>) => use(engine) },
  stepBack: (error: Error) => Promise.reject(error),
} as unknown as PaintContext;

const worker = { id: newId(), slots: 1, device: 'stand-in', packs: [{ name: pack, content }] };
const report = (): Promise<void> => reportWorker(store.client, worker, store.now());
queues.serve('imagine', 1, (data, stopping) => paint(context, data, stopping), content);
await report();
const beat = setInterval(() => void report().catch(console.error), heartbeatMs);
await dispatcher.dispatch();
process.once('SIGTERM', () => {
  clearInterval(beat);
  void queues
    .close(60_000)
    .then(() => removeWorker(store.client, worker.id))
    .then(() => store.close())
    .then(() => process.exit(0));
});
console.log(JSON.stringify({ msg: 'ready' }));
