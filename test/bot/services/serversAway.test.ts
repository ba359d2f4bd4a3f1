import { expect, it, onTestFinished } from 'vitest';
import { unexplained } from '../../../src/bot/errors.js';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import { sweep } from '../../../src/bot/queue/sweep.js';
import { newId, openStore, reportWorker } from '../../../src/bot/repositories/index.js';
import type { StoreOptions } from '../../../src/bot/repositories/index.js';
import { unheard } from '../../../src/bot/requestEvents.js';
import { createServices } from '../../../src/bot/services/index.js';
import { isTransient } from '../../../src/bot/transient.js';
import { heldServer } from '../support/heldServer.js';
import type { HeldServer } from '../support/heldServer.js';
import { pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';

const order = {
  channelId: '2',
  askerId: '3',
  attachmentLimit: 10 * 2 ** 20,
  reply: { applicationId: '4', token: 'token', issuedAt: Date.now(), channelId: '2', messageId: '5' },
};

async function open(options: StoreOptions, remove: () => Promise<void>) {
  const store = await openStore(options);
  const queues = openQueues(store, { jobFailed: () => undefined });
  onTestFinished(async () => {
    await queues.close();
    await store.close();
    await remove();
  });
  await publish(store);
  return { store, queues, dispatcher: createDispatcher(store, queues) };
}

it.each(modes)(
  'a request whose connection broke after the commit is in, and is not told to have failed, %s',
  async (mode) => {
    const place = await newTestStore(mode);
    const { store, queues, dispatcher } = await open(place.options, place.remove);
    const broken = Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    const client = new Proxy(store.client, {
      get: (target, name, receiver) =>
        name === '$transaction'
          ? async (...args: Parameters<typeof target.$transaction>) => {
              await target.$transaction(...args);
              throw broken;
            }
          : (Reflect.get(target, name, receiver) as unknown),
    });
    // The dispatcher's own connection holds.
    const services = createServices({ store: { ...store, client }, queues, dispatcher, defaultPack: pack.name });
    const context = await services.context('1');
    const { generation, release } = await services.requests.accept({
      ...order,
      context,
      imagineOptions: { prompt: 'a castle' },
    });
    await release();
    expect(await services.generations.find('1', generation.id)).toMatchObject({ status: 'waiting' });
    expect(await store.client.generation.count()).toBe(1);
  },
);

it.each(modes)('handing back the reply of an accepted request never fails, %s', async (mode) => {
  const place = await newTestStore(mode);
  const { store, queues, dispatcher } = await open(place.options, place.remove);
  const left: unknown[] = [];
  const broken = new Error('Connection terminated unexpectedly');
  let isAway = false;
  const client = new Proxy(store.client, {
    get: (target, name, receiver) => {
      if (isAway) throw broken;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const services = createServices({
    ...{ store: { ...store, client }, queues, dispatcher, defaultPack: pack.name },
    events: { ...unheard, onLeft: (error) => left.push(error) },
  });
  const context = await services.context('1');
  const asked = { ...order, context, imagineOptions: { prompt: 'a castle' } };
  const { release } = await services.requests.accept(asked);
  isAway = true;
  await release();
  expect(left).toEqual([broken]);
});

it.each(modes)('a request that is in is never told to have failed, and the sweep hands it out, %s', async (mode) => {
  const place = await newTestStore(mode);
  const { store, queues, dispatcher } = await open(place.options, place.remove);
  const left: unknown[] = [];
  const away = { ...dispatcher, enqueue: () => Promise.reject(new Error('Connection is closed.')) };
  const services = createServices({
    ...{ store, queues, dispatcher: away, defaultPack: pack.name },
    events: { ...unheard, onLeft: (error) => left.push(error) },
  });
  const context = await services.context('1');
  const { generation, position, release } = await services.requests.accept({
    ...order,
    context,
    imagineOptions: { prompt: 'a castle' },
  });
  await release();
  expect(position).toEqual({ place: 1 });
  expect(left).toEqual([new Error('Connection is closed.')]);
  await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, Date.now());
  expect(await sweep({ store, queues, dispatcher, now: Date.now }, 0)).toMatchObject({ dispatched: 1 });
  expect(await services.generations.find('1', generation.id)).toMatchObject({ status: 'dispatched' });
  // It was cancelled, whatever becomes of what shows that.
  const silent = { ...queues, add: () => Promise.reject(new Error('Command timed out')) };
  const others = createServices({ store, queues: silent, dispatcher, defaultPack: pack.name });
  expect(await others.requests.cancel('1', generation.id)).toBe(true);
});

it.each(modes)('a store that answers is well, %s', async (mode) => {
  const place = await newTestStore(mode);
  const { store } = await open(place.options, place.remove);
  expect(await store.unwell()).toEqual({});
});

it.skipIf(!modes.includes('distributed'))(
  'servers that hang are waited for for seconds, named, and used again once they go on',
  async () => {
    const place = await newTestStore('distributed');
    if (place.options.mode !== 'distributed') throw new Error('distributed was asked for');
    const [postgres, redis]: HeldServer[] = await Promise.all(
      [place.options.databaseUrl, place.options.redisUrl].map(heldServer),
    );
    const options = { mode: 'distributed', databaseUrl: postgres.url, redisUrl: redis.url } as const;
    const { store, queues } = await open(options, async () => {
      postgres.close();
      redis.close();
      await place.remove();
    });
    redis.hold();
    const added = queues.add('deliver', { generationId: newId(), event: 'end' });
    const [error, got, unwell] = await Promise.all([
      added.catch((reason: unknown) => reason),
      store.images.get('a').catch((reason: unknown) => reason),
      store.unwell(),
    ]);
    expect([isTransient(error), isTransient(got)]).toEqual([true, true]);
    expect(unexplained(error, '1')).toEqual({ code: 'serversAway' });
    expect(unwell).toEqual({ redis: 'no answer within 3 s' });
    postgres.hold();
    expect(Object.keys(await store.unwell())).toEqual(['postgres', 'redis']);
    redis.goOn();
    postgres.goOn();
    await expect.poll(() => store.unwell()).toEqual({});
    await queues.add('deliver', { generationId: newId(), event: 'end' });
  },
);
