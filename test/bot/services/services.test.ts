import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import { beginPainting, markDispatched, newId, openStore, reportWorker } from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { createServices } from '../../../src/bot/services/index.js';
import type { Services } from '../../../src/bot/services/index.js';
import { saying } from '../../support/inWords.js';
import { generation, pack, publish } from '../support/rows.js';
import { modes, newPlace } from '../support/stores.js';
import type { Place } from '../support/stores.js';

describe.each(modes)('ports, %s', (mode) => {
  let place: Place;
  let store: Store;
  let queues: Queues;
  let ports: Omit<Services, 'fetchAttachment'>;

  beforeAll(async () => {
    place = await newPlace(mode);
    store = await openStore(place.options);
    queues = openQueues(store, { jobFailed: () => undefined });
    await publish(store);
    // That this compiles is the test of the shapes.
    ports = createServices({ store, queues, dispatcher: createDispatcher(store, queues), defaultPack: pack.name });
  });
  afterAll(async () => {
    await queues.close();
    await store.close();
    await place.remove();
  });

  it('keep a draft for its member alone', async () => {
    const draft = { guildId: '1', userId: '2', messageId: '3' };
    await ports.drafts.save(draft, [Uint8Array.of(1, 2), Uint8Array.of(3)]);
    expect(await ports.drafts.find(draft)).toEqual([Buffer.of(1, 2), Buffer.of(3)]);
    expect(await ports.drafts.find({ ...draft, userId: '9' })).toBeUndefined();
  });

  it('show what is painted first, then what waits, and how much waits elsewhere', async () => {
    await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, Date.now());
    const first = await generation(store, { guildId: 'A' });
    await markDispatched(store.client, first.id, 1, Date.now());
    await beginPainting(store.client, first.id, Date.now());
    const second = await generation(store, { guildId: 'A', askerId: '8', imagineOptions: { prompt: 'a penguin' } });
    await generation(store, { guildId: 'B' });
    const shown = await ports.queue.of('A');
    expect(shown.map(({ id, state }) => [id, state])).toEqual([
      [first.id, 'painting'],
      [second.id, 'waiting'],
    ]);
    expect(shown[1]).toMatchObject({ askerId: '8', prompt: 'a penguin' });
    expect(await ports.queue.elsewhere('A')).toBe(1);
  });

  it('take pictures back: the generation is not found any more', async () => {
    const row = await generation(store, { guildId: 'C' });
    await ports.generations.delete('D', row.id);
    expect(await ports.generations.find('C', row.id)).toMatchObject({ id: row.id });
    await ports.generations.delete('C', row.id);
    expect(await ports.generations.find('C', row.id)).toBeUndefined();
  });

  it('import the paper’s .pt as what the member says it is, with a notice', async () => {
    const bytes = await ports.aesthetics.export('1', (await ports.aesthetics.list('1'))[0].id, 'pt');
    const given = { guildId: '1', creatorId: '7', name: 'Old', kind: 'contrast', fileName: 'old.pt', bytes } as const;
    const { aesthetic, notices } = await ports.aesthetics.import(given);
    expect(aesthetic).toMatchObject({ name: 'Old', kind: 'contrast' });
    expect(notices).toEqual([saying('does not say which CLIP')]);
  });
});
