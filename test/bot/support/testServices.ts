import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import { openStore } from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { createServices } from '../../../src/bot/services/index.js';
import { pack, publish } from './rows.js';
import { newTestStore } from './stores.js';

export interface TestServices {
  readonly store: Store;
  readonly queues: Queues;
  readonly services: ReturnType<typeof createServices>;
  readonly close: () => Promise<void>;
}

/** The services on a store of their own, where the pack of `rows.ts` is published and nobody paints. */
export async function openTestServices(
  mode: Parameters<typeof newTestStore>[0],
  options: Pick<Parameters<typeof createServices>[0], 'requestSeconds'> = {},
): Promise<TestServices> {
  const testStore = await newTestStore(mode);
  const store = await openStore(testStore.options);
  const queues = openQueues(store, { jobFailed: () => undefined });
  await publish(store);
  const dispatcher = createDispatcher(store, queues);
  return {
    store,
    queues,
    // That this compiles is the test of the shapes.
    services: createServices({ store, queues, dispatcher, defaultPack: pack.name, ...options }),
    close: async () => {
      await queues.close();
      await store.close();
      await testStore.remove();
    },
  };
}
