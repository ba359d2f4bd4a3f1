import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQueues } from '../../../src/bot/queue/queues.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import {
  beginPainting,
  generationById,
  imageKeys,
  markDispatched,
  openStore,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { watchPainting } from '../../../src/bot/worker/progress.js';
import { generation, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('the preview of what is being painted, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let queues: Queues;
  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    queues = openQueues(store, { jobFailed: () => undefined });
    await publish(store);
  });
  afterAll(async () => {
    await queues.close();
    await store.close();
    await testStore.remove();
  });

  it.each([
    [false, 'is kept for the reply'],
    [true, 'is not, where the safety checker is still to look at the picture'],
  ])('checked: %s: %s', async (checkSafety) => {
    const { id } = await generation(store, { imagineOptions: { checkSafety } });
    await markDispatched(store.client, id, 1, Date.now());
    const painting = await beginPainting(store.client, id, Date.now());
    const watch = watchPainting(store, queues, painting!);
    const preview = { width: 1, height: 1, rgb: new Uint8Array(3) };
    watch.onProgress({ stage: 'paint', done: 1, total: 2, preview });
    const progressOf = async () => (await generationById(store.client, id))?.progress;
    await expect.poll(progressOf).toEqual({ stage: 'paint', done: 1, total: 2, preview: !checkSafety });
    watch.stop();
    expect((await store.images.get(imageKeys.preview(id))) !== undefined).toBe(!checkSafety);
  });
});
