import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addAestheticImages,
  aestheticById,
  aestheticDetails,
  createAesthetic,
  eraseMember,
  findVersion,
  generationById,
  openStore,
  targetOf,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { saying } from '../../support/inWords.js';
import { exportedText } from '../support/exported.js';
import { generation, image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('privacy, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  const guildId = '1';
  const [ann, bob] = ['11', '22'];

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });

  it("exports a member's aesthetics, images and generations, and nobody else's", async () => {
    await createAesthetic(
      store.client,
      { guildId, creatorId: ann, name: 'Hers', note: '', kind: 'mean', images: [image(1, 0, 0)] },
      pack,
    );
    await store.client.aestheticVersion.updateMany({
      where: { aesthetic: { creatorId: ann } },
      data: { card: Buffer.from('a card') },
    });
    await createAesthetic(
      store.client,
      { guildId, creatorId: bob, name: 'His', note: '', kind: 'mean', images: [image(0, 1, 0)] },
      pack,
    );
    await generation(store, { guildId, askerId: ann, imagineOptions: { prompt: 'her castle' } });
    await generation(store, { guildId, askerId: bob, imagineOptions: { prompt: 'a penguin of his' } });
    const text = await exportedText(store, ann);
    expect(text).toContain('Hers');
    expect(text).toContain('her castle');
    expect(text).toContain(Buffer.from('a card').toString('base64'));
    expect(text).toContain(Buffer.from(Float32Array.of(1, 0, 0).buffer).toString('base64'));
    for (const another of ['His', 'penguin', Buffer.from(Float32Array.of(0, 1, 0).buffer).toString('base64')])
      expect(text).not.toContain(another);
  });

  it('lets erasure win over history: versions with an erased image lose their vector, and the rest goes on', async () => {
    const given = { guildId, creatorId: bob, name: 'Shared', note: '', kind: 'mean' } as const;
    const id = await createAesthetic(store.client, { ...given, images: [image(1, 0, 0)] }, pack);
    await addAestheticImages(store.client, guildId, id, ann, [image(0, 0, 1)]);
    const versionOf = (number: number) => findVersion(store.client, guildId, id, number);
    const byBob = await generation(store, { guildId, askerId: bob, versionUuid: (await versionOf(2))!.id });
    const byAnn = await generation(store, { guildId, askerId: ann });

    await eraseMember(store.client, ann, Date.now());

    expect(await generationById(store.client, byAnn.id)).toBeUndefined();
    expect(await generationById(store.client, byBob.id)).toBeDefined();
    expect((await versionOf(2))!.vector).toBeNull();
    await expect(targetOf(store.client, (await versionOf(2))!.id, pack)).rejects.toThrow(
      saying('Shared@2 cannot be used: someone erased'),
    );
    expect((await targetOf(store.client, (await versionOf(1))!.id, pack)).vector).toEqual(Float32Array.of(1, 0, 0));
    expect(await aestheticDetails(store.client, guildId, id, pack)).toMatchObject({ version: 3, count: 1 });
    expect(await exportedText(store, ann)).not.toContain('thumbnail');
  });

  it("erases a member's own aesthetics, name and all, though recipes of others still count their versions", async () => {
    const given = { guildId, creatorId: ann, name: 'Secret', note: 'private', kind: 'mean' } as const;
    const id = await createAesthetic(store.client, { ...given, images: [image(5, 5, 5)] }, pack);
    const version = await findVersion(store.client, guildId, id, 1);
    const byBob = await generation(store, { guildId, askerId: bob, versionUuid: version!.id });
    expect(await eraseMember(store.client, ann, Date.now())).toMatchObject({ aesthetics: 1, generations: 0 });
    expect(await aestheticById(store.client, guildId, id, pack)).toBeUndefined();
    expect(await findVersion(store.client, guildId, id, 1)).toMatchObject({
      vector: null,
      aesthetic: { name: 'erased' },
    });
    expect(await store.client.aesthetic.findMany({ where: { note: 'private' } })).toEqual([]);
    expect(await generationById(store.client, byBob.id)).toBeDefined();
  });
});
