import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adoptAesthetic,
  changeGuildSettings,
  createAesthetic,
  eraseMember,
  keepsImages,
  openStore,
  shareAesthetic,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { exportedText } from '../support/exported.js';
import { image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

describe.each(modes)('pictures of the images of aesthetics, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });

  const picture = Buffer.from('a small picture');
  const create = (guildId: string, creatorId: string) =>
    createAesthetic(
      store.client,
      { guildId, creatorId, name: 'Glow', note: '', kind: 'mean', images: [{ ...image(1, 0, 0), picture }] },
      pack,
    );
  const keep = (guildId: string, keepImages: boolean) =>
    changeGuildSettings(store.client, guildId, { keepImages }, 'tiny');
  const kept = async (guildId: string): Promise<boolean[]> => {
    const rows = await store.client.aestheticImage.findMany({ where: { aesthetic: { guildId } } });
    return rows.map(({ picture: own }) => own !== null && Buffer.from(own).equals(picture));
  };

  it('are kept, and are in the copy that a member gets of their data', async () => {
    await create('1', '7');
    expect(await keepsImages(store.client, '1')).toBe(true);
    expect(await kept('1')).toEqual([true]);
    expect(await exportedText(store, '7')).toContain(picture.toString('base64'));
  });

  it('go where a server keeps none, there alone', async () => {
    await create('2', '8');
    await create('3', '8');
    expect((await keep('2', false)).keepImages).toBe(false);
    expect(await keepsImages(store.client, '2')).toBe(false);
    expect([await kept('2'), await kept('3')]).toEqual([[false], [true]]);
  });

  it('come along to a server that adopts the aesthetic, if it keeps them', async () => {
    const id = await create('4', '9');
    const code = await shareAesthetic(store.client, '4', id);
    await keep('5', false);
    for (const guildId of ['5', '6']) await adoptAesthetic(store.client, { guildId, creatorId: '10', code }, pack);
    expect([await kept('5'), await kept('6')]).toEqual([[false], [true]]);
  });

  it('are erased with their image', async () => {
    await create('7', '11');
    await eraseMember(store.client, '11', Date.now());
    expect(await kept('7')).toEqual([]);
  });
});
