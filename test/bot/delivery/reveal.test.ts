import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '../../../src/bot/delivery/deliver.js';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { closeDuels } from '../../../src/bot/queue/duels.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import { sweep } from '../../../src/bot/queue/sweep.js';
import {
  deletePictures,
  duelOf,
  failGeneration,
  generationById,
  imageKeys,
  openStore,
  voteInDuel,
} from '../../../src/bot/repositories/index.js';
import type { Store, StoredDuel, StoredGeneration } from '../../../src/bot/repositories/index.js';
import type { AestheticLabel } from '../../../src/bot/types.js';
import { aesthetic, painted } from '../support/duels.js';
import { FakeDiscord, noCards, render } from '../support/fakeDiscord.js';
import { generation, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const minuteMs = 60_000;

describe.each(modes)('a duel on Discord, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let queues: Queues;
  let discord: FakeDiscord;
  let dusk: AestheticLabel;
  let clock = Date.now();
  const lines: string[] = [];
  const asked: unknown[] = [];
  const now = () => clock;
  const post = () => ({
    store,
    queues,
    dispatcher: createDispatcher(store, queues, now),
    messenger: discord,
    render,
    askForCard: noCards,
    now,
    log: {
      delivered: () => lines.push('delivered'),
      revealed: () => lines.push('revealed'),
      repainted: () => lines.push('repainted'),
      cancelled: () => lines.push('cancelled'),
      refused: (_: unknown, code: number) => lines.push(`refused ${code}`),
      undeliverable: (_: unknown, code: number) => lines.push(`undeliverable ${code}`),
    },
  });
  const tell = (id: string, event: 'end' | 'reveal') => deliver(post(), { generationId: id, event });

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    const real = openQueues(store, { jobFailed: () => undefined });
    queues = { ...real, add: (...job) => Promise.resolve(void asked.push(job[1])) };
    await publish(store);
    dusk = await aesthetic(store, 'dusk');
  });
  beforeEach(() => {
    discord = new FakeDiscord();
    clock = Date.now();
    lines.length = 0;
    asked.length = 0;
  });
  afterAll(async () => {
    await queues.close();
    await store.close();
    await testStore.remove();
  });

  /** Painted, its pictures not shown yet. */
  const waiting = async (minutes = 10): Promise<StoredGeneration> => {
    const duel = { sides: [dusk, null] as const, minutes };
    const row = await generation(store, { messageId: discord.reply(), imagineOptions: { duel } }, clock);
    await painted(store, row, duel.sides, clock);
    for (const index of [0, 1]) await store.images.put(imageKeys.picture(row.id, index), Uint8Array.of(index), 600_000);
    return row;
  };
  const duelIn = async ({ id }: StoredGeneration): Promise<StoredDuel> => (await duelOf(store.client, id))!;
  const shown = (row: StoredGeneration) => discord.messages.get(row.reply.messageId!)!;
  /** Shown, voted on once, and closed; the reveal is asked for. */
  const closed = async (): Promise<StoredGeneration> => {
    const row = await waiting();
    await tell(row.id, 'end');
    await voteInDuel(store.client, { guildId: '1', generationId: row.id, memberId: '9', best: 0 }, clock);
    clock += 10 * minuteMs;
    await closeDuels(post());
    expect(asked).toContainEqual({ generationId: row.id, event: 'reveal' });
    discord.calls.length = 0;
    return row;
  };

  it('opens when its pictures are shown, for as long as it was asked for', async () => {
    const row = await waiting();
    expect(await duelIn(row)).toMatchObject({ status: 'painting' });
    await tell(row.id, 'end');
    expect(await duelIn(row)).toMatchObject({
      status: 'open',
      closesAt: clock + 10 * minuteMs,
      fileNames: ['42.png', '42.png'],
    });
  });

  it('is cancelled where nothing could be painted, or nothing reaches the channel', async () => {
    const failed = await waiting();
    await failGeneration(store.client, failed.id, { kind: 'user', reason: 'enough' }, clock);
    await tell(failed.id, 'end');
    const lost = await waiting();
    discord.faults.set('editByToken', [{ refused: 10003 }]);
    await tell(lost.id, 'end');
    for (const row of [failed, lost]) expect(await duelIn(row)).toMatchObject({ status: 'cancelled' });
  });

  it('names and totals are edited in once, and the pictures stay', async () => {
    const row = await closed();
    await tell(row.id, 'reveal');
    await tell(row.id, 'reveal');
    expect(discord.calls).toEqual(['editByBot']);
    expect(shown(row).text).toContain('"wins":[1,0]');
    expect(shown(row).files).toEqual([Uint8Array.of(0), Uint8Array.of(1)]);
    expect(lines).toEqual(['delivered', 'revealed']);
    expect((await duelIn(row)).revealedAt).toBe(clock);
  });

  it('are asked for again by the sweep until that is written down, and an edit twice shows one result', async () => {
    const row = await closed();
    discord.faults.set('editByBot', [new Error('502')]);
    await expect(tell(row.id, 'reveal')).rejects.toThrow('502');
    await sweep({ ...post(), queues: { ...queues, restore: (...job) => Promise.resolve(asked.push(job[1]) > 0) } }, 0);
    expect(asked.filter((one) => JSON.stringify(one).includes(row.id))).toHaveLength(2);
    await tell(row.id, 'reveal');
    // A process that died behind the edit: it is made again.
    await store.client.duel.updateMany({ data: { revealedAt: null } });
    await tell(row.id, 'reveal');
    expect(discord.calls).toEqual(['editByBot', 'editByBot', 'editByBot']);
    expect([...discord.messages.values()].filter(({ text }) => text.startsWith('reveal'))).toHaveLength(1);
  });

  it.each([40005, 50035])(
    'go without pictures where Discord refuses the message for what it holds (%i)',
    async (refused) => {
      const row = await closed();
      discord.faults.set('editByBot', [{ refused }]);
      await tell(row.id, 'reveal');
      expect(shown(row).text).toContain('"wins":[1,0]');
      expect(shown(row).files).toEqual([]);
      expect(lines).toEqual(['delivered', 'revealed']);
    },
  );

  it('are posted anew, with small pictures, where the message may not be edited any more, and that once', async () => {
    const row = await closed();
    discord.faults.set('editByBot', [{ refused: 30046 }]);
    const postNew = discord.postNew.bind(discord);
    const nonces: string[] = [];
    discord.postNew = async (at, view) => {
      nonces.push(at.nonce);
      await postNew(at, view);
      throw new Error('connection reset');
    };
    await expect(tell(row.id, 'reveal')).rejects.toThrow('connection reset');
    discord.postNew = postNew;
    await tell(row.id, 'reveal');
    expect(discord.calls).toEqual(['editByBot', 'postNew', 'findOwn']);
    // The first message of the duel may have the generation's id as its nonce.
    expect(nonces).toEqual([(await duelIn(row)).id]);
    expect([...discord.messages.values()].filter(({ text }) => text.startsWith('reveal'))).toHaveLength(1);
    expect((await generationById(store.client, row.id))?.reply).not.toHaveProperty('postingAt');
  });

  it('are not told of a duel that is open, nor of one whose pictures were deleted', async () => {
    const row = await waiting();
    await tell(row.id, 'end');
    await tell(row.id, 'reveal');
    await deletePictures(store.client, '1', row.id, clock);
    clock += 10 * minuteMs;
    expect(await closeDuels(post())).toEqual([]);
    await tell(row.id, 'reveal');
    expect(lines).toEqual(['delivered']);
  });
});
