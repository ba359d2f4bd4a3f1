import { afterEach, describe, expect, it } from 'vitest';
import { findFact, generationById, openStore } from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { FakeDiscord } from '../support/fakeDiscord.js';
import { BotProcess } from '../support/processes.js';
import { generation } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

/** Long enough to be killed in the middle: this takes seconds on the demo model. */
const slow = { prompt: 'a castle', count: 2, steps: 25, size: { width: 128, height: 128 } };
const demo = 'demo';
const patience = { timeout: 180_000, interval: 100 };

describe.each(modes)('processes that die, %s', (mode) => {
  const running: BotProcess[] = [];
  let testStore: TestStore;

  const start = async (role: 'all' | 'worker' | 'bot', discord: FakeDiscord): Promise<BotProcess> => {
    const started = await BotProcess.start(role, testStore, discord);
    running.push(started);
    return started;
  };
  /** Rows are written and read while no embedded process holds the folder, and at any time in the distributed mode. */
  const withStore = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(testStore.options);
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };

  afterEach(async () => {
    for (const one of running.splice(0)) await one.kill();
    await testStore.remove();
  });

  const painting = mode === 'embedded' ? (['all'] as const) : (['worker', 'bot'] as const);

  it('paints and delivers once what was waiting or being painted when its process was killed, and again when the first was shown', async () => {
    testStore = await newTestStore(mode);
    const discord = new FakeDiscord();
    const ids = await withStore(async (store) => {
      await findFact(store.client, 'schema is there');
      const rows = [];
      for (let i = 0; i < 2; i++)
        rows.push(
          await generation(store, { askerId: String(i), messageId: discord.reply(), imagineOptions: slow, pack: demo }),
        );
      return rows.map(({ id }) => id);
    });
    let started = await Promise.all(painting.map((role) => start(role, discord)));
    // Killed while the first is painted.
    const texts = () => [...discord.messages.values()].map(({ text }) => text);
    await expect.poll(() => texts().some((text) => text.startsWith('progress')), patience).toBe(true);
    await started[0].kill();
    started[0] = await start(painting[0], discord);
    // Killed again just after the first is shown, while the next begins.
    await expect.poll(() => ids.some((id) => discord.pictures(id).length > 0), patience).toBe(true);
    for (const one of started) await one.kill();
    started = await Promise.all(painting.map((role) => start(role, discord)));
    await expect.poll(() => started[0].open, patience).toBe(0);
    for (const id of ids) expect(discord.pictures(id)).toHaveLength(1);
    for (const one of started) await one.stop();
    await withStore(async (store) => {
      for (const id of ids) expect(await generationById(store.client, id)).toMatchObject({ status: 'delivered' });
    });
    expect(texts().filter((text) => text.startsWith('pictures'))).toHaveLength(ids.length);
    expect(discord.calls).not.toContain('postNew');
  }, 600_000);
});
