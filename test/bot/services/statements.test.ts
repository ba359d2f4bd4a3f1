import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { createAesthetic, newId, openStore, reportWorker } from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { createServices } from '../../../src/bot/services/index.js';
import { generation, image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

/** What a request may ask of the database between its acknowledgement and its being handed out; BEGIN and COMMIT are not counted. */
const most = 12;
const guildId = '1';

describe.each(modes)('a request, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  const statements: string[] = [];
  /** Generations that were handed out, and what had been asked by then. */
  const handedOut: { readonly id: unknown; readonly asked: readonly string[] }[] = [];
  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options, (sql) => statements.push(sql));
    await publish(store);
    await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, Date.now());
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });

  /** What /imagine does after its acknowledgement: the context, the aesthetic by its name, the row, and handing it out. */
  async function imagine(aesthetic: string): Promise<readonly string[]> {
    const queues = {
      add: (_: string, data: object) => {
        if ('generationId' in data) handedOut.push({ id: data.generationId, asked: [...statements] });
        return Promise.resolve();
      },
    } as unknown as Parameters<typeof createDispatcher>[1];
    const dispatcher = createDispatcher(store, queues);
    const services = createServices({ store, queues, dispatcher, defaultPack: pack.name });
    await store.client.generation.deleteMany();
    statements.length = 0;
    const context = await services.context(guildId);
    const label = await services.aesthetics.find(context, aesthetic);
    expect(label?.name.toLowerCase()).toBe(aesthetic);
    const { generation, release } = await services.requests.accept({
      context,
      channelId: '2',
      askerId: '3',
      imagineOptions: { prompt: 'a castle', ...(label && { aesthetic: label }) },
      reply: { applicationId: '4', token: 't', issuedAt: Date.now(), channelId: '2', messageId: '5' },
      attachmentLimit: 10 * 2 ** 20,
    });
    await release();
    const last = handedOut.at(-1);
    expect(last?.id).toBe(generation.id);
    return (last?.asked ?? []).filter((sql) => !/\b(BEGIN|COMMIT)\b/.test(sql));
  }

  it(`asks the database at most ${most} times until it is handed out`, async () => {
    await createAesthetic(
      store.client,
      { guildId, creatorId: '3', name: 'dusk', note: '', kind: 'mean', images: [image(1, 0, 0)] },
      pack,
    );
    for (const name of ['dusk', 'mist']) {
      const asked = await imagine(name);
      expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(most);
      expect(asked.length).toBeGreaterThan(5);
    }
  });

  it('reads the queue twice at most for twenty that are accepted at once, and tells each its place', async () => {
    await store.client.generation.deleteMany();
    const queues = { add: () => Promise.resolve() } as unknown as Parameters<typeof createDispatcher>[1];
    const dispatcher = createDispatcher(store, queues);
    const ids: string[] = [];
    for (let n = 0; n < 20; n++)
      ids.push((await generation(store, { guildId: `guild ${n}` }, Date.now() - 100 + n)).id);
    statements.length = 0;
    const places = await Promise.all(ids.map((id) => dispatcher.enqueue(id)));
    expect(statements.filter((sql) => sql.includes('pg_advisory_xact_lock')).length).toBeLessThanOrEqual(2);
    expect(new Set(places.map((position) => position?.place)).size).toBe(20);
  });
});
