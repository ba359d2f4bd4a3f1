import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFact, generationById, openStore } from '../../../src/bot/repositories/index.js';
import type { Making, Store } from '../../../src/bot/repositories/index.js';
import { FakeDiscord } from '../support/fakeDiscord.js';
import { BotProcess } from '../support/processes.js';
import { generation } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const patience = { timeout: 180_000, interval: 100 };
const what = { kind: 'create', name: 'Mine', note: '', of: 'mean' } as const;

describe.each(modes)('an aesthetic whose process dies, %s', (mode) => {
  let testStore: TestStore;
  let discord: FakeDiscord;
  let cdn: Server;
  let host: string;
  /** Requests that were not answered. */
  let held: ServerResponse[];
  let answers: Buffer | undefined;
  const running: BotProcess[] = [];

  beforeEach(async () => {
    testStore = await newTestStore(mode);
    discord = new FakeDiscord();
    held = [];
    answers = undefined;
    cdn = createServer((_, response) => {
      if (answers) response.end(answers);
      else held.push(response);
    });
    await new Promise<void>((resolve) => cdn.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(cdn.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.kill();
    cdn.closeAllConnections();
    cdn.close();
    await testStore.remove();
  });

  const start = async (role: 'all' | 'worker' | 'bot'): Promise<BotProcess> => {
    const started = await BotProcess.start(role, testStore, discord, { AESTHETE_ATTACHMENT_HOSTS: host });
    running.push(started);
    return started;
  };
  const withStore = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(testStore.options);
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };
  const accepted = (count: number): Promise<string> =>
    withStore(async (store) => {
      await findFact(store.client, 'schema is there');
      const files = Array.from({ length: count }, (_, i) => ({
        name: `${i}.jpg`,
        url: `http://${host}/${i}`,
        bytes: 7,
      }));
      const making: Making = { what, files, showsCard: false };
      const given = { pack: 'demo', messageId: discord.reply(), imagineOptions: { prompt: '', making } };
      return (await generation(store, given)).id;
    });
  const texts = () => [...discord.messages.values()].map(({ text }) => text);
  /** What fetches and tells, and what makes. */
  const [bot, worker] = mode === 'embedded' ? (['all', 'all'] as const) : (['bot', 'worker'] as const);
  const startOthers = async (role: 'all' | 'worker' | 'bot'): Promise<void> => {
    if (mode !== 'embedded') await start(role === 'bot' ? 'worker' : 'bot');
  };
  const isMadeOnce = async (id: string): Promise<void> => {
    await expect.poll(texts, patience).toEqual([`made ${id}`]);
    for (const one of running.splice(0)) await one.stop();
    await withStore(async ({ client }) => {
      await expect.poll(async () => (await generationById(client, id))?.status, patience).toBe('delivered');
      expect(await client.aesthetic.count({ where: { guildId: '1', name: 'Mine' } })).toBe(1);
    });
    expect(discord.calls).not.toContain('postNew');
  };

  it('is made and told once where the bot was killed after it had acknowledged, while it fetched', async () => {
    const id = await accepted(2);
    await startOthers(bot);
    const first = await start(bot);
    await expect.poll(() => held.length, patience).toBe(1);
    await first.kill();
    answers = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer();
    await start(bot);
    await isMadeOnce(id);
  });

  it('is made and told once where the worker was killed in the middle of its images', async () => {
    const side = 3_000;
    const noise = Buffer.alloc(side * side * 3).map((_, i) => (i * 2_654_435_761) >>> 24);
    answers = await sharp(noise, { raw: { width: side, height: side, channels: 3 } })
      .jpeg()
      .toBuffer();
    const id = await accepted(10);
    await startOthers(worker);
    const first = await start(worker);
    await expect.poll(() => texts()[0], patience).toMatch(/^reading/);
    await first.kill();
    await start(worker);
    await isMadeOnce(id);
  });
});
