import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPublishedPack, newId, reportWorker } from '../../../src/bot/repositories/index.js';
import { embedUploads } from '../../../src/bot/services/embedUploads.js';
import { embed } from '../../../src/bot/worker/embed.js';
import { EngineHost, publishFolder } from '../../../src/bot/worker/engineHost.js';
import { openEngine } from '../../../src/engine/index.js';
import { goldenModel } from '../../support/golden.js';
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
  // For as long as embedding may take.
  await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, Date.now() + 3_600_000);
  const context = { store, engines, ownPack: pack, stepBack: () => Promise.resolve() };
  const add = (_: string, data: Parameters<typeof embed>[1]) => embed(context, data, new AbortController().signal);
  const bytes = await readFile('models/demo/examples/sepia/whale.jpg');
  const queues = { add } as unknown as Parameters<typeof embedUploads>[0]['queues'];
  const [embedded] = await embedUploads({ store, queues }, pack, [bytes], false);
  await publishFolder(store, pack, folder, Date.now());
  const published = await findPublishedPack(store.client, pack);

  const engine = await openEngine(folder, { device: 'cpu' });
  const [{ vector, second }] = await engine.embedByTowers([bytes]);
  const { info } = engine;
  await engine.close();
  expect(embedded).toMatchObject({ vector, second });
  expect(published).toMatchObject({ clipId: info.clipId, secondClipId: info.second?.clipId });
});
