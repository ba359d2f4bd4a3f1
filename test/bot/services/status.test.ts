import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { newId, removeWorker, reportWorker } from '../../../src/bot/repositories/index.js';
import { createServices } from '../../../src/bot/services/index.js';
import type { Prisma } from '../../../src/generated/prisma/client.js';
import { packageVersion } from '../../../src/version.js';
import { generation } from '../support/rows.js';
import type { GivenGeneration } from '../support/rows.js';
import { modes } from '../support/stores.js';
import { openTestServices } from '../support/testServices.js';
import type { TestServices } from '../support/testServices.js';

const minuteMs = 60_000;

describe.each(modes)('the status that a server manager sees, %s', (mode) => {
  let bot: TestServices;
  const worker = newId();
  beforeAll(async () => {
    bot = await openTestServices(mode);
  });
  afterAll(() => bot.close());

  const put = async (given: GivenGeneration, data: Prisma.GenerationUncheckedUpdateInput = {}): Promise<string> => {
    const { id } = await generation(bot.store, given);
    await bot.store.client.generation.update({ where: { id: uuidOf(id) }, data });
    return id;
  };
  const ago = (ms: number): Date => new Date(bot.store.now() - ms);
  const partsOf = (silent?: string) =>
    (mode === 'embedded' ? ['database'] : ['postgres', 'redis']).map((name) => ({ name, isWell: name !== silent }));

  it('without a worker and requests says so', async () => {
    const status = await bot.services.status.of('1');
    expect(status).toEqual({
      version: packageVersion(),
      startedAt: expect.any(Number) as number,
      parts: partsOf(),
      work: {
        workers: [],
        waiting: { here: 0, elsewhere: 0 },
        painting: { here: 0, elsewhere: 0 },
        ended: {},
      },
    });
    expect(status.startedAt).toBeLessThan(Date.now());
  });

  it('counts what waits and is painted, here and elsewhere, and of what has ended in the last hour only its own', async () => {
    const packs = [{ name: 'tiny', content: 'a' }];
    const report = { id: worker, slots: 1, device: 'cuda', packs, msPerCost: 500 };
    await reportWorker(bot.store.client, report, bot.store.now());
    const begun = { status: 'painting', startedAt: ago(0), dispatchedAt: ago(0), turn: 1 } as const;
    await put({ guildId: '1', cost: 10 }, begun);
    for (const guildId of ['1', '1', '2']) await put({ guildId, cost: 10 });
    await put({ guildId: '1', background: true });
    const ended = { finishedAt: ago(5 * minuteMs), startedAt: ago(5 * minuteMs + 5_000) };
    const failed = (kind: string) => ({ ...ended, status: 'failed' as const, error: { kind, reason: 'x' } });
    await put({ guildId: '1' }, { ...ended, status: 'delivered' });
    await put({ guildId: '1' }, { ...ended, status: 'painted' });
    await put({ guildId: '1' }, { ...ended, status: 'delivered', making: true, background: true });
    await put({ guildId: '1' }, { ...ended, status: 'cancelled' });
    for (const kind of ['user', 'bug', 'bug']) await put({ guildId: '1' }, failed(kind));
    // Neither cards, nor what ended before, nor another guild's.
    await put({ guildId: '1' }, { ...ended, status: 'delivered', background: true });
    await put({ guildId: '1' }, { ...ended, finishedAt: ago(61 * minuteMs), status: 'cancelled' });
    await put({ guildId: '2' }, failed('crash'));

    const { work } = await bot.services.status.of('1');
    expect(work).toEqual({
      workers: [{ device: 'cuda', slots: 1, packs: ['tiny'], msPerCost: 500 }],
      waiting: { here: 2, elsewhere: 1 },
      painting: { here: 1, elsewhere: 0 },
      seconds: expect.any(Number) as number,
      ended: { painted: 2, made: 1, cancelled: 1, user: 1, bug: 2 },
    });
    // A picture of 20 steps and its overhead of 3: as soon as that of another member of the server would be there.
    const last = await put({ guildId: '1', askerId: '4', cost: 23 });
    const { positions } = await createDispatcher(bot.store, bot.queues).queue();
    const doneAt = Math.max(...positions.filter(({ id }) => id === last).map((position) => position.doneAt ?? 0));
    expect(Math.abs(work!.seconds! - (doneAt - bot.store.now()) / 1000)).toBeLessThan(2);
  });

  it('says what does not answer, and nothing of requests where that is the database', async () => {
    const database = mode === 'embedded' ? 'database' : 'postgres';
    const { store, queues } = bot;
    const of = (name: string) => {
      const silent = { ...store, unwell: () => Promise.resolve({ [name]: 'no answer within 3 s' }) };
      const options = { store: silent, queues, dispatcher: createDispatcher(store, queues), defaultPack: 'tiny' };
      return createServices(options).status.of('1');
    };
    const away = await of(database);
    expect(away.parts).toEqual(partsOf(database));
    expect(away.work).toBeUndefined();
    if (mode === 'embedded') return;
    const withoutRedis = await of('redis');
    expect(withoutRedis.parts).toEqual(partsOf('redis'));
    expect(withoutRedis.work).toBeDefined();
  });

  it('has no estimate where nobody has the pack of the server', async () => {
    await removeWorker(bot.store.client, worker);
    expect((await bot.services.status.of('1')).work?.seconds).toBeUndefined();
    const { store, queues } = bot;
    const services = createServices({
      store,
      queues,
      dispatcher: createDispatcher(store, queues),
      defaultPack: 'none',
    });
    expect((await services.status.of('9')).work?.seconds).toBeUndefined();
  });
});
