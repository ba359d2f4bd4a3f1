import { expect, vi } from 'vitest';
import type { Messenger } from '../../../src/bot/delivery/event.js';
import { startProcess } from '../../../src/bot/lifecycle.js';
import type { RunningProcess } from '../../../src/bot/lifecycle.js';
import { openLog } from '../../../src/bot/log.js';
import { generationById } from '../../../src/bot/repositories/index.js';
import type { MakingRequest, PaintRequest } from '../../../src/bot/services/index.js';
import { createServices } from '../../../src/bot/services/index.js';
import type { AestheticSummary, QueuePosition, ImagineOptions } from '../../../src/bot/types.js';
import { connectionTo, FakeDiscord } from './fakeDiscord.js';
import type { Shown } from './fakeDiscord.js';
import { newTestStore } from './stores.js';
import type { modes, TestStore } from './stores.js';

const patience = { timeout: 180_000, interval: 100 };
export const guildId = '1';

export interface TestBot {
  readonly services: ReturnType<typeof createServices>;
  readonly parts: RunningProcess['parts'];
  readonly discord: FakeDiscord;
  /** A reply of Discord's, to be edited. */
  readonly newReply: () => PaintRequest['reply'];
  readonly ask: (
    imagineOptions: ImagineOptions,
    askerId?: string,
    where?: Pick<PaintRequest, 'ageRestricted'>,
  ) => Promise<{ readonly id: string; readonly message: Shown; readonly position: QueuePosition }>;
  /** Asks for an aesthetic of files. */
  readonly askToMake: (
    what: MakingRequest['what'],
    files: readonly Uint8Array[],
    where?: { readonly guildId?: string; readonly askerId?: string },
  ) => Promise<{ readonly id: string; readonly message: Shown }>;
  /** An aesthetic of images, once it is there. */
  readonly make: (name: string, images: readonly Uint8Array[], of?: 'mean' | 'contrast') => Promise<AestheticSummary>;
  /** Until it has reached Discord. */
  readonly isOver: (id: string) => Promise<void>;
  /** The process ends, whatever it has in hand, and another takes its place. */
  readonly restart: () => Promise<TestBot>;
  readonly close: () => Promise<void>;
}

export interface TestBotOptions {
  readonly pack?: string;
  /** False: it has no engine. */
  readonly paints?: boolean;
}

/** The bot with the real engine and the demo pack, or that of a folder, with its services, on a Discord of the test's. */
export async function startTestBot(
  mode: (typeof modes)[number],
  { pack = 'demo', paints = true }: TestBotOptions = {},
) {
  return startOn(await newTestStore(mode), new FakeDiscord(), { pack, paints });
}

async function startOn(
  testStore: TestStore,
  discord: FakeDiscord,
  { pack, paints }: Required<TestBotOptions>,
): Promise<TestBot> {
  const messenger: Messenger = discord;
  const config = {
    store: testStore.options,
    dataDir: '',
    pack,
    device: 'cpu',
    requestSeconds: 1_800,
    retentionDays: 90,
    httpPort: 0,
    httpHost: '',
    logLevel: 'silent',
    attachmentHosts: [],
  } as const;
  const running = await startProcess(config, openLog(config), {
    paints,
    connectDiscord: () => Promise.resolve(connectionTo(messenger, discord.fetchAttachment)),
  });
  const services = createServices({ ...running.parts, defaultPack: pack });
  const { client } = running.parts.store;

  const newReply = () => {
    const messageId = discord.reply();
    return { applicationId: '4', token: 'token', issuedAt: Date.now(), channelId: '2', messageId };
  };
  const isOver: TestBot['isOver'] = async (id) => {
    // Also outside a test.
    await vi.waitFor(async () => {
      expect((await generationById(client, id))?.deliveredAt).toBeDefined();
    }, patience);
  };
  const askToMake: TestBot['askToMake'] = async (what, files, where = {}) => {
    const reply = newReply();
    const { id, release } = await services.makings.accept({
      context: await services.context(where.guildId ?? guildId),
      what,
      files: discord.attach(...files),
      reply,
      channelId: '2',
      askerId: where.askerId ?? '3',
      attachmentLimit: 10 * 2 ** 20,
      showsCard: false,
    });
    await release();
    return { id, message: discord.messages.get(reply.messageId)! };
  };
  return {
    services,
    parts: running.parts,
    askToMake,
    make: async (name, images, of = 'contrast') => {
      const { id, message } = await askToMake({ kind: 'create', name, note: '', of }, images);
      await isOver(id);
      expect(message.text).toBe(`made ${id}`);
      return (await services.aesthetics.list(guildId)).find((one) => one.name === name)!;
    },
    discord,
    newReply,
    ask: async (imagineOptions, askerId = '3', where = {}) => {
      const reply = newReply();
      const context = await services.context(guildId);
      const order = {
        ...where,
        context,
        channelId: '2',
        askerId,
        attachmentLimit: 10 * 2 ** 20,
        imagineOptions,
        reply,
      };
      const { generation, position, release } = await services.requests.accept(order);
      await release();
      return { id: generation.id, position, message: discord.messages.get(reply.messageId)! };
    },
    isOver,
    restart: async () => {
      await running.close();
      return startOn(testStore, discord, { pack, paints });
    },
    close: async () => {
      await running.close();
      await testStore.remove();
    },
  };
}
