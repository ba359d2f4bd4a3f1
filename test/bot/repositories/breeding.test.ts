import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import {
  addAestheticImages,
  adoptAesthetic,
  aestheticById,
  breedAesthetic,
  createAesthetic,
  currentAesthetic,
  eraseMember,
  familyOf,
  findNamedVersion,
  listAesthetics,
  openStore,
  publishPack,
  refineAesthetic,
  renameAesthetic,
  shareAesthetic,
} from '../../../src/bot/repositories/index.js';
import {
  currentTaste,
  forgetTaste,
  learnTaste,
  shareTaste,
  switchTaste,
  votesOnPictures,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { usualPictures } from '../../../src/bot/repositories/votedPictures.js';
import { cosine } from '../../../src/engine/index.js';
import { saying } from '../../support/inWords.js';
import { exportedText } from '../support/exported.js';
import { image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';
import { choose, like, picture } from '../support/votes.js';

const [ann, bob, cleo, dave] = ['11', '22', '33', '44'];
const otherPack = { ...pack, name: 'other', clipId: 'clip-b' };
/** What the members of the tests like, and what they do not. */
const [liked, disliked] = [Float32Array.of(1, 0.1, 0), Float32Array.of(0, 1, 0.1)];

describe.each(modes)('aesthetics out of votes, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let here = '200';

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
    here = String(Number(here) + 1);
  });

  const create = (name: string, creatorId: string, ...vectors: readonly (readonly number[])[]) =>
    createAesthetic(
      store.client,
      { guildId: here, creatorId, name, note: '', kind: 'mean', images: vectors.map((vector) => image(...vector)) },
      pack,
    );
  const breed = (name = 'Bred', more: { since?: number; creatorId?: string } = {}) =>
    breedAesthetic(store.client, { guildId: here, creatorId: cleo, name, note: '', period: 'all', ...more }, pack);
  const vectorOf = async (id: string) => (await currentAesthetic(store.client, id)).vector;
  const unusable = async (id: string) => (await aestheticById(store.client, here, id, pack))?.unusable ?? 'usable';

  /** Five pictures that bob and cleo like and five that they do not, asked for by dave. */
  async function votes(aesthetic?: { id: string; version: number }): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < 10; i++) {
      const vector = i < 5 ? liked : disliked;
      const painted = { guildId: here, askerId: dave, vector, prompt: `a thing ${i % 5}` };
      const id = await picture(store, { ...painted, ...(i < 5 && aesthetic && { aesthetic }) });
      for (const member of [bob, cleo]) await like(store, here, member, id, i < 5 ? 1 : -1);
      ids.push(id);
    }
    return ids;
  }

  describe('what votes count', () => {
    it('are not those on own pictures, not choices by the subject, and not those on another CLIP’s pictures', async () => {
      const painted = { guildId: here, askerId: dave, vector: liked };
      const [a, b] = [await picture(store, painted), await picture(store, painted)];
      const other = await picture(store, { ...painted, pack: 'other' });
      await like(store, here, bob, a, 1);
      await like(store, here, dave, a, 1, { own: true });
      await like(store, here, bob, other, 1);
      await choose(store, here, cleo, [a, b], 1);
      await choose(store, here, bob, [b, a], 0, 'subject');
      await choose(store, here, bob, [a, other], 0);
      const counted = await votesOnPictures(store.client, { guildId: here }, pack);
      expect(counted).toMatchObject({ votes: 2, voters: [bob, cleo] });
      expect(counted.choices).toMatchObject([{ votes: [0, 1] }]);
      // Of one's own taste, votes on own pictures are part.
      expect(await votesOnPictures(store.client, { guildId: here, memberId: dave }, pack)).toMatchObject({ votes: 1 });
    });

    it('are not those on pictures that a moderator removed, until that is undone, nor choices among them', async () => {
      const painted = { guildId: here, askerId: dave, vector: liked };
      const [a, b] = [await picture(store, painted), await picture(store, painted)];
      await like(store, here, bob, a, 1);
      await like(store, here, cleo, b, -1);
      await choose(store, here, bob, [a, b], 0);
      const which = { guildId: here };
      const setRemoved = (removedAt: Date | null) =>
        store.client.generation.updateMany({ where: { images: { some: { id: uuidOf(a) } } }, data: { removedAt } });
      await setRemoved(new Date());
      expect(await votesOnPictures(store.client, which, pack)).toMatchObject({ votes: 1, voters: [cleo], choices: [] });
      expect(await usualPictures(store.client, here, pack, 10)).toHaveLength(1);
      await setRemoved(null);
      expect(await votesOnPictures(store.client, which, pack)).toMatchObject({ votes: 3, voters: [cleo, bob] });
      expect(await usualPictures(store.client, here, pack, 10)).toHaveLength(2);
    });

    it('are those of the time that is asked for', async () => {
      const [day, now] = [86_400_000, Date.now()];
      const id = await picture(store, { guildId: here, askerId: dave, vector: liked });
      await like(store, here, bob, id, 1, { at: new Date(now - 2 * day) });
      await like(store, here, cleo, id, 1, { at: new Date(now) });
      expect(await votesOnPictures(store.client, { guildId: here, since: now - day }, pack)).toMatchObject({
        votes: 1,
      });
    });
  });

  describe('breeding', () => {
    it('points at what is liked and away from what is not, and keeps its parents with their shares', async () => {
      const x = await create('X', ann, [1, 0, 0]);
      await votes({ id: x, version: 1 });
      const made = await breed();
      expect(made).toMatchObject({ votes: 20, members: 2, estimator: 'contrast' });
      expect(made.parents).toEqual([{ aestheticId: x, version: 1, share: 0.5 }]);
      const wanted = liked.map((value, i) => value - disliked[i]);
      expect(cosine(await vectorOf(made.id), wanted)).toBeCloseTo(1, 6);
      expect(await aestheticById(store.client, here, made.id, pack)).toMatchObject({
        name: 'Bred',
        kind: 'contrast',
        version: 1,
        count: 0,
        creatorId: cleo,
      });
    });

    it('out of nothing, or too little, is refused with numbers', async () => {
      await expect(breed()).rejects.toThrow(saying('from 0, and it takes 2'));
      const id = await picture(store, { guildId: here, askerId: dave, vector: liked });
      for (const member of [bob, cleo]) await like(store, here, member, id, 1);
      await expect(breed()).rejects.toThrow(saying('0 pictures are liked more than is usual here, and it takes 5'));
      expect(await listAesthetics(store.client, here, pack)).toHaveLength(1);
    });

    it('takes choices alone, by the estimator that has enough of them', async () => {
      const [a, b] = [
        await picture(store, { guildId: here, askerId: dave, vector: liked }),
        await picture(store, { guildId: here, askerId: dave, vector: disliked }),
      ];
      for (let member = 0; member < 10; member++) await choose(store, here, `5${member}`, [a, b], 0);
      const made = await breed();
      expect(made).toMatchObject({ votes: 10, members: 10, estimator: 'pairDifferences' });
      expect(cosine(await vectorOf(made.id), liked)).toBeGreaterThan(0.3);
      expect(cosine(await vectorOf(made.id), disliked)).toBeLessThan(-0.3);
    });

    it.each([
      ['gave an image of a parent', ann],
      ['voted', bob],
      ['asked for the pictures', dave],
    ])('loses its vector when who %s erases their data', async (_, who) => {
      const x = await create('X', ann, [1, 0, 0]);
      await votes({ id: x, version: 1 });
      const { id } = await breed();
      await eraseMember(store.client, '999', Date.now());
      expect(await unusable(id)).toBe('usable');
      await eraseMember(store.client, who, Date.now());
      expect(await unusable(id)).toEqual(saying('someone erased'));
    });
  });

  describe('refining', () => {
    it('weighs the images by the votes on its pictures, as the next version; adding keeps the weights', async () => {
      const x = await create('X', ann, [1, 0, 0], [0, 1, 0]);
      await votes({ id: x, version: 1 });
      const made = await refineAesthetic(store.client, here, x, pack);
      // The pictures of it are near its first image, and liked by ten.
      expect(made).toMatchObject({ votes: 10, members: 2, before: 1 });
      expect(made.weights[0]).toBeCloseTo(11 / 12, 5);
      const refined = await currentAesthetic(store.client, x);
      expect([...refined.vector]).toEqual(
        [...Float32Array.of(11 / 12, 1 / 12, 0)].map((n) => expect.closeTo(n, 5) as number),
      );
      expect(refined.weights).toEqual([22 / 12, 2 / 12].map((n) => expect.closeTo(n, 5) as number));
      await addAestheticImages(store.client, here, x, ann, [image(0, 0, 1)]);
      const more = await currentAesthetic(store.client, x);
      expect(more.weights).toEqual([22 / 12, 2 / 12, 1].map((n) => expect.closeTo(n, 5) as number));
      expect([...more.vector]).toEqual([22 / 36, 2 / 36, 1 / 3].map((n) => expect.closeTo(n, 5) as number));
    });

    it('is refused where there is nothing to weigh, too few votes, or it is not the server’s own', async () => {
      const one = await create('One', ann, [1, 0, 0]);
      await expect(refineAesthetic(store.client, here, one, pack)).rejects.toThrow(saying('has only one image'));
      const x = await create('X', ann, [1, 0, 0], [0, 1, 0]);
      await expect(refineAesthetic(store.client, here, x, pack)).rejects.toThrow(saying('and it takes 2'));
      await votes();
      const { id } = await breed();
      await expect(refineAesthetic(store.client, here, id, pack)).rejects.toThrow(
        saying('only a vector and no images'),
      );
      await expect(refineAesthetic(store.client, '1', x, pack)).rejects.toThrow(saying('no longer exists'));
      await expect(refineAesthetic(store.client, here, x, otherPack)).rejects.toThrow(saying('another CLIP'));
    });

    it('goes on without weights when who voted erases their data, in copies too', async () => {
      const x = await create('X', ann, [1, 0, 0], [0, 1, 0]);
      await votes({ id: x, version: 1 });
      await refineAesthetic(store.client, here, x, pack);
      const code = await shareAesthetic(store.client, here, x);
      const copy = (await adoptAesthetic(store.client, { guildId: '199', creatorId: '77', code, name: here }, pack))!;
      expect((await currentAesthetic(store.client, copy)).weights).toHaveLength(2);
      await eraseMember(store.client, bob, Date.now());
      for (const id of [x, copy]) {
        expect((await currentAesthetic(store.client, id)).weights).toBeUndefined();
        expect([...(await vectorOf(id))]).toEqual([0.5, 0.5, 0]);
      }
    });
  });

  describe('the family tree', () => {
    it('has parents and theirs, with shares, and one edge for images that came and went', async () => {
      const x = await create('X', ann, [1, 0, 0], [0, 1, 0]);
      await addAestheticImages(store.client, here, x, ann, [image(0.9, 0.1, 0)]);
      await addAestheticImages(store.client, here, x, ann, [image(0.8, 0.1, 0)]);
      await votes({ id: x, version: 3 });
      await refineAesthetic(store.client, here, x, pack);
      const { id } = await breed();
      const { members, edges, cut } = await familyOf(store.client, here, id, 1);
      expect(cut).toBe(false);
      expect(members.map((one) => [one.kind === 'named' ? one.name : one.kind, one.version])).toEqual([
        ['Bred', 1],
        ['X', 3],
        ['X', 1],
      ]);
      expect(edges).toEqual([
        { from: `${x}@3`, to: `${id}@1`, how: 'votes', share: 0.5 },
        { from: `${x}@1`, to: `${x}@3`, how: 'images' },
      ]);
      const refined = await familyOf(store.client, here, x, 4);
      expect(refined.edges).toMatchObject([
        { from: `${x}@3`, to: `${x}@4`, how: 'refine' },
        { from: `${x}@1`, to: `${x}@3`, how: 'images' },
      ]);
    });

    it('names nothing of other servers, of the erased, or of members’ own taste', async () => {
      const x = await create('Hidden', ann, [1, 0, 0]);
      const code = await shareAesthetic(store.client, here, x);
      const copy = (await adoptAesthetic(store.client, { guildId: '198', creatorId: bob, code, name: here }, pack))!;
      expect(await familyOf(store.client, '198', copy, 1)).toMatchObject({
        members: [
          { kind: 'named', name: here },
          { kind: 'elsewhere', version: 1 },
        ],
        edges: [{ how: 'adopt' }],
      });
      expect((await familyOf(store.client, '198', x, 1)).members).toMatchObject([{ kind: 'gone' }]);
    });
  });

  describe('a member’s own taste', () => {
    const on = () => switchTaste(store.client, here, bob, true);
    const current = () => currentTaste(store.client, here, bob, pack);

    it('is learned only when it is on, and from four votes on', async () => {
      await expect(current()).rejects.toThrow(saying('Use /taste on'));
      await on();
      const id = await picture(store, { guildId: here, askerId: dave, vector: liked });
      await like(store, here, bob, id, 1);
      await expect(current()).rejects.toThrow(saying('you voted 1 times on pictures here, and it takes 4'));
    });

    it('is a stored version, the same until there are other votes', async () => {
      await on();
      const [first] = await votes();
      const label = await current();
      expect(label).toMatchObject({ name: 'my taste', version: 1 });
      expect(await current()).toEqual(label);
      const { taste } = await learnTaste(store.client, here, bob, pack);
      expect(taste).toMatchObject({ votes: 10, provisional: true });
      expect(cosine(taste.vector, liked)).toBeGreaterThan(cosine(taste.vector, disliked));
      await store.client.pictureVote.deleteMany({ where: { imageId: uuidOf(first), memberId: bob } });
      expect(await current()).toMatchObject({ id: label.id, version: 2 });
    });

    it('is in no list, found by no name, changed and shared by nobody', async () => {
      await on();
      await votes();
      const { id } = await current();
      expect(JSON.stringify(await listAesthetics(store.client, here, pack))).not.toContain('my taste');
      expect(await aestheticById(store.client, here, id, pack)).toBeUndefined();
      await expect(renameAesthetic(store.client, here, id, 'Mine')).rejects.toThrow(saying('no longer exists'));
      await expect(shareAesthetic(store.client, here, id)).rejects.toThrow(saying('no longer exists'));
      expect(await findNamedVersion(store.client, here, { id, version: 1 })).toMatchObject({ ownerId: bob });
    });

    it('becomes an aesthetic of the server when it is shared, of what it was made of', async () => {
      await on();
      const x = await create('X', ann, [1, 0, 0]);
      await votes({ id: x, version: 1 });
      const shared = await shareTaste(store.client, { guildId: here, creatorId: bob, name: 'Bobs', note: '' }, pack);
      expect(await aestheticById(store.client, here, shared, pack)).toMatchObject({ name: 'Bobs', creatorId: bob });
      const { edges } = await familyOf(store.client, here, shared, 1);
      expect(edges[0]).toMatchObject({ from: `${x}@1`, how: 'taste' });
      await eraseMember(store.client, ann, Date.now());
      expect(await unusable(shared)).toEqual(saying('someone erased'));
    });

    it('is exported and erased with everything else of the member; forgotten, only itself', async () => {
      await on();
      await votes();
      const { id } = await current();
      expect(await exportedText(store, bob)).toContain('"ownTaste": true');
      expect(await forgetTaste(store.client, here, bob, Date.now())).toBe(true);
      expect(await forgetTaste(store.client, here, bob, Date.now())).toBe(false);
      expect(await store.client.aesthetic.findUnique({ where: { id: uuidOf(id) } })).toBeNull();
      expect(await votesOnPictures(store.client, { guildId: here, memberId: bob }, pack)).toMatchObject({ votes: 10 });
      await on();
      const again = await current();
      expect(again.id).not.toBe(id);
      await eraseMember(store.client, bob, Date.now());
      expect(await store.client.aesthetic.findUnique({ where: { id: uuidOf(again.id) } })).toBeNull();
      expect(await store.client.memberTaste.count({ where: { memberId: bob } })).toBe(0);
      expect(await exportedText(store, bob)).not.toContain(again.id);
    });
  });
});
