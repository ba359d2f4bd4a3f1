import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addAestheticImages,
  adoptAesthetic,
  blendAesthetics,
  createAesthetic,
  currentAesthetic,
  eraseMember,
  findNamedVersion,
  findPublishedPack,
  idOf,
  importAesthetic,
  openStore,
  publishPack,
  removeAestheticImage,
  shareAesthetic,
  targetOf,
} from '../../../src/bot/repositories/index.js';
import type { EmbeddedImage, Store } from '../../../src/bot/repositories/index.js';
import { readAesthetic, writeAesthetic } from '../../../src/engine/index.js';
import { exportedText } from '../support/exported.js';
import { image, pack } from '../support/rows.js';
import { newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const [ann, bob] = ['11', '22'];
/** A pack with a second text encoder, whose vectors have two numbers. */
const twofold = { ...pack, secondClipId: 'clip-g', secondReference: Float32Array.of(1, 1) };

describe('of aesthetics, vectors for a second text encoder', () => {
  let testStore: TestStore;
  let store: Store;
  let here = '400';
  beforeAll(async () => {
    testStore = await newTestStore('embedded');
    store = await openStore(testStore.options);
    await publishPack(store.client, twofold, Date.now());
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });
  beforeEach(() => {
    here = String(Number(here) + 2);
  });

  const both = (first: readonly number[], ...second: number[]): EmbeddedImage => ({
    ...image(...first),
    second: Float32Array.from(second),
  });
  const x = both([1, 0, 0], 4, 0);
  const y = both([0, 1, 0], 0, 2);
  const create = (
    name: string,
    images: readonly EmbeddedImage[],
    kind: 'mean' | 'contrast' = 'mean',
    creatorId = ann,
  ) => createAesthetic(store.client, { guildId: here, creatorId, name, note: '', kind, images }, twofold);
  const secondOf = async (id: string) => (await currentAesthetic(store.client, id)).second;
  const add = (id: string, images: readonly EmbeddedImage[], giver = ann, clipId = 'clip-g') =>
    addAestheticImages(store.client, here, id, giver, images, clipId);

  it('are kept with them, and painted with', async () => {
    const id = await create('Both', [x, y]);
    expect(await secondOf(id)).toEqual({
      vector: Float32Array.of(2, 1),
      images: [x.second, y.second],
      clipId: 'clip-g',
    });
    const version = await findNamedVersion(store.client, here, { id, version: 1 });
    const target = await targetOf(store.client, version!.id, (await findPublishedPack(store.client, pack.name))!);
    expect(target).toMatchObject({ second: Float32Array.of(2, 1), secondClipId: 'clip-g' });
    expect(await exportedText(store, ann)).toContain('secondVector');
  });

  it('are contrasts where the pack has a reference for them', async () => {
    expect(await secondOf(await create('Edge', [x], 'contrast'))).toMatchObject({
      vector: Float32Array.of(3, -1),
      reference: Float32Array.of(1, 1),
    });
  });

  it('follow images that are added and removed, and go with one that has none', async () => {
    const id = await create('Grows', [x]);
    await add(id, [y]);
    expect((await secondOf(id))?.vector).toEqual(Float32Array.of(2, 1));
    const members = await store.client.aestheticImage.findMany({
      where: { sha256: x.sha256! },
      orderBy: { id: 'desc' },
    });
    await removeAestheticImage(store.client, here, id, idOf(members[0].id));
    expect((await secondOf(id))?.vector).toEqual(Float32Array.of(0, 2));
    await add(id, [image(0, 0, 1)]);
    expect(await secondOf(id)).toBeUndefined();
  });

  it('of another CLIP are not mixed', async () => {
    const id = await create('Odd', [x]);
    await add(id, [y], ann, 'clip-h');
    expect(await secondOf(id)).toBeUndefined();
  });

  it('are blended where all parts have them', async () => {
    const ids = [await create('X', [x]), await create('Y', [y]), await create('Plain', [image(1, 1, 0)])];
    const blend = (name: string, ...of: string[]) => {
      const parts = of.map((id) => ({ id, version: 1, weight: 1 }));
      return blendAesthetics(store.client, { guildId: here, creatorId: bob, name, note: '', parts }, twofold);
    };
    expect((await secondOf(await blend('Whole', ids[0], ids[1])))?.vector).toEqual(Float32Array.of(1, 1));
    expect(await secondOf(await blend('Part', ...ids))).toBeUndefined();
  });

  it('go along when an aesthetic is adopted, exported and imported', async () => {
    const id = await create('Wanders', [x, y]);
    const guildId = String(Number(here) + 1);
    const code = await shareAesthetic(store.client, here, id);
    const copy = await adoptAesthetic(store.client, { guildId, creatorId: bob, code }, twofold);
    expect(await secondOf(copy!)).toEqual(await secondOf(id));
    const file = writeAesthetic(await currentAesthetic(store.client, id), 'safetensors');
    const given = { guildId, creatorId: bob, name: 'From a file', note: '' };
    const read = await importAesthetic(store.client, given, readAesthetic(file, 'x.safetensors'), twofold);
    expect(await secondOf(read)).toEqual(await secondOf(id));
  });

  it('are erased with an image, and go on with those that are left', async () => {
    const id = await create('Shared', [x]);
    await add(id, [y], bob);
    await eraseMember(store.client, bob, Date.now());
    expect(await secondOf(id)).toEqual({ vector: Float32Array.of(4, 0), images: [x.second], clipId: 'clip-g' });
    const versions = await store.client.aestheticVersion.findMany({ where: { erasedAt: { not: null } } });
    expect(versions.filter(({ secondVector }) => secondVector !== null)).toEqual([]);
  });
});
