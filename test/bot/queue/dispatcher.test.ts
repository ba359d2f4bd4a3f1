import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import type { Dispatcher } from '../../../src/bot/queue/dispatcher.js';
import { keepsSlot } from '../../../src/bot/queue/fairness.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import { sweep } from '../../../src/bot/queue/sweep.js';
import {
  beginPainting,
  cancelGeneration,
  changeGuildSettings,
  failGeneration,
  generationById,
  newId,
  openStore,
  publishPack,
  removeWorker,
  reportWorker,
  runningRequests,
  takeReply,
  waitingRequests,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { loadContext } from '../../../src/bot/services/context.js';
import { createImagineService } from '../../../src/bot/services/imagine.js';
import { saying } from '../../support/inWords.js';
import { generation, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('dispatcher and requests, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let queues: Queues;
  let dispatcher: Dispatcher;
  const painter = { id: newId(), slots: 1, device: 'cpu' };
  const now = Date.now();

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    queues = openQueues(store, { jobFailed: () => undefined });
    dispatcher = createDispatcher(store, queues);
    await publish(store);
  });
  afterAll(async () => {
    await queues.close();
    await store.close();
    await testStore.remove();
  });

  const finish = async (id: string): Promise<void> => {
    await beginPainting(store.client, id, Date.now());
    await store.client.generation.update({ where: { id: uuidOf(id) }, data: { status: 'cancelled' } });
  };

  it("with 100 requests of guild A waiting, hands out guild B's first among the next two; never more than one beyond the slots", async () => {
    for (let n = 0; n < 100; n++) await generation(store, { guildId: 'A', askerId: String(n % 9) }, now - 200_000 + n);
    expect(await dispatcher.dispatch()).toEqual([]);
    await reportWorker(store.client, painter, Date.now());
    const first = await dispatcher.dispatch();
    expect(first).toHaveLength(2);
    expect(await dispatcher.dispatch()).toEqual([]);
    const b = await generation(store, { guildId: 'B' });
    const next: string[] = [];
    for (const id of first) {
      await finish(id);
      next.push(...(await dispatcher.dispatch()));
    }
    expect(next).toHaveLength(2);
    expect(next).toContain(b.id);
    expect(await runningRequests(store.client)).toHaveLength(2);
  });

  /** Lets the request that was handed out first be painted, and the dispatcher hand out the next. */
  const paintNext = async (): Promise<string> => {
    await reportWorker(store.client, painter, Date.now());
    const [{ id }] = await runningRequests(store.client);
    await finish(id);
    await dispatcher.dispatch();
    return id;
  };

  it('keeps places: in the order that is shown now, requests are painted, if nobody else asks', async () => {
    const foretold = (await dispatcher.positions()).slice(0, 8).map(({ id }) => id);
    const painted: string[] = [];
    while (painted.length < foretold.length) painted.push(await paintNext());
    expect(painted).toEqual(foretold);
  });

  it('paints the request that waits longest, whoever asks meanwhile: two newcomers a turn, of guilds that have spent nothing', async () => {
    const [oldest] = await waitingRequests(store.client);
    let newcomers = 0;
    for (let turn = 0; turn < 6; turn++) {
      for (let i = 0; i < 2; i++) await generation(store, { guildId: `new ${++newcomers}` });
      if ((await paintNext()) === oldest.id) break;
      expect(turn).toBeLessThan(5);
    }
    expect((await waitingRequests(store.client)).map(({ id }) => id)).not.toContain(oldest.id);
  });

  it('has a card painted while members’ requests never end: on one turn of ten, and its painting keeps the slot', async () => {
    const { id } = await generation(store, { guildId: 'C', background: true });
    const painted: string[] = [];
    while (!painted.includes(id) && painted.length < 14) {
      await generation(store, { guildId: `members ${painted.length}` });
      painted.push(await paintNext());
    }
    expect(painted).toContain(id);
    expect(keepsSlot((await generationById(store.client, id))?.turn)).toBe(true);
  });

  it('hands nothing out twice when many dispatch at once, each on connections of its own where several processes may', async () => {
    await reportWorker(store.client, { ...painter, slots: 9 }, Date.now());
    // The embedded database is one process's, and its dispatchers have one connection.
    const others = mode === 'embedded' ? [] : await Promise.all([1, 2, 3, 4].map(() => openStore(testStore.options)));
    try {
      const stores = others.length > 0 ? [store, ...others] : Array.from({ length: 5 }, () => store);
      const ids = (await Promise.all(stores.map((its) => createDispatcher(its, queues).dispatch()))).flat();
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
      expect(await runningRequests(store.client)).toHaveLength(10);
    } finally {
      for (const other of others) await other.close();
    }
  });

  it('adds again what was handed out and whose job is gone', async () => {
    await queues.clear([]);
    const after = { store, queues, dispatcher, now: () => Date.now() + 60_000 };
    expect(await sweep(after)).toMatchObject({ imagine: 10, deliver: expect.any(Number) as number });
    expect((await sweep(after)).imagine).toBe(0);
  });

  const order = async (guildId: string, askerId: string) => ({
    context: await loadContext(store.client, guildId, pack.name),
    askerId,
    channelId: '2',
    attachmentLimit: 10,
    imagineOptions: { prompt: 'a castle' },
    reply: { applicationId: '4', token: 't', issuedAt: Date.now(), channelId: '2', messageId: '5' },
  });

  it('accepts up to the cap of a member, also when asked at once, and says what to do then', async () => {
    // It is there, and not ready yet.
    await reportWorker(store.client, { ...painter, slots: 0 }, Date.now());
    const requests = createImagineService(store, queues, dispatcher);
    const asked = await Promise.allSettled(
      Array.from({ length: 7 }, () => (async () => requests.accept(await order('C', 'ann')))()),
    );
    const refused = asked.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(3);
    expect(refused[0].reason).toEqual(saying('you already have 4 waiting requests'));
    const { generation: other, position, release } = await requests.accept(await order('C', 'bob'));
    expect(position.place).toBeGreaterThan(1);
    // Until its place is shown, the reply is nobody else's.
    expect(await takeReply(store.client, other.id, Date.now())).toBeUndefined();
    await release();
    expect(await takeReply(store.client, other.id, Date.now())).toBeDefined();
    expect(await requests.cancel('C', other.id)).toBe(true);
    expect(await requests.cancel('C', other.id)).toBe(false);
    await expect(requests.accept({ ...(await order('C', 'bob')), imagineOptions: { prompt: ' ' } })).rejects.toThrow(
      saying('The prompt is empty'),
    );
  });

  it('accepts up to the cap of a guild, also when asked at once, and says what to do then', async () => {
    await reportWorker(store.client, { ...painter, slots: 0 }, Date.now());
    await changeGuildSettings(store.client, 'F', { guildCap: 5 }, pack.name);
    const requests = createImagineService(store, queues, dispatcher);
    const accept = async (askerId: string) => requests.accept(await order('F', askerId));
    const asked = await Promise.allSettled(Array.from({ length: 7 }, (_, n) => accept(`member ${n}`)));
    const [accepted, refused] = (['fulfilled', 'rejected'] as const).map((status) =>
      asked.filter((result) => result.status === status),
    );
    expect([accepted.length, refused.length]).toEqual([5, 2]);
    for (const result of refused)
      expect(result).toMatchObject({ reason: saying(/^this server already has 5 waiting requests, .*; try again/) });
    const [first] = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(await requests.cancel('F', first.generation.id)).toBe(true);
    await accept('another');
    for (const result of asked) if (result.status === 'fulfilled') await result.value.release();
  });

  it('hands requests to workers that serve what their pack was when they were accepted; what nobody serves waits, and holds nobody up', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const other = { ...painter, id: newId() };
    const report = async (): Promise<void> => {
      await reportWorker(store.client, { ...painter, slots: 1, packs: [{ name: 'tiny', content: a }] }, Date.now());
      await reportWorker(store.client, { ...other, slots: 1, packs: [{ name: 'tiny', content: b }] }, Date.now());
    };
    const mine = new Set<string>();
    const ask = async (content: string, member: string): Promise<string> => {
      const { id } = await generation(store, { guildId: 'content', askerId: member });
      await store.client.generation.update({ where: { id: uuidOf(id) }, data: { packContent: content } });
      mine.add(id);
      return id;
    };
    const handedOut = async (): Promise<string[]> => (await dispatcher.dispatch()).filter((id) => mine.has(id));
    // Whatever other tests left.
    await store.client.generation.updateMany({ data: { status: 'cancelled' } });
    const first = [await ask(a, '1'), await ask(a, '1'), await ask(a, '1')];
    const last = await ask(b, '2');
    const nobodys = await ask('c'.repeat(64), '3');
    await report();
    // Two of the first kind: a slot and one more; the one for the other worker is not behind the third.
    expect(new Set(await handedOut())).toEqual(new Set([first[0], first[1], last]));
    expect((await dispatcher.positions()).find(({ id }) => id === nobodys)).toEqual({ id: nobodys, place: 0 });
    // Its worker goes: it waits again.
    await removeWorker(store.client, other.id);
    await sweep({ store, queues, dispatcher, now: store.now }, -60_000);
    expect((await generationById(store.client, last))?.status).toBe('waiting');
    // The operator has changed the pack: after a while, what waits follows its name.
    await publishPack(store.client, { ...pack, contentId: a }, Date.now());
    await sweep({ store, queues, dispatcher, now: () => Date.now() + 11 * 60_000 }, -60_000);
    const later = Date.now() + 11 * 60_000;
    await reportWorker(store.client, { ...painter, slots: 1, packs: [{ name: 'tiny', content: a }] }, later);
    await sweep({ store, queues, dispatcher, now: () => later }, -60_000);
    expect((await generationById(store.client, nobodys))?.packContent).toBe(a);
    await store.client.generation.updateMany({ data: { status: 'cancelled' } });
    await publishPack(store.client, pack, Date.now());
    await reportWorker(store.client, painter, Date.now());
  });

  it('charges nothing for what failed', async () => {
    const { id } = await generation(store, { guildId: 'failed', cost: 50 });
    expect(await failGeneration(store.client, id, { kind: 'user', reason: 'size' }, Date.now())).toBe(true);
    expect((await generationById(store.client, id))?.cost).toBe(0);
  });

  it('hands out requests for aesthetics beside those for pictures, two for a slot and one more, fairly among servers', async () => {
    await reportWorker(store.client, { ...painter, slots: 1 }, Date.now());
    const what = { kind: 'create', name: 'Mine', note: '', of: 'mean' } as const;
    const making = { what, files: [{ name: 'a', url: 'a', bytes: 1 }], showsCard: false };
    const ask = (guildId: string, n: number) =>
      generation(store, { guildId, askerId: String(n), imagineOptions: { making } }, now + n);
    const many: string[] = [];
    for (let n = 0; n < 10; n++) many.push((await ask('making A', n)).id);
    const mine = new Set([...many]);
    const handedOut = async (): Promise<string[]> => (await dispatcher.dispatch()).filter((id) => mine.has(id));
    expect(await handedOut()).toEqual(many.slice(0, 3));
    const { id } = await ask('making B', 20);
    mine.add(id);
    await finish(many[0]);
    // What A has in hand, and had, counts.
    expect(await handedOut()).toEqual([id]);
    for (const one of [...many, id])
      await cancelGeneration(store.client, one === id ? 'making B' : 'making A', one, now);
  });

  it('cancels nothing of another guild, and a worker does not begin what was cancelled', async () => {
    const row = await generation(store, { guildId: 'D' });
    expect(await cancelGeneration(store.client, 'E', row.id, Date.now())).toBe(false);
    expect(await cancelGeneration(store.client, 'D', row.id, Date.now())).toBe(true);
    expect(await beginPainting(store.client, row.id, Date.now())).toBeUndefined();
    expect(await generationById(store.client, row.id)).toMatchObject({ state: 'cancelled' });
  });
});
