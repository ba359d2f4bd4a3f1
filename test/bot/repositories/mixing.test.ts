import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addAestheticImages,
  adoptAesthetic,
  aestheticById,
  aestheticDetails,
  blendAesthetics,
  createAesthetic,
  currentAesthetic,
  deleteAesthetic,
  eraseMember,
  findAesthetic,
  importAesthetic,
  openStore,
  publishPack,
  removeAestheticImage,
  shareAesthetic,
  unshareAesthetic,
} from '../../../src/bot/repositories/index.js';
import type { BlendPart, Store } from '../../../src/bot/repositories/index.js';
import type { Aesthetic } from '../../../src/engine/index.js';
import { saying } from '../../support/inWords.js';
import { image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const [ann, bob, cleo] = ['11', '22', '33'];
const otherPack = { ...pack, name: 'other', clipId: 'clip-b' };

describe.each(modes)('mixing and sharing, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let here = '100';
  let there = '101';

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
    await publishPack(store.client, otherPack, Date.now());
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });
  beforeEach(() => {
    [here, there] = [String(Number(here) + 2), String(Number(there) + 2)];
  });

  const create = (name: string, creatorId: string, values: readonly number[], kind: 'mean' | 'contrast' = 'mean') =>
    createAesthetic(
      store.client,
      { guildId: here, creatorId, name, note: 'a note', kind, images: [image(...values)] },
      pack,
    );
  const imported = (creatorId: string, more: Partial<Aesthetic> = {}) =>
    importAesthetic(
      store.client,
      { guildId: here, creatorId, name: 'Alone', note: '' },
      { name: 'Alone', kind: 'mean', vector: Float32Array.of(0, 2, 0), count: 0, ...more },
      pack,
    );
  const blend = (name: string, creatorId: string, ...parts: [string, number][]) => {
    const given: BlendPart[] = parts.map(([id, weight]) => ({ id, version: 1, weight }));
    return blendAesthetics(store.client, { guildId: here, creatorId, name, note: '', parts: given }, pack);
  };
  const adopt = (code: string, more: { name?: string; guildId?: string } = {}) =>
    adoptAesthetic(store.client, { guildId: there, creatorId: cleo, code, ...more }, pack);
  const detailsOf = (id: string, guildId = here) => aestheticDetails(store.client, guildId, id, pack);
  const vectorOf = async (id: string) => [...(await currentAesthetic(store.client, id)).vector];

  describe('a blend', () => {
    it('is the weighted sum of directions, and says of what', async () => {
      const [x, y] = [await create('X', ann, [5, 0, 0]), await create('Y', ann, [0, 3, 0])];
      const id = await blend('Both', bob, [x, 2], [y, 1]);
      expect(await vectorOf(id)).toEqual([2, 1, 0]);
      expect(await detailsOf(id)).toMatchObject({
        name: 'Both',
        version: 1,
        kind: 'mean',
        count: 2,
        creatorId: bob,
        images: [],
        parts: [
          { name: 'X', version: 1, weight: 2 },
          { name: 'Y', version: 1, weight: 1 },
        ],
      });
    });

    it('takes ready-made ones, and is a contrast where a part is or a weight is negative', async () => {
      const mist = (await findAesthetic(store.client, here, 'mist', pack))!.id;
      const x = await create('X', ann, [1, 0, 0]);
      const away = await blend('Away', bob, [x, 1], [mist, -0.5]);
      expect(await vectorOf(away)).toEqual([1, 0, -0.5]);
      expect(await detailsOf(away)).toMatchObject({ kind: 'contrast' });
      const contrast = await create('C', ann, [3, 1, 1], 'contrast');
      expect(await detailsOf(await blend('Of contrast', bob, [x, 1], [contrast, 1]))).toMatchObject({
        kind: 'contrast',
      });
    });

    it('stays what it is when a part changes, and names the version', async () => {
      const [x, y] = [await create('X', ann, [1, 0, 0]), await create('Y', ann, [0, 1, 0])];
      const id = await blend('Both', bob, [x, 1], [y, 1]);
      await addAestheticImages(store.client, here, x, ann, [image(0, 0, 9)]);
      await deleteAesthetic(store.client, here, y, Date.now());
      expect(await vectorOf(id)).toEqual([1, 1, 0]);
      expect((await detailsOf(id))!.parts).toMatchObject([{ name: 'X', version: 1 }, { version: 1 }]);
    });

    it('is refused of another CLIP’s, of nothing left, of one that is gone, and by a taken name', async () => {
      const [x, y] = [await create('X', ann, [1, 0, 0]), await create('Y', ann, [2, 0, 0])];
      await expect(
        blendAesthetics(
          store.client,
          { guildId: here, creatorId: bob, name: 'B', note: '', parts: [{ id: x, version: 1, weight: 1 }] },
          otherPack,
        ),
      ).rejects.toThrow(saying('“X” cannot be blended: it was made with another CLIP model'));
      await expect(blend('B', bob, [x, 1], [y, -1])).rejects.toThrow(saying('cancel out'));
      await expect(blend('B', bob, [x, 1], ['AZVJgone00000000000000', 1])).rejects.toThrow(saying('no longer exists'));
      await expect(blend('x', bob, [x, 1], [y, 1])).rejects.toThrow(saying('called x here'));
      expect(await findAesthetic(store.client, here, 'B', pack)).toBeUndefined();
    });

    it('keeps no images: none can be added', async () => {
      const [x, y] = [await create('X', ann, [1, 0, 0]), await create('Y', ann, [0, 1, 0])];
      const id = await blend('Both', bob, [x, 1], [y, 1]);
      await expect(addAestheticImages(store.client, here, id, bob, [image(1, 1, 1)])).rejects.toThrow(
        saying('only a vector'),
      );
    });
  });

  describe('a code', () => {
    it('carries an aesthetic with its images, so that adding and removing stay exact', async () => {
      const id = await create('X', ann, [1, 0, 0]);
      await addAestheticImages(store.client, here, id, bob, [image(0, 1, 0)]);
      const copy = (await adopt(await shareAesthetic(store.client, here, id)))!;
      expect(await detailsOf(copy, there)).toMatchObject({
        name: 'X',
        version: 1,
        note: 'a note',
        count: 2,
        creatorId: cleo,
        adopted: true,
      });
      expect(await vectorOf(copy)).toEqual([0.5, 0.5, 0]);
      const { images } = (await detailsOf(copy, there))!;
      expect(images[0].thumbnail).toEqual(Uint8Array.of(1, 2, 3));
      await removeAestheticImage(store.client, there, copy, images[0].id);
      expect(await vectorOf(copy)).toEqual([0, 1, 0]);
      await addAestheticImages(store.client, there, copy, cleo, [image(0, 0, 3)]);
      expect(await vectorOf(copy)).toEqual([0, 0.5, 1.5]);
      expect(await detailsOf(id)).toMatchObject({ version: 2, count: 2 });
    });

    it('is for the version of then; asked for anew it is another, and the one before ends', async () => {
      const id = await create('X', ann, [1, 0, 0]);
      const first = await shareAesthetic(store.client, here, id);
      await addAestheticImages(store.client, here, id, ann, [image(0, 1, 0)]);
      expect(await vectorOf((await adopt(first))!)).toEqual([1, 0, 0]);
      const second = await shareAesthetic(store.client, here, id);
      expect(await adopt(first, { name: 'again' })).toBeUndefined();
      expect(await adopt(second, { name: 'again' })).toBeDefined();
    });

    it('may be typed in small letters, with spaces for dashes', async () => {
      const code = await shareAesthetic(store.client, here, await create('X', ann, [1, 0, 0]));
      expect(await adopt(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBeDefined();
    });

    it('is good for nothing when revoked, deleted or unknown; copies stay', async () => {
      const id = await create('X', ann, [1, 0, 0]);
      const code = await shareAesthetic(store.client, here, id);
      const copy = (await adopt(code))!;
      expect(await unshareAesthetic(store.client, there, id)).toBe(false);
      expect(await unshareAesthetic(store.client, here, id)).toBe(true);
      expect(await unshareAesthetic(store.client, here, id)).toBe(false);
      expect(await adopt(code, { name: 'again' })).toBeUndefined();
      expect(await vectorOf(copy)).toEqual([1, 0, 0]);
      const another = await shareAesthetic(store.client, here, id);
      await deleteAesthetic(store.client, here, id, Date.now());
      expect(await adopt(another, { name: 'again' })).toBeUndefined();
      expect(await adopt('0000-0000-00000')).toBeUndefined();
      expect(await adopt('no code')).toBeUndefined();
    });

    it('is not kept as it is', async () => {
      const code = await shareAesthetic(store.client, here, await create('X', ann, [1, 0, 0]));
      const rows = JSON.stringify(await store.client.aestheticShare.findMany());
      expect(rows).not.toContain(code);
      expect(rows).not.toContain(code.replaceAll('-', ''));
    });

    it('is refused where the name is taken in whatever case, for another CLIP, and at home', async () => {
      const id = await create('X', ann, [1, 0, 0]);
      const code = await shareAesthetic(store.client, here, id);
      await expect(adopt(code, { guildId: here })).rejects.toThrow(saying('already an aesthetic of this server'));
      await expect(adoptAesthetic(store.client, { guildId: there, creatorId: cleo, code }, otherPack)).rejects.toThrow(
        saying('made with another CLIP'),
      );
      expect(await adopt(code, { name: 'x' })).toBeDefined();
      await expect(adopt(code)).rejects.toThrow(saying('called X here; choose another name'));
      await expect(adopt(code, { name: 'MIST' })).rejects.toThrow(saying('comes with the pack'));
      await expect(shareAesthetic(store.client, there, id)).rejects.toThrow(saying('no longer exists'));
    });
  });

  describe('erasure of a contributor', () => {
    const unusable = async (id: string, guildId = here) =>
      (await aestheticById(store.client, guildId, id, pack))!.unusable ?? 'usable';

    it('reaches adopted copies, which go on with the images of others', async () => {
      const id = await create('X', bob, [1, 0, 0]);
      await addAestheticImages(store.client, here, id, ann, [image(0, 1, 0)]);
      const copy = (await adopt(await shareAesthetic(store.client, here, id)))!;
      await eraseMember(store.client, ann, Date.now());
      expect(await detailsOf(copy, there)).toMatchObject({ version: 2, count: 1 });
      expect(await vectorOf(copy)).toEqual([1, 0, 0]);
      const first = await store.client.aestheticVersion.findFirst({
        where: { number: 1, aesthetic: { guildId: there } },
      });
      expect(first).toMatchObject({ vector: null });
    });

    it('reaches blends made of theirs, blends of blends, and copies of those, but no other', async () => {
      const [x, y, z] = [
        await create('X', ann, [1, 0, 0]),
        await create('Y', bob, [0, 1, 0]),
        await create('Z', bob, [0, 0, 1]),
      ];
      const both = await blend('Both', bob, [x, 1], [y, 1]);
      const again = await blend('Again', bob, [both, 1], [z, 1]);
      const others = await blend('Others', bob, [y, 1], [z, 1]);
      const copy = (await adopt(await shareAesthetic(store.client, here, again)))!;
      await deleteAesthetic(store.client, here, both, Date.now());
      await eraseMember(store.client, ann, Date.now());
      expect(await unusable(again)).toEqual(saying('someone erased one of its images'));
      expect(await unusable(copy, there)).toEqual(saying('someone erased one of its images'));
      expect(await unusable(others)).toBe('usable');
      expect(await unusable(y)).toBe('usable');
    });

    it('reaches copies of a vector that they brought alone, and ends the codes of what is theirs', async () => {
      const id = await imported(ann, { clipId: pack.clipId });
      const code = await shareAesthetic(store.client, here, id);
      const copy = (await adopt(code))!;
      expect(await vectorOf(copy)).toEqual([0, 2, 0]);
      await eraseMember(store.client, ann, Date.now());
      expect(await unusable(copy, there)).toEqual(saying('someone erased'));
      expect(await adopt(code, { name: 'again' })).toBeUndefined();
    });

    it('reaches what another made of an exported file: the images in it, and the vector alone', async () => {
      const vectors = [Float32Array.of(5, 1, 0), Float32Array.of(5, 0, 1)];
      const id = await create('X', ann, [...vectors[0]]);
      await addAestheticImages(store.client, here, id, bob, [image(...vectors[1])]);
      const vector = Float32Array.from(await vectorOf(id));
      const full = await imported(bob, { vector, images: vectors, clipId: pack.clipId });
      const given = { guildId: there, creatorId: cleo, name: 'Alone', note: '' };
      const bare = await importAesthetic(store.client, given, { name: 'x', kind: 'mean', vector, count: 2 }, pack);
      await eraseMember(store.client, ann, Date.now());
      expect(await vectorOf(full)).toEqual([...vectors[1]]);
      expect(await detailsOf(full)).toMatchObject({ version: 2, count: 1 });
      expect(await unusable(bare, there)).toEqual(saying('someone erased one of its images'));
    });

    it('leaves a copy where only who adopted something else of the same server erases', async () => {
      const id = await create('X', ann, [1, 0, 0]);
      const copy = (await adopt(await shareAesthetic(store.client, here, id)))!;
      const code = await shareAesthetic(store.client, here, await create('Y', ann, [0, 1, 0]));
      const bobs = (await adoptAesthetic(store.client, { guildId: there, creatorId: bob, code }, pack))!;
      await eraseMember(store.client, bob, Date.now());
      expect(await aestheticById(store.client, there, bobs, pack)).toBeUndefined();
      expect(await unusable(copy, there)).toBe('usable');
    });
  });
});
