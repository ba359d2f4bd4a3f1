import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationById, imageKeys } from '../../../src/bot/repositories/index.js';
import { embedUploads } from '../../../src/bot/services/embedUploads.js';
import { EngineHost } from '../../../src/bot/worker/engineHost.js';
import { paint } from '../../../src/bot/worker/paint.js';
import { saying } from '../../support/inWords.js';
import { generation } from '../support/rows.js';
import { modes } from '../support/stores.js';
import { guildId, startTestBot } from '../support/testBot.js';
import type { TestBot } from '../support/testBot.js';

const patience = { timeout: 180_000, interval: 100 };
/** Takes long enough to be seen under way. */
const large = { width: 128, height: 128 };

/** From an accepted wish to the picture on Discord, with the real engine and the demo pack. */
describe.each(modes)('painting, %s', (mode) => {
  let context: TestBot;
  let running: TestBot['parts'];
  let services: TestBot['services'];
  let discord: TestBot['discord'];
  const ask: TestBot['ask'] = (...imagineOptions) => context.ask(...imagineOptions);
  const isOver = (id: string): Promise<void> => context.isOver(id);

  beforeAll(async () => {
    context = await startTestBot(mode);
    ({ parts: running, services, discord } = context);
  });
  afterAll(() => context.close());

  it('shows the pictures of an accepted wish once, each with its seed, vector and thumbnail kept', async () => {
    const { id, message, position } = await ask({ prompt: 'a castle', count: 2, seed: 42, steps: 6 });
    expect(position).toEqual({ place: 1 });
    await isOver(id);
    expect(message.text).toBe(`pictures ${id}`);
    expect(discord.pictures(id)).toHaveLength(1);
    expect(message.files.map((file) => Buffer.from(file.subarray(1, 4)).toString())).toEqual(['PNG', 'PNG']);
    const images = await running.store.client.generatedImage.findMany({
      orderBy: { index: 'asc' },
      where: { generation: { memberId: '3' } },
    });
    expect(images.map(({ seed }) => seed)).toEqual([42n, 43n]);
    for (const { vector, thumbnail } of images) {
      expect(vector.length).toBeGreaterThan(0);
      expect(thumbnail.length).toBeLessThanOrEqual(20_000);
    }
  });

  it('personalises towards a ready-made aesthetic, and says by how much; beside it the plain picture of the same seed', async () => {
    const [mist] = (await services.aesthetics.list(guildId)).filter(({ name }) => name === 'gloomcore');
    const { id, message, position } = await ask({
      prompt: 'a castle',
      seed: 7,
      steps: 6,
      aesthetic: mist,
      besidePlain: true,
    });
    expect(position.seconds).toBeGreaterThan(0);
    await isOver(id);
    expect(message.files).toHaveLength(2);
    const { outcome } = (await services.generations.find(guildId, id))!;
    expect(outcome!.cosine!.after).toBeGreaterThan(outcome!.cosine!.before + 0.05);
    expect(outcome!.recipe).toMatchObject({ aesthetic: 'gloomcore@1', seed: 7 });
    expect(await services.aesthetics.list(guildId)).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'gloomcore', uses: 1 })]),
    );
  });

  it('makes an aesthetic of members’ images, and refuses what is none', async () => {
    const images = await Promise.all(
      [
        'a-corner-of-constantinople-from-the-sea-by-moonlig-1878-peiz.jpg',
        'full-moon-at-night-konstantinovich-watercolor.jpg',
      ].map((name) => readFile(new URL(`../../data/images/aivazovsky/${name}`, import.meta.url))),
    );
    const made = await services.aesthetics.create({
      guildId,
      creatorId: '3',
      name: 'Mine',
      note: '',
      kind: 'contrast',
      images,
    });
    expect(made).toMatchObject({ name: 'Mine', version: 1, count: 2, kind: 'contrast' });
    const { images: shown } = (await services.aesthetics.details(guildId, made.id))!;
    expect(Buffer.from(shown[0].thumbnail.subarray(8, 12)).toString()).toBe('WEBP');
    const file = await services.aesthetics.export(guildId, made.id, 'safetensors');
    const { aesthetic } = await services.aesthetics.import({
      guildId: '2',
      creatorId: '3',
      fileName: 'mine.safetensors',
      bytes: file,
    });
    expect(aesthetic).toMatchObject({ name: 'Mine', kind: 'contrast', count: 2 });
    const text = { ...running, guildId };
    await expect(embedUploads(text, 'demo', [Buffer.from('this is no picture')], false)).rejects.toThrow(
      saying('The file is no image'),
    );
  });

  it('tells what is wrong with a wish that the engine refuses, once', async () => {
    const { id, message } = await ask({ prompt: 'a castle', size: { width: 77, height: 128 } });
    await isOver(id);
    expect(message.text).toMatch(/^failed .*77/);
    expect((await generationById(running.store.client, id))?.error).toMatchObject({
      kind: 'user',
      reason: { code: 'sizeImpossible', params: { side: 'width', pixels: 77, max: 2048 } },
    });
    const texts = [...discord.messages.values()].map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('failed'))).toHaveLength(1);
  });

  it('stops a painting that is cancelled, and goes on with the next', async () => {
    const long = await ask({ prompt: 'a castle', count: 4, steps: 150, size: large });
    const next = await ask({ prompt: 'a penguin', steps: 2 }, '4');
    await expect.poll(() => long.message.text, patience).toBe(`progress ${long.id}`);
    expect(await services.requests.cancel(guildId, long.id)).toBe(true);
    await isOver(long.id);
    await isOver(next.id);
    expect(long.message.text).toBe(`cancelled ${long.id}`);
    expect(next.message.text).toBe(`pictures ${next.id}`);
  });

  it('tries once more what was in hand when the engine hung or crashed, and tells of a second crash', async () => {
    const { store, queues, dispatcher } = running;
    const engines = new EngineHost(new Map([['demo', 'models/demo']]), {
      device: 'cpu',
      onLog: () => undefined,
      hang: { timesMedian: 20, leastMs: 5_000, unmeasuredMs: 60_000 },
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
      log: { painted: () => undefined, failed: (_: unknown, __: unknown, kind: string) => failed.push(kind) },
    };
    try {
      await engines.with('demo', (engine) => engine.embedTexts(['a castle']));
      for (const crashes of [1, 2]) {
        const row = await generation(store, {
          pack: 'demo',
          messageId: discord.reply(),
          askerId: '9',
          // Long enough that it is under way when it is seen to be; the second crash ends it.
          imagineOptions: { steps: 150, count: crashes === 1 ? 1 : 4, size: large },
        });
        await store.client.generation.updateMany({
          where: { memberId: '9', status: 'waiting' },
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
        await isOver(row.id);
        expect(discord.messages.get(row.reply.messageId!)!.text).toContain(
          crashes === 1 ? 'pictures' : 'engine crashed twice',
        );
        expect(failed).toHaveLength(crashes - 1);
      }
    } finally {
      await engines.close();
    }
  }, 400_000);

  it('keeps nothing in the image store that was delivered', async () => {
    const { id } = await ask({ prompt: 'a castle', steps: 2 });
    await isOver(id);
    await expect.poll(() => running.store.images.get(imageKeys.picture(id, 0)), patience).toBeUndefined();
  });
});
