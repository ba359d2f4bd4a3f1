import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import {
  forgetWorkers,
  heartbeatMs,
  isWorkerThere,
  newId,
  openStore,
  removeWorker,
  reportWorker,
  workerSlots,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { generation, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('workers, %s', (mode) => {
  const [silent, alive] = [newId(), newId()];
  const start = Date.UTC(2026, 0, 1);
  /** Longer than a worker is believed to be there without a word. */
  const later = start + 15_001;
  let testStore: TestStore;
  let store: Store;
  let queues: Queues;

  beforeEach(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    queues = openQueues(store, { jobFailed: () => undefined });
    await publish(store);
    await reportWorker(store.client, { id: silent, slots: 2, device: 'cpu' }, start);
    await reportWorker(store.client, { id: alive, slots: 1, device: 'cpu' }, start);
  });
  afterEach(async () => {
    await queues.close();
    await store.close();
    await testStore.remove();
  });

  it('count as slots while they report, and no longer than three reports could be missed', async () => {
    expect(await workerSlots(store.client, start)).toBe(3);
    expect(await workerSlots(store.client, start + 3 * heartbeatMs)).toBe(3);
    await reportWorker(store.client, { id: alive, slots: 1, device: 'cpu' }, later);
    expect(await workerSlots(store.client, later)).toBe(1);
    expect(await isWorkerThere(store.client, later)).toBe(true);
    expect(await workerSlots(store.client, later + 15_001)).toBe(0);
    expect(await isWorkerThere(store.client, later + 15_001)).toBe(false);
  });

  it('are there again as soon as they report again', async () => {
    expect(await workerSlots(store.client, later)).toBe(0);
    await reportWorker(store.client, { id: silent, slots: 2, device: 'cpu' }, later);
    expect(await workerSlots(store.client, later)).toBe(2);
  });

  it('get nothing, and promise no place, when they are silent', async () => {
    const row = await generation(store, {}, start);
    const at = (now: number) => createDispatcher(store, queues, () => now);
    expect(await at(later).dispatch()).toEqual([]);
    expect(await at(later).positions()).toEqual([{ id: row.id, place: 0 }]);
    await reportWorker(store.client, { id: silent, slots: 2, device: 'cpu' }, later);
    expect(await at(later).positions()).toMatchObject([{ id: row.id, place: 1 }]);
    expect(await at(later).dispatch()).toEqual([row.id]);
  });

  it('are gone at once when they say so, and forgotten when they were silent for long', async () => {
    await removeWorker(store.client, alive);
    expect(await workerSlots(store.client, start)).toBe(2);
    await forgetWorkers(store.client, start + 1);
    expect(await store.client.painter.count()).toBe(0);
  });
});
