import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationById, imageKeys } from '../../../src/bot/repositories/index.js';
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
    const { id, message, position } = await ask({ prompt: 'a castle', count: 2, seed: 42, steps: 6, diversity: 0.5 });
    expect(position).toEqual({ place: 1 });
    await isOver(id);
    expect(message.text).toBe(`pictures ${id}`);
    expect(discord.pictures(id)).toHaveLength(1);
    expect(message.files.map((file) => Buffer.from(file.subarray(1, 4)).toString())).toEqual(['PNG', 'PNG']);
    const images = await running.store.client.generatedImage.findMany({
      orderBy: { index: 'asc' },
      where: { generation: { memberId: '3' } },
    });
    expect((await services.generations.find(guildId, id))!.outcome!.recipe).toMatchObject({ count: 2, diversity: 0.5 });
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
      clipGuidance: { scale: 0.05 },
      besidePlain: true,
    });
    expect(position.seconds).toBeGreaterThan(0);
    await isOver(id);
    expect(message.files).toHaveLength(2);
    const { outcome } = (await services.generations.find(guildId, id))!;
    expect(outcome!.cosine!.after).toBeGreaterThan(outcome!.cosine!.before + 0.05);
    const clipGuidance = { scale: 0.05, towards: 'text' };
    expect(outcome!.recipe).toMatchObject({ aesthetic: 'gloomcore@1', seed: 7, clipGuidance });
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
    const made = await context.make('Mine', images);
    expect(made).toMatchObject({ name: 'Mine', version: 1, count: 2, kind: 'contrast' });
    const { images: shown } = (await services.aesthetics.details(guildId, made.id))!;
    expect(Buffer.from(shown[0].thumbnail.subarray(8, 12)).toString()).toBe('WEBP');
    const file = await services.aesthetics.export(guildId, made.id, 'safetensors');
    const imported = await context.askToMake({ kind: 'import' }, [file], { guildId: '2' });
    const noImage = await context.askToMake({ kind: 'create', name: 'None', note: '', of: 'mean' }, [
      images[0],
      Buffer.from('this is no picture'),
    ]);
    await context.isOver(imported.id);
    expect(await services.aesthetics.list('2')).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Mine', kind: 'contrast', count: 2 })]),
    );
    await context.isOver(noImage.id);
    expect(noImage.message.text).toMatch(/^failed .*is no image/i);
    expect((await services.aesthetics.list(guildId)).map(({ name }) => name)).not.toContain('None');
  });

  it.each([
    ['sizeImpossible', { size: { width: 77, height: 128 } }],
    ['sizeImpossible', { size: { width: 4096, height: 128 } }],
    ['samplerSteps', { sampler: 'lcm', steps: 140 }],
    ['optionRange', { clipSkip: 99 }],
    ['optionRange', { clipGuidance: { scale: 0.6 } }],
  ] as const)(
    'refuses at once what the engine would refuse, which is neither queued nor charged: %s',
    async (code, more) => {
      const before = await running.store.client.generation.count();
      await expect(ask({ prompt: 'a castle', ...more })).rejects.toMatchObject({ data: { code } });
      expect(await running.store.client.generation.count()).toBe(before);
    },
  );

  it('tells what is wrong with a wish that only the engine refuses, once', async () => {
    const messageId = discord.reply();
    const size = { width: 77, height: 128 };
    const { id } = await generation(running.store, { pack: 'demo', messageId, imagineOptions: { size } });
    await running.dispatcher.dispatch();
    const message = discord.messages.get(messageId)!;
    await isOver(id);
    expect(message.text).toMatch(/^failed .*77/);
    expect((await generationById(running.store.client, id))?.error).toMatchObject({
      kind: 'user',
      reason: { code: 'sizeImpossible', params: { side: 'width', pixels: 77, max: 2048 } },
    });
    const texts = [...discord.messages.values()].map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('failed') && text.endsWith(id))).toHaveLength(1);
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

  it('keeps nothing in the image store that was delivered', async () => {
    const { id } = await ask({ prompt: 'a castle', steps: 2 });
    await isOver(id);
    await expect.poll(() => running.store.images.get(imageKeys.picture(id, 0)), patience).toBeUndefined();
  });
});
