import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { uuidOf } from '../../../src/bot/database/ids.js';
import {
  beginPainting,
  generationById,
  markDispatched,
  newId,
  reportWorker,
} from '../../../src/bot/repositories/index.js';
import { saying } from '../../support/inWords.js';
import { generation, pictures } from '../support/rows.js';
import { modes } from '../support/stores.js';
import { openTestServices } from '../support/testServices.js';
import type { TestServices } from '../support/testServices.js';

describe.each(modes)('services, %s', (mode) => {
  let bot: TestServices;
  let store: TestServices['store'];
  let services: TestServices['services'];

  beforeAll(async () => {
    bot = await openTestServices(mode);
    ({ store, services } = bot);
  });
  afterAll(() => bot.close());

  it('keep a draft for its member alone', async () => {
    const draft = { guildId: '1', userId: '2', messageId: '3' };
    const images = [{ name: 'mist.jpg', url: 'https://cdn.discordapp.com/mist.jpg', bytes: 7 }];
    await services.drafts.save(draft, images);
    expect(await services.drafts.find(draft)).toEqual(images);
    expect(await services.drafts.find({ ...draft, userId: '9' })).toBeUndefined();
    await services.drafts.forget(draft);
    expect(await services.drafts.find(draft)).toBeUndefined();
  });

  it('keep the picture that a request starts from for whoever paints it, and for its buttons while it is there', async () => {
    const context = await services.context('S');
    const reply = { applicationId: '4', token: 't', issuedAt: 0, channelId: '2', messageId: '5' };
    const order = { context, channelId: '2', askerId: '7', reply, attachmentLimit: 1 };
    const asked = { prompt: 'a castle', aesthetic: null } as const;
    const bytes = Buffer.from('a picture');
    const first = await services.requests.accept({ ...order, imagineOptions: asked, start: { bytes, keep: 0.4 } });
    const { start } = first.generation.imagineOptions;
    expect(start).toEqual({ key: expect.stringMatching(/\.start$/) as unknown, keep: 0.4 });
    expect(await store.images.get(start?.key ?? '')).toEqual(bytes);
    const from = (key: string) => ({ ...order, imagineOptions: { ...asked, start: { key } } });
    const second = await services.requests.accept(from(start?.key ?? ''));
    expect(second.generation.imagineOptions.start).toEqual({ key: start?.key });
    await expect(services.requests.accept(from('none.start'))).rejects.toThrow(saying('no longer kept'));
    for (const { generation: accepted, release } of [first, second]) {
      await release();
      await services.requests.cancel('S', accepted.id);
    }
  });

  it('have pictures checked outside age-restricted channels, or everywhere; never by what a copied request says', async () => {
    const context = await services.context('K');
    const published = { ...context.published, settings: { ...context.published.settings, checks: true } };
    const reply = { applicationId: '4', token: 't', issuedAt: 0, channelId: '2', messageId: '5' };
    const checked = async (ageRestricted: boolean | undefined, checkEverywhere: boolean, checks: boolean) => {
      const { generation: accepted, release } = await services.requests.accept({
        context: {
          ...context,
          settings: { ...context.settings, checkEverywhere },
          published: checks ? published : context.published,
        },
        ...(ageRestricted !== undefined && { ageRestricted }),
        channelId: '2',
        askerId: '7',
        reply,
        attachmentLimit: 1,
        imagineOptions: Object.assign({ prompt: 'a castle', aesthetic: null }, { checkSafety: !checks }),
      });
      await release();
      await services.requests.cancel('K', accepted.id);
      return (await generationById(store.client, accepted.id))?.imagineOptions.checkSafety;
    };
    expect(await checked(undefined, false, true)).toBe(true);
    expect(await checked(false, false, true)).toBe(true);
    expect(await checked(true, false, true)).toBe(false);
    expect(await checked(true, true, true)).toBe(true);
    expect(await checked(false, true, false)).toBe(false);
  });

  it('show what is painted first, then what waits, and how much waits elsewhere', async () => {
    await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, Date.now());
    const first = await generation(store, { guildId: 'A' });
    await markDispatched(store.client, first.id, 1, Date.now());
    await beginPainting(store.client, first.id, Date.now());
    const second = await generation(store, { guildId: 'A', askerId: '8', imagineOptions: { prompt: 'a penguin' } });
    await generation(store, { guildId: 'B' });
    const { here: shown, elsewhere } = await services.queue.of('A');
    expect(shown.map(({ id, state }) => [id, state])).toEqual([
      [first.id, 'painting'],
      [second.id, 'waiting'],
    ]);
    expect(shown[1]).toMatchObject({ askerId: '8', prompt: 'a penguin' });
    expect(elsewhere).toBe(1);
  });

  it('keep the language of the server with a request', async () => {
    const reply = { applicationId: '4', token: 'token', issuedAt: Date.now(), channelId: '2', messageId: '6' };
    const order = { context: await services.context('E'), channelId: '2', askerId: '3', attachmentLimit: 1_000 };
    const accept = async (locale: object) => {
      const imagineOptions = { prompt: 'a castle' };
      const accepted = await services.requests.accept({ ...order, imagineOptions, reply: { ...reply, ...locale } });
      await accepted.release();
      return (await generationById(store.client, accepted.generation.id))?.reply.locale;
    };
    expect([await accept({ locale: 'es-419' }), await accept({})]).toEqual(['es-419', undefined]);
    const [mist] = await services.aesthetics.list('E');
    const card = { ...order, aesthetic: mist, said: '', reply: { ...reply, locale: 'ja' }, asked: true };
    const shown: string[] = [];
    await services.cards.ask(card, (state) => Promise.resolve(void shown.push(JSON.stringify(state))));
    const { generationId } = z.object({ generationId: z.string() }).parse(JSON.parse(shown[0]));
    expect((await generationById(store.client, generationId))?.reply.locale).toBe('ja');
  });

  it('suggest names out of a list of the last seconds, in which changes of this process are at once', async () => {
    const names = async () => (await services.aesthetics.known('K')).map(({ name }) => name);
    const before = await names();
    expect(await services.aesthetics.known('K')).toBe(await services.aesthetics.known('K'));
    const [first] = await services.aesthetics.list('K');
    const parts = [{ id: first.id, version: first.version, weight: 1 }];
    const made = await services.aesthetics.blend({ guildId: 'K', creatorId: '7', name: 'Newest', note: '', parts });
    expect(await names()).toEqual([...before, 'Newest'].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    await services.aesthetics.rename('K', made.id, 'Newer');
    expect(await names()).toContain('Newer');
    await services.aesthetics.delete('K', made.id);
    expect(await names()).toEqual(before);
  });

  it('take no pictures back that are not there yet: what waits is cancelled', async () => {
    for (const status of ['waiting', 'dispatched', 'painting'] as const) {
      const row = await generation(store, { guildId: 'C' });
      await store.client.generation.update({ where: { id: uuidOf(row.id) }, data: { status } });
      expect(await services.generations.delete('C', row.id)).toBe(false);
      expect(await generationById(store.client, row.id)).toMatchObject({ status, imagineOptions: row.imagineOptions });
    }
  });

  it('take pictures back: the generation is not found any more', async () => {
    const row = await pictures(store, { guildId: 'C' });
    expect(await services.generations.delete('D', row.id)).toBe(false);
    expect(await services.generations.find('C', row.id)).toMatchObject({ id: row.id });
    expect(await services.generations.delete('C', row.id)).toBe(true);
    expect(await services.generations.find('C', row.id)).toBeUndefined();
  });

  it('accept aesthetics up to the caps of a member and of the server, and none whose name is taken', async () => {
    await services.settings.change('M', { memberCap: 2, aestheticCap: 3 });
    const reply = { applicationId: '4', token: 't', issuedAt: Date.now(), channelId: '2', messageId: '5' };
    const files = [{ name: 'a.jpg', url: 'https://cdn.discordapp.com/a.jpg', bytes: 9 }];
    const order = async (name: string, askerId: string) => ({
      ...{ context: await services.context('M'), channelId: '2', askerId, reply, files, attachmentLimit: 1 },
      what: { kind: 'create', name, note: '', of: 'mean' } as const,
      showsCard: false,
    });
    const accept = async (name: string, askerId: string) => {
      const { id, release } = await services.makings.accept(await order(name, askerId));
      await release();
      return id;
    };
    await expect(accept('Mist', '1')).rejects.toThrow(saying('comes with the pack'));
    const first = await accept('One', '1');
    await accept('Two', '1');
    await expect(accept('Three', '1')).rejects.toThrow(saying('you already have 2 waiting requests'));
    // Those for pictures count among them.
    const context = await services.context('M');
    const picture = { context, channelId: '2', askerId: '1', reply, attachmentLimit: 1 };
    await expect(services.requests.accept({ ...picture, imagineOptions: { prompt: 'x' } })).rejects.toThrow(
      saying('you already have 2 waiting requests'),
    );
    await accept('Three', '2');
    await expect(accept('Four', '3')).rejects.toThrow(saying('this server may have 3 aesthetics'));
    expect(await services.requests.cancel('M', first)).toBe(true);
    await accept('Four', '3');
    expect((await services.queue.of('M')).here).toEqual([]);
  });
});
