import { expect } from 'vitest';
import { generationById } from '../../../src/bot/data/index.js';
import type { Messenger } from '../../../src/bot/jobs/news.js';
import { openLog } from '../../../src/bot/log.js';
import { createPorts } from '../../../src/bot/ports/index.js';
import { run } from '../../../src/bot/run.js';
import type { Wish } from '../../../src/bot/views/shown.js';
import { FakeDiscord, render } from './fakeDiscord.js';
import { newPlace } from './stores.js';
import type { modes } from './stores.js';

const patience = { timeout: 180_000, interval: 100 };
export const guildId = '1';

/** The bot with the real engine and the demo pack, behind its ports, before a Discord of the test's. */
export async function openStudio(mode: (typeof modes)[number]) {
  const place = await newPlace(mode);
  const discord = new FakeDiscord();
  const messenger: Messenger = discord;
  const config = {
    store: place.options,
    dataDir: '',
    pack: 'demo',
    device: 'cpu',
    httpPort: 0,
    httpHost: '',
    logLevel: 'silent',
    attachmentHosts: [],
  } as const;
  const running = await run(config, openLog(config), {
    paints: true,
    goOutside: () => Promise.resolve({ messenger, render, isReady: () => true, close: () => Promise.resolve() }),
  });
  const ports = createPorts({ ...running.parts, defaultPack: 'demo' });
  const { client } = running.parts.store;

  /** A reply of Discord's, to be edited. */
  const newReply = () => {
    const messageId = discord.reply();
    return { applicationId: '4', token: 'token', issuedAt: Date.now(), channelId: '2', messageId };
  };
  return {
    ports,
    parts: running.parts,
    discord,
    newReply,
    ask: async (wish: Wish, askerId = '3') => {
      const reply = newReply();
      const order = { guildId, channelId: '2', askerId, attachmentLimit: 10 * 2 ** 20, wish, reply };
      const { generation, standing, release } = await ports.requests.accept(order);
      await release();
      return { id: generation.id, standing, message: discord.messages.get(reply.messageId)! };
    },
    isOver: (id: string) =>
      expect.poll(async () => (await generationById(client, id))?.deliveredAt, patience).toBeDefined(),
    close: async () => {
      await running.close();
      await place.remove();
    },
  };
}

export type OpenStudio = Awaited<ReturnType<typeof openStudio>>;
