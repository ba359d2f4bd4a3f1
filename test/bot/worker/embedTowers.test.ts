import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import {
  currentAesthetic,
  findPublishedPack,
  findMade,
  generationById,
  imageKeys,
  newId,
  reportWorker,
  ttl,
} from '../../../src/bot/repositories/index.js';
import { EngineHost, publishFolder } from '../../../src/bot/worker/engineHost.js';
import { paint } from '../../../src/bot/worker/paint.js';
import { openEngine } from '../../../src/engine/index.js';
import { goldenModel } from '../../support/golden.js';
import { generation } from '../support/rows.js';
import { silentPaintLog } from '../support/silentPaintLog.js';
import { openTestStore } from '../support/stores.js';

const pack = 'twofold';
let folder: string;
let engines: EngineHost;
beforeAll(async () => {
  folder = await goldenModel('tiny-sdxl');
  engines = new EngineHost(new Map([[pack, { folder, signature: '' }]]), { device: 'cpu', onLog: () => undefined });
});
afterAll(() => engines.close());

test('uploads get a vector for each text encoder of the pack, and the pack says of which CLIPs', async () => {
  const store = await openTestStore();
  await publishFolder(store, pack, folder, Date.now());
  await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, Date.now());
  const added: string[] = [];
  const queues = { add: (queue: string) => Promise.resolve(void added.push(queue)) } as unknown as Queues;
  const dispatcher = createDispatcher(store, queues);
  const bytes = await readFile('models/demo/examples/sepia/whale.jpg');
  const what = { kind: 'create', name: 'Two', note: '', of: 'mean' } as const;
  const making = { what, files: [{ name: 'whale.jpg', url: 'u', bytes: 1 }], showsCard: false };
  const { id } = await generation(store, { pack, imagineOptions: { prompt: '', making } });
  await dispatcher.dispatch();
  const context = {
    ...{ store, queues, dispatcher, engines, ownPack: pack, stepBack: () => Promise.resolve(), now: store.now },
    log: {
      ...silentPaintLog,
      failed: (_: unknown, error: unknown) => {
        throw error;
      },
    },
  };
  // Its file is not there: it is fetched.
  await paint(context, { generationId: id }, new AbortController().signal);
  expect([added, (await generationById(store.client, id))?.status]).toEqual([['fetch', 'fetch'], 'dispatched']);
  await store.images.put(imageKeys.upload(id, 0), bytes, ttl.attachmentMs);
  await paint(context, { generationId: id }, new AbortController().signal);
  expect(added.slice(2)).toEqual(['deliver']);
  const made = await findMade(store.client, (await generationById(store.client, id))?.versionUuid ?? '');
  const aesthetic = await currentAesthetic(store.client, made?.id ?? '');
  const published = await findPublishedPack(store.client, pack);

  const engine = await openEngine(folder, { device: 'cpu' });
  const [{ vector, second }] = await engine.embedByTowers([bytes]);
  const { info } = engine;
  await engine.close();
  expect(aesthetic).toMatchObject({ images: [vector], second: { images: [second] } });
  expect(published).toMatchObject({ clipId: info.clipId, secondClipId: info.second?.clipId });
});
