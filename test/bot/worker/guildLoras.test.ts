import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findPublishedPack, generationById } from '../../../src/bot/repositories/index.js';
import { decodeImage } from '../../../src/engine/index.js';
import type { AppliedLora } from '../../../src/engine/index.js';
import { modes } from '../support/stores.js';
import { guildId, startTestBot } from '../support/testBot.js';
import type { TestBot } from '../support/testBot.js';

const other = '77';
const ink = { name: 'ink', scale: 0.5 };
const oil = { name: 'oil', scale: -1 };

describe.each(modes)('the LoRAs of servers, %s', (mode) => {
  let models: string;
  let bot: TestBot;
  beforeAll(async () => {
    models = await mkdtemp(join(tmpdir(), 'aesthete-models-'));
    vi.stubEnv('AESTHETE_MODELS', models);
    await symlink(resolve('test/golden/more/models/tiny-sd1'), join(models, 'tiny'));
    await mkdir(join(models, 'loras'));
    for (const { name } of [ink, oil])
      await copyFile('test/golden/more/lora/kohya.safetensors', join(models, 'loras', `${name}.safetensors`));
    bot = await startTestBot(mode, { pack: 'tiny' });
  });
  afterAll(async () => {
    await bot.close();
    await rm(models, { recursive: true });
    vi.unstubAllEnvs();
  });

  const choose = (guild: string, loras: readonly AppliedLora[]) => bot.services.settings.change(guild, { loras });
  /** @returns the picture and the LoRAs of its recipe */
  async function painted(guild: string, loras?: readonly AppliedLora[]) {
    const size = { width: 64, height: 64 };
    const asked = { prompt: 'a castle', seed: 7, aesthetic: null, steps: 1, size, ...(loras && { loras }) };
    const reply = bot.newReply();
    const { generation, release } = await bot.services.requests.accept({
      context: await bot.services.context(guild),
      channelId: '2',
      askerId: '3',
      attachmentLimit: 10 * 2 ** 20,
      imagineOptions: asked,
      reply,
    });
    await release();
    await bot.isOver(generation.id);
    const { outcome } = (await generationById(bot.parts.store.client, generation.id)) ?? {};
    const { data } = await decodeImage(bot.discord.messages.get(reply.messageId)!.files[0]);
    return { pixels: Buffer.from(data).toString('base64'), loras: outcome?.recipe.loras };
  }

  it('are offered where they fit the pack', async () => {
    expect((await findPublishedPack(bot.parts.store.client, 'tiny'))?.settings.loras).toEqual(['ink', 'oil']);
  });

  it('are each server’s own, on one pack, and a picture that is painted again has those of its recipe', async () => {
    const plain = await painted(guildId);
    await choose(guildId, [ink]);
    await choose(other, [oil, { name: 'of another pack', scale: 1 }]);
    const [first, second] = await Promise.all([painted(guildId), painted(other)]);
    expect([plain.loras, first.loras, second.loras]).toEqual([undefined, [ink], [oil]]);
    expect(new Set([plain, first, second].map(({ pixels }) => pixels)).size).toBe(3);
    await choose(guildId, []);
    expect(await painted(guildId, first.loras)).toEqual(first);
  });

  it('that are gone are named', async () => {
    await expect(painted(guildId, [{ name: 'gone', scale: 1 }])).rejects.toMatchObject({
      data: { code: 'loraGone', params: { name: 'gone' } },
    });
  });
});
