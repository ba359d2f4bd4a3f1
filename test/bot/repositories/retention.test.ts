import { beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/bot/config.js';
import { idOf, uuidOf } from '../../../src/bot/database/ids.js';
import { removeExpired } from '../../../src/bot/queue/sweep.js';
import {
  addAestheticImages,
  createAesthetic,
  findVersion,
  insertContest,
  insertWarning,
  mostAudit,
  openStore,
  removeAestheticImage,
  takeWarnings,
  writeAudit,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { generation, image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';

const dayMs = 24 * 3_600_000;
const guildId = '1';

describe.each(modes)('what is kept for a time, %s', (mode) => {
  let store: Store;
  let now: number;

  beforeEach(async () => {
    const testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    now = Date.now();
    await publish(store);
    return async () => {
      await store.close();
      await testStore.remove();
    };
  });
  const tidyAfter = (days: number, retentionDays?: number) =>
    removeExpired({ store, now: () => now + days * dayMs, ...(retentionDays !== undefined && { retentionDays }) });

  it('what only an export reads goes after 90 days, or as many as are set', async () => {
    const { client } = store;
    const ended = async (prompt: string, data: object) => {
      const { id } = await generation(store, { guildId, imagineOptions: { prompt } });
      await client.generation.update({
        where: { id: uuidOf(id) },
        data: { finishedAt: new Date(now), deliveredAt: new Date(now), ...data },
      });
    };
    await ended('failed', { status: 'failed' });
    await ended('cancelled', { status: 'cancelled' });
    await ended('a card', { status: 'delivered', background: true });
    await ended('shown', { status: 'delivered' });
    for (const memberId of ['3', '4']) await insertWarning(client, { guildId, memberId, prompt: 'rude' }, now);
    await takeWarnings(client, guildId, '3', now);
    const contest = { guildId, aestheticId: 'AZVJ0000000000000000_-', title: 'x', creatorId: '3', channelId: '2' };
    await createAesthetic(
      client,
      { guildId, creatorId: '3', name: 'Dusk', note: '', kind: 'mean', images: [image(1, 0, 0)] },
      pack,
    ).then((aestheticId) => insertContest(client, { ...contest, aestheticId, closesAt: now }, now));
    await client.contest.updateMany({ data: { status: 'cancelled' } });
    for (let i = 0; i <= mostAudit; i++)
      await writeAudit(client, { guildId, action: 'rules', actorId: '3', detail: `change ${i}` }, now + i);

    const left = async () => [
      (await client.generation.findMany()).map(({ imagineOptions }) => (imagineOptions as { prompt: string }).prompt),
      await client.memberWarning.count(),
      await client.contest.count(),
      await client.auditEntry.count(),
    ];
    await tidyAfter(89);
    expect(await left()).toEqual([['failed', 'cancelled', 'a card', 'shown'], 2, 1, mostAudit + 1]);
    await tidyAfter(31, 30);
    expect(await left()).toEqual([['shown'], 1, 0, mostAudit]);
  });

  it('images that members took out go, unless a picture names a version that has them', async () => {
    const given = { guildId, creatorId: '3', name: 'Dusk', note: '', kind: 'mean' } as const;
    const id = await createAesthetic(store.client, { ...given, images: [image(1, 0, 0), image(0, 1, 0)] }, pack);
    const images = await store.client.aestheticImage.findMany({ orderBy: { id: 'asc' } });
    const [first, second] = images.map(({ sha256 }) => sha256);
    const idOfImage = async (sha256: string | null) =>
      idOf((await store.client.aestheticImage.findFirstOrThrow({ where: { sha256 } })).id);
    await removeAestheticImage(store.client, guildId, id, await idOfImage(first));
    await addAestheticImages(store.client, guildId, id, '4', [image(0, 0, 1)]);
    const painted = (await findVersion(store.client, guildId, id, 3))!;
    await generation(store, { guildId, versionUuid: painted.id });
    await removeAestheticImage(store.client, guildId, id, await idOfImage(second));
    await tidyAfter(0);
    const left = await store.client.aestheticImage.findMany({ orderBy: { sha256: 'asc' } });
    expect(left.map(({ sha256 }) => sha256)).toEqual(['0,0,1', second]);
    expect((await findVersion(store.client, guildId, id, 1))!.vector).not.toBeNull();
  });
});

it('how long is a setting', () => {
  expect(readConfig({ AESTHETE_RETENTION_DAYS: '30' }).retentionDays).toBe(30);
  expect(readConfig({}).retentionDays).toBe(90);
  expect(() => readConfig({ AESTHETE_RETENTION_DAYS: '0' })).toThrow('AESTHETE_RETENTION_DAYS');
});
