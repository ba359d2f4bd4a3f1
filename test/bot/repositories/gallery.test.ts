import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wilsonScore } from '../../../src/bot/community/index.js';
import { uuidOf } from '../../../src/bot/database/ids.js';
import {
  countGallery,
  createAesthetic,
  deletePictures,
  findNamedVersion,
  listGallery,
  openStore,
} from '../../../src/bot/repositories/index.js';
import type { GalleryFilter, Store } from '../../../src/bot/repositories/index.js';
import { wilsonSql } from '../../../src/bot/repositories/pictures/wilsonSql.js';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { delivered, picturesOf, vote } from '../support/pictures.js';
import { image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('the gallery, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });
  beforeEach(async () => {
    await store.client.generation.deleteMany();
  });

  const here: GalleryFilter = { guildId: '1', channelIds: ['2'] };
  const prompts = async (filter: Partial<GalleryFilter> = {}, sort: 'best' | 'newest' = 'newest') =>
    (await listGallery(store.client, { ...here, ...filter }, sort, 0, 10)).map(({ prompt }) => prompt);

  it('shows what was delivered in the channels given and their public threads, newest first', async () => {
    await delivered(store, { prompt: 'old' });
    await delivered(store, { prompt: 'new' });
    await delivered(store, { prompt: 'elsewhere', channelId: '9' });
    await delivered(store, { prompt: 'in a thread', channelId: '22', parentChannelId: '2' });
    await delivered(store, { prompt: 'another server', guildId: '7' });
    await delivered(store, { prompt: 'on its way', isDelivered: false });
    expect(await prompts()).toEqual(['in a thread', 'new', 'old']);
    expect(await prompts({ channelIds: ['9', '22'] })).toEqual(['in a thread', 'elsewhere']);
    expect(await countGallery(store.client, here)).toBe(3);
  });

  it('never shows what was deleted or removed, nor a duel whose sides are secret', async () => {
    const [gone, removed, secret, open] = [
      await delivered(store, { prompt: 'gone' }),
      await delivered(store, { prompt: 'removed' }),
      await delivered(store, { prompt: 'secret' }),
      await delivered(store, { prompt: 'revealed' }),
    ];
    await deletePictures(store.client, '1', gone, Date.now());
    await store.client.generation.update({ where: { id: uuidOf(removed) }, data: { removedAt: new Date() } });
    for (const [generationId, status] of [
      [secret, 'open'],
      [open, 'closed'],
    ] as const)
      await store.client.duel.create({
        data: {
          id: uuidOf(generationId),
          guildId: '1',
          creatorId: '3',
          generationId: uuidOf(generationId),
          status,
          minutes: 5,
        },
      });
    expect(await prompts()).toEqual(['revealed']);
    expect(await countGallery(store.client, here)).toBe(1);
  });

  it('ranks by Wilson’s bound of the votes of others', async () => {
    const [few, many, own] = [
      await delivered(store, { prompt: 'one like' }),
      await delivered(store, { prompt: 'nine of ten' }),
      await delivered(store, { prompt: 'own likes', askerId: '50' }),
    ];
    await vote(store, few, '60', 1);
    for (let i = 0; i < 10; i++) await vote(store, many, `7${i}`, i === 0 ? -1 : 1);
    await vote(store, own, '50', 1);
    await delivered(store, { prompt: 'unseen' });
    expect(await prompts({}, 'best')).toEqual(['nine of ten', 'one like', 'unseen', 'own likes']);
    const [best] = await listGallery(store.client, here, 'best', 0, 1);
    expect(best.votes).toBe(10);
    expect((await listGallery(store.client, here, 'best', 3, 1))[0].votes).toBe(0);
  });

  it('finds by aesthetic, by none, and by member', async () => {
    const made = {
      guildId: '1',
      creatorId: '3',
      name: 'dusk',
      note: '',
      kind: 'mean',
      images: [image(1, 0, 0)],
    } as const;
    const aestheticId = await createAesthetic(store.client, made, pack);
    const version = await findNamedVersion(store.client, '1', { id: aestheticId, version: 1 });
    await delivered(store, { prompt: 'dusky', versionUuid: version?.id, askerId: '4' });
    await delivered(store, { prompt: 'plain' });
    expect(await prompts({ aestheticId })).toEqual(['dusky']);
    expect(await prompts({ aestheticId: null })).toEqual(['plain']);
    expect(await prompts({ memberId: '4' })).toEqual(['dusky']);
    const [first] = await listGallery(store.client, { ...here, aestheticId }, 'best', 0, 1);
    expect(first).toMatchObject({
      aesthetic: { id: aestheticId, name: 'dusk', version: 1 },
      channelId: '2',
      messageId: '5',
      id: (await picturesOf(store, first.generationId))[0],
    });
  });

  it('has the same Wilson’s bound as everything else', async () => {
    for (const [likes, votes] of [
      [0, 0],
      [0, 3],
      [1, 1],
      [9, 10],
      [13, 1_000],
    ]) {
      const sql = wilsonSql(Prisma.raw(`${likes}::float8`), Prisma.raw(`${votes}::float8`));
      const [{ score }] = await store.client.$queryRaw<[{ score: number }]>(Prisma.sql`SELECT ${sql} AS score`);
      expect(score).toBeCloseTo(votes === 0 ? 0 : wilsonScore(likes, votes - likes), 12);
    }
  });
});
