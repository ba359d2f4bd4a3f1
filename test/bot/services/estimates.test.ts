import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { createAesthetic, newId, reportWorker, shareAesthetic } from '../../../src/bot/repositories/index.js';
import type { CardState } from '../../../src/bot/types.js';
import { saying } from '../../support/inWords.js';
import { generation, image, pack } from '../support/rows.js';
import { modes } from '../support/stores.js';
import { openTestServices } from '../support/testServices.js';
import type { TestServices } from '../support/testServices.js';

/** Six pictures of 20 steps at 512 × 512 pixels: 138 units of cost, with the overhead of each. */
describe.each(modes)('cards and codes without a painter, %s', (mode) => {
  let bot: TestServices;
  let store: TestServices['store'];
  let services: TestServices['services'];
  const guildId = '1';
  let names = 0;

  beforeAll(async () => {
    bot = await openTestServices(mode);
    ({ store, services } = bot);
  });
  afterAll(() => bot.close());

  const create = (): Promise<string> =>
    createAesthetic(
      store.client,
      { guildId, creatorId: '3', name: `n${++names}`, note: '', kind: 'mean', images: [image(1, 0, 0)] },
      pack,
    );
  async function askFor(id: string, asked = false): Promise<CardState> {
    const reply = { applicationId: '4', token: 't', issuedAt: Date.now(), channelId: '2', messageId: '5' };
    const context = await services.context(guildId);
    const order = { context, channelId: '2', askerId: '3', attachmentLimit: 1, said: '', reply, asked };
    let told: CardState | undefined;
    await services.cards.ask({ ...order, aesthetic: { id, name: 'n', version: 1 } }, (state) => {
      told = state;
      return Promise.resolve();
    });
    return told!;
  }
  /** A painting of one unit of cost that took so long. */
  async function timed(ms: number): Promise<void> {
    await store.client.generation.deleteMany();
    await generation(store, { cost: 1 });
    await store.client.generation.updateMany({
      data: { status: 'delivered', startedAt: new Date(0), finishedAt: new Date(ms) },
    });
  }

  it('are offered where nothing was timed and a slow processor would take long', async () => {
    expect(await askFor(await create())).toEqual({ state: 'offered' });
  });

  it('are offered with the time where what was timed says two minutes or more', async () => {
    await timed(1_000);
    expect(await askFor(await create())).toEqual({ state: 'offered', seconds: 138 });
  });

  it('are painted unasked where it takes less, and whenever the button asks', async () => {
    const slow = await create();
    expect(await askFor(slow, true)).toMatchObject({ state: 'painting' });
    await timed(100);
    expect(await askFor(await create())).toMatchObject({ state: 'painting' });
  });

  it('are painted by the button alone where the settings say so', async () => {
    await services.settings.change(guildId, { cards: false });
    const id = await create();
    expect(await askFor(id)).toEqual({ state: 'offered', seconds: 14 });
    expect(await askFor(id, true)).toMatchObject({ state: 'painting' });
    await services.settings.change(guildId, { cards: null });
    expect(await askFor(await create())).toMatchObject({ state: 'painting' });
  });

  it('wait while anybody else does, and hold nobody up', async () => {
    await timed(100);
    const first = await askFor(await create());
    const second = await askFor(await create());
    const dispatcher = createDispatcher(store, bot.queues);
    await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, Date.now());
    const member = await generation(store, {});
    const later = await generation(store, { askerId: '9' });
    expect(await dispatcher.dispatch()).toEqual([member.id, later.id]);
    await store.client.generation.updateMany({
      where: { background: false },
      data: { status: 'delivered', deliveredAt: new Date() },
    });
    const cards = [first, second].map((state) => (state.state === 'painting' ? state.generationId : ''));
    expect((await dispatcher.dispatch()).sort()).toEqual([...cards].sort());
    // All places are taken by cards, and a member is handed out nevertheless, as the next.
    const next = await generation(store, { askerId: '8' });
    expect((await dispatcher.positions())[0].id).toBe(next.id);
    expect(await dispatcher.dispatch()).toEqual([next.id]);
  });

  it('take ten wrong codes from a member, and then the right one neither; others go on', async () => {
    const code = await shareAesthetic(store.client, guildId, await create());
    const adopt = (creatorId: string, typed: string) =>
      services.aesthetics.adopt({ guildId: '2', creatorId, code: typed, name: `copy of ${creatorId}` });
    for (let i = 0; i < 10; i++)
      await expect(adopt('7', '0000-0000-00000')).rejects.toThrow(saying('nothing is shared'));
    await expect(adopt('7', code)).rejects.toThrow(saying('wrong codes'));
    expect(await adopt('8', code)).toMatchObject({ name: 'copy of 8', version: 1 });
  });
});
