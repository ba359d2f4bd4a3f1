import { expect, it, onTestFinished, vi } from 'vitest';
import { openQueues } from '../../../src/bot/queue/queues.js';
import { newId, openStore } from '../../../src/bot/repositories/index.js';
import { modes, newTestStore } from '../support/stores.js';

const hourMs = 3_600_000;

it.each(modes)('what waits for a try at a time of a clock that was set back since is tried (%s)', async (mode) => {
  const place = await newTestStore(mode);
  const store = await openStore(place.options);
  const failures: string[] = [];
  const queues = openQueues(store, { jobFailed: (queue) => failures.push(queue) });
  const real = Date.now.bind(Date);
  const ahead = vi.spyOn(Date, 'now').mockImplementation(() => real() + hourMs);
  onTestFinished(async () => {
    ahead.mockRestore();
    await queues.close();
    await store.close();
    await place.remove();
  });
  let tries = 0;
  queues.serve('deliver', 1, () => (++tries === 1 ? Promise.reject(new Error('away')) : Promise.resolve()));
  await queues.add('deliver', { generationId: newId(), event: 'end' });
  await expect.poll(() => failures).toEqual(['deliver']);
  ahead.mockRestore();
  await expect
    .poll(async () => {
      await queues.promote();
      return tries;
    })
    .toBe(2);
});
