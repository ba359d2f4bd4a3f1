import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { insertAesthetic } from '../../../src/bot/repositories/aesthetics/insert.js';
import {
  addAestheticImages,
  blendAesthetics,
  createAesthetic,
  currentAesthetic,
  eraseMember,
  familyOf,
  guildAesthetics,
  importAesthetic,
  openStore,
  reembedAesthetic,
} from '../../../src/bot/repositories/index.js';
import type { OtherClip, Reembedded, Store } from '../../../src/bot/repositories/index.js';
import type { TowerEmbeddings } from '../../../src/engine/index.js';
import { image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const [ann, bob] = ['11', '22'];

/** A CLIP whose embedding of a picture is the picture's bytes, and the vectors that it was asked for. */
function otherClip(more: Partial<OtherClip> = {}): OtherClip & { readonly embedded: number[][] } {
  const embedded: number[][] = [];
  const embed = (picture: Uint8Array): Promise<TowerEmbeddings> => {
    embedded.push([...picture]);
    const vector = Float32Array.from(picture);
    return Promise.resolve({ vector, ...(more.second && { second: vector.map((x) => 10 * x) }) });
  };
  return { clipId: 'clip-b', projection: 2, embed, embedded, ...more };
}

describe.each(modes)('aesthetics move to another CLIP, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let here = '300';
  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });
  beforeEach(() => {
    here = String(Number(here) + 1);
  });

  /** An image of this CLIP's, whose picture has these bytes. */
  const kept = (values: readonly [number, number, number], ...bytes: number[]) => ({
    ...image(...values),
    picture: Uint8Array.from(bytes),
  });
  const create = (name: string, images: readonly ReturnType<typeof image>[], kind: 'mean' | 'contrast' = 'mean') =>
    createAesthetic(store.client, { guildId: here, creatorId: ann, name, note: '', kind, images }, pack);
  const current = (id: string) => currentAesthetic(store.client, id);
  const why = (done: Reembedded) => (done.outcome === 'left' ? done.why : done.outcome);

  it('by their kept pictures, as their next version, once', async () => {
    const id = await create('Glow', [kept([1, 0, 0], 3, 0), kept([0, 1, 0], 1, 2)]);
    const clip = otherClip();
    expect(await reembedAesthetic(store.client, id, clip)).toEqual({
      outcome: 'moved',
      before: 1,
      version: 2,
      images: 2,
    });
    expect(await current(id)).toMatchObject({ vector: Float32Array.of(2, 1), clipId: 'clip-b', count: 2 });
    expect(await reembedAesthetic(store.client, id, clip)).toEqual({ outcome: 'there', version: 2 });
    expect(clip.embedded).toHaveLength(2);
    const { members } = await familyOf(store.client, here, id, 2);
    expect(members.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('with the weights of their images, and with whose votes those are', async () => {
    const images = [kept([1, 0, 0], 4, 0), kept([0, 1, 0], 0, 4)];
    const id = await store.client.$transaction((db) =>
      insertAesthetic(
        db,
        { guildId: here, creatorId: ann, name: 'Weighed', note: '' },
        {
          aesthetic: {
            clipId: pack.clipId,
            name: 'Weighed',
            kind: 'mean',
            vector: Float32Array.of(1, 1, 0),
            count: 2,
            weights: [1.5, 0.5],
          },
          images,
          lineage: { from: 'refine' },
          sources: [bob],
        },
      ),
    );
    await reembedAesthetic(store.client, id, otherClip());
    expect(await current(id)).toMatchObject({ vector: Float32Array.of(3, 1), weights: [1.5, 0.5] });
    await eraseMember(store.client, bob, Date.now());
    expect(await current(id)).toMatchObject({ vector: Float32Array.of(2, 2), clipId: 'clip-b' });
  });

  it('as contrasts against the reference of the other pack, where it has one', async () => {
    const id = await create('Sharp', [kept([1, 0, 0], 3, 1)], 'contrast');
    const clip = otherClip();
    expect(why(await reembedAesthetic(store.client, id, clip))).toEqual({ code: 'noReference' });
    expect(clip.embedded).toEqual([]);
    await reembedAesthetic(store.client, id, otherClip({ reference: Float32Array.of(1, 1) }));
    expect(await current(id)).toMatchObject({ kind: 'contrast', vector: Float32Array.of(2, 0) });
  });

  it('and back, with the vectors that they had, pictures or none', async () => {
    const id = await create('Return', [kept([1, 0, 0], 3, 0)]);
    await reembedAesthetic(store.client, id, otherClip());
    await store.client.aestheticImage.updateMany({ where: { aestheticId: uuidOf(id) }, data: { picture: null } });
    const back = otherClip({ clipId: pack.clipId, projection: 3 });
    expect(await reembedAesthetic(store.client, id, back)).toMatchObject({ outcome: 'moved', version: 3 });
    expect(await current(id)).toMatchObject({ vector: Float32Array.of(1, 0, 0), clipId: pack.clipId });
    expect(back.embedded).toEqual([]);
  });

  it('but not without pictures of all their images, whose number is said', async () => {
    const id = await create('Half', [kept([1, 0, 0], 3, 0), image(0, 1, 0), image(0, 0, 1)]);
    expect(why(await reembedAesthetic(store.client, id, otherClip()))).toEqual({ code: 'noPictures', lack: 2, of: 3 });
    expect((await current(id)).clipId).toBe(pack.clipId);
  });

  it('nor as vectors alone', async () => {
    const alone = (name: string, vector: Float32Array, clipId?: string) =>
      importAesthetic(
        store.client,
        { guildId: here, creatorId: ann, name, note: '' },
        { name, kind: 'mean', vector, count: 1, ...(clipId !== undefined && { clipId }) },
        pack,
      );
    const named = await alone('Named', Float32Array.of(1, 0, 0), pack.clipId);
    expect(why(await reembedAesthetic(store.client, named, otherClip()))).toEqual({ code: 'vectorAlone' });
    const nameless = await alone('Nameless', Float32Array.of(1, 0, 0));
    expect(why(await reembedAesthetic(store.client, nameless, otherClip()))).toEqual({ code: 'vectorAlone' });
    expect(why(await reembedAesthetic(store.client, nameless, otherClip({ projection: 3 })))).toBe('there');
  });

  it('as blends of their parts in the versions that went in', async () => {
    const x = await create('X', [kept([1, 0, 0], 4, 0)]);
    const y = await create('Y', [kept([0, 1, 0], 0, 9)]);
    const parts = [
      { id: x, version: 1, weight: 2 },
      { id: y, version: 1, weight: 1 },
    ];
    const blended = { guildId: here, creatorId: bob, name: 'Both', note: '', parts };
    const id = await blendAesthetics(store.client, blended, pack);
    await addAestheticImages(store.client, here, y, bob, [image(0, 0, 1)]);
    const clip = otherClip();
    await reembedAesthetic(store.client, x, clip);
    expect(await reembedAesthetic(store.client, id, clip)).toMatchObject({ outcome: 'moved', images: 0 });
    expect(await current(id)).toMatchObject({ vector: Float32Array.of(2, 1), clipId: 'clip-b' });
    // X's picture was embedded already.
    expect(clip.embedded).toEqual([
      [4, 0],
      [0, 9],
    ]);
    const { members } = await familyOf(store.client, here, id, 2);
    expect(members.map((one) => one.kind === 'named' && one.name)).toEqual(['Both', 'X', 'Y']);
  });

  it('but not as blends of what cannot move', async () => {
    const x = await create('Plain', [image(1, 0, 0)]);
    const given = { guildId: here, creatorId: bob, name: 'Mixed', note: '', parts: [{ id: x, version: 1, weight: 1 }] };
    const id = await blendAesthetics(store.client, given, pack);
    expect(why(await reembedAesthetic(store.client, id, otherClip()))).toEqual({
      code: 'part',
      name: 'Plain',
      version: 1,
      why: { code: 'noPictures', lack: 1, of: 1 },
    });
  });

  it('unless they change while they are embedded', async () => {
    const id = await create('Busy', [kept([1, 0, 0], 3, 0)]);
    const embed = async (picture: Uint8Array): Promise<TowerEmbeddings> => {
      await addAestheticImages(store.client, here, id, ann, [image(0, 1, 0)]);
      return { vector: Float32Array.from(picture) };
    };
    expect(why(await reembedAesthetic(store.client, id, otherClip({ embed })))).toEqual({ code: 'changed' });
    expect((await current(id)).clipId).toBe(pack.clipId);
  });

  describe('of which a second text encoder has one, too', () => {
    const ownClip = (more: Partial<OtherClip> = {}) =>
      otherClip({ clipId: pack.clipId, projection: 3, second: { clipId: 'clip-g' }, ...more });

    it('with vectors for both, which stay over a move there and back', async () => {
      const id = await create('Twofold', [kept([1, 0, 0], 3, 0), kept([0, 1, 0], 1, 2)]);
      await reembedAesthetic(store.client, id, otherClip({ second: { clipId: 'clip-g' } }));
      const second = { vector: Float32Array.of(20, 10), clipId: 'clip-g' };
      expect(await current(id)).toMatchObject({ vector: Float32Array.of(2, 1), second });
      const clip = ownClip();
      await reembedAesthetic(store.client, id, clip);
      // Of their own CLIP they had none of the second's.
      expect(clip.embedded).toHaveLength(2);
      expect(await current(id)).toMatchObject({ vector: Float32Array.of(0.5, 0.5, 0), second });
      const again = otherClip({ second: { clipId: 'clip-g' } });
      await reembedAesthetic(store.client, id, again);
      expect(again.embedded).toEqual([]);
      expect(await current(id)).toMatchObject({ vector: Float32Array.of(2, 1), second });
    });

    it('by a vector for that alone where they are of the first’s CLIP, once', async () => {
      const id = await create('Half', [kept([1, 0, 0], 3, 0), kept([0, 1, 0], 1, 2)]);
      expect(await reembedAesthetic(store.client, id, ownClip())).toMatchObject({ outcome: 'moved', version: 2 });
      expect(await current(id)).toMatchObject({
        vector: Float32Array.of(0.5, 0.5, 0),
        second: { vector: Float32Array.of(20, 10), clipId: 'clip-g' },
      });
      expect(await reembedAesthetic(store.client, id, ownClip())).toEqual({ outcome: 'there', version: 2 });
    });

    it('or stay as they are, and it is said why that one gets none', async () => {
      const bare = await create('Bare', [image(1, 0, 0)]);
      const contrast = await create('Edge', [kept([1, 0, 0], 3, 0)], 'contrast');
      const left = [
        await reembedAesthetic(store.client, bare, ownClip()),
        await reembedAesthetic(store.client, contrast, ownClip()),
      ];
      expect(left).toEqual([
        { outcome: 'there', version: 1, secondLeft: { code: 'noPictures', lack: 1, of: 1 } },
        { outcome: 'there', version: 1, secondLeft: { code: 'noReference' } },
      ]);
      const reference = Float32Array.of(0, 1);
      await reembedAesthetic(store.client, contrast, ownClip({ second: { clipId: 'clip-g', reference } }));
      expect(await current(contrast)).toMatchObject({
        vector: Float32Array.of(0, -1, -1),
        second: { vector: Float32Array.of(30, -1) },
      });
    });
  });

  it('of one server or all, the oldest first', async () => {
    const ids = [await create('First', [image(1, 0, 0)]), await create('Second', [image(1, 0, 0)])];
    expect((await guildAesthetics(store.client, here)).map(({ id }) => id)).toEqual(ids);
    const all = await guildAesthetics(store.client);
    expect(all.slice(-2).map(({ id }) => id)).toEqual(ids);
    expect(all.length).toBeGreaterThan(2);
  });
});
