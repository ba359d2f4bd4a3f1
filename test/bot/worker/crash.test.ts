import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationById } from '../../../src/bot/repositories/index.js';
import { EngineHost, publishFolder } from '../../../src/bot/worker/engineHost.js';
import { paint } from '../../../src/bot/worker/paint.js';
import { generation } from '../support/rows.js';
import { silentPaintLog } from '../support/silentPaintLog.js';
import { modes } from '../support/stores.js';
import { startTestBot } from '../support/testBot.js';
import type { TestBot } from '../support/testBot.js';

const patience = { timeout: 180_000, interval: 100 };
/** Takes long enough to be seen under way. */
const large = { width: 128, height: 128 };

describe.each(modes)('an engine that crashes, %s', (mode) => {
  let bot: TestBot;
  // What is painted here is painted by the test.
  beforeAll(async () => (bot = await startTestBot(mode, { paints: false })));
  afterAll(() => bot.close());

  it('tries once more what was in hand when the engine hung or crashed, and tells of a second crash', async () => {
    const { store, queues, dispatcher } = bot.parts;
    await publishFolder(store, 'demo', 'models/demo', Date.now());
    const engines = new EngineHost(new Map([['demo', { folder: 'models/demo', signature: '' }]]), {
      device: 'cpu',
      onLog: () => undefined,
      hang: { timesMedian: 5, leastMs: 8_000, unmeasuredMs: 60_000 },
    });
    const failed: string[] = [];
    const worker = {
      store,
      queues,
      dispatcher,
      engines,
      ownPack: 'demo',
      stepBack: () => Promise.reject(new Error('the engine opens')),
      now: Date.now,
      log: {
        ...silentPaintLog,
        failed: (_: unknown, __: unknown, kind: string) => failed.push(kind),
      },
    };
    try {
      await engines.with('demo', (engine) => engine.embedTexts(['a castle']));
      for (const crashes of [1, 2]) {
        const row = await generation(store, {
          pack: 'demo',
          messageId: bot.discord.reply(),
          // Long enough that it is under way when it is seen to be; the second crash ends it.
          imagineOptions: { ...(crashes === 1 ? { steps: 100, count: 1 } : { steps: 150, count: 4 }), size: large },
        });
        await store.client.generation.updateMany({
          where: { deliveredAt: null },
          data: { status: 'painting', dispatchedAt: new Date() },
        });
        const painting = paint(worker, { generationId: row.id }, new AbortController().signal);
        for (let n = 0; n < crashes; n++) {
          const stored = async () => (await generationById(store.client, row.id))!;
          await expect.poll(async () => (await stored()).attempts, patience).toBe(n + 1);
          const { progress } = await stored();
          await expect.poll(async () => (await stored()).progress, patience).not.toEqual(progress);
          const pid = engines.pid!;
          // Stopped, it is killed when it has been silent for too long.
          process.kill(pid, crashes === 1 ? 'SIGSTOP' : 'SIGKILL');
          await expect.poll(() => engines.pid, patience).not.toBe(pid);
        }
        await painting;
        await bot.isOver(row.id);
        expect(bot.discord.messages.get(row.reply.messageId!)!.text).toContain(
          crashes === 1 ? 'pictures' : 'engine crashed twice',
        );
        expect(failed).toHaveLength(crashes - 1);
      }
    } finally {
      await engines.close();
    }
  }, 400_000);
});
