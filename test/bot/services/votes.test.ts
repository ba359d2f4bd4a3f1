import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import {
  createAesthetic,
  deleteAesthetic,
  deletePictures,
  eraseMember,
  findAesthetic,
  findVersion,
  listAesthetics,
  openStore,
  removePictures,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { loadContext } from '../../../src/bot/services/context.js';
import { createVotes } from '../../../src/bot/services/votes.js';
import { saying } from '../../support/inWords.js';
import { exportedRows } from '../support/exported.js';
import { image, pack, pictures, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const [ann, bob, cat] = ['101', '102', '103'];
let guilds = 0;

describe.each(modes)('votes, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  let votes: ReturnType<typeof createVotes>;
  /** Of each test its own. */
  const newGuild = (): string => String(1_000 + ++guilds);
  const newAesthetic = (guildId: string, name = 'dusk', creatorId = ann): Promise<string> =>
    createAesthetic(store.client, { guildId, creatorId, name, note: '', kind: 'mean', images: [image(1, 0, 0)] }, pack);
  const giveCard = async (guildId: string, id: string): Promise<void> => {
    const version = await findVersion(store.client, guildId, id, 1);
    await store.client.aestheticVersion.update({ where: { id: version!.id }, data: { card: Buffer.of(1) } });
  };

  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options);
    await publish(store);
    votes = createVotes({ store, now: Date.now });
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });

  describe('on an aesthetic', () => {
    it('is one for a member: the same press again takes it back, the other changes it', async () => {
      const guildId = newGuild();
      const id = await newAesthetic(guildId);
      const press = (value: 1 | -1, memberId = bob) => votes.onAesthetic({ guildId, memberId, id, value });
      expect(await press(1)).toEqual({ name: 'dusk', own: false, mine: 1, likes: 1, votes: 1 });
      expect(await press(-1)).toMatchObject({ mine: -1, likes: 0, votes: 1 });
      expect(await press(-1, cat)).toMatchObject({ mine: -1, likes: 0, votes: 2 });
      expect(await press(-1)).toEqual({ name: 'dusk', own: false, votes: 1 });
      expect(await store.client.aestheticVote.count({ where: { guildId } })).toBe(1);
    });

    it('tells how others voted only after a vote', async () => {
      const guildId = newGuild();
      const id = await newAesthetic(guildId);
      await votes.onAesthetic({ guildId, memberId: bob, id, value: 1 });
      const withdrawn = await votes.onAesthetic({ guildId, memberId: bob, id, value: 1 });
      expect(withdrawn).not.toHaveProperty('likes');
    });

    it('of its maker is kept, and counts nowhere', async () => {
      const guildId = newGuild();
      const id = await newAesthetic(guildId);
      expect(await votes.onAesthetic({ guildId, memberId: ann, id, value: 1 })).toMatchObject({
        own: true,
        mine: 1,
        votes: 0,
      });
      expect((await findAesthetic(store.client, guildId, 'dusk', pack))!).toMatchObject({ votes: 0, score: 0 });
    });

    it('is possible on what comes with the pack, in a server that has nothing yet, and stays in it', async () => {
      const [here, there] = [newGuild(), newGuild()];
      const mist = (await findAesthetic(store.client, here, 'mist', pack))!;
      await votes.onAesthetic({ guildId: here, memberId: bob, id: mist.id, value: 1 });
      expect(await votes.onAesthetic({ guildId: there, memberId: cat, id: mist.id, value: -1 })).toMatchObject({
        votes: 1,
        likes: 0,
      });
      expect((await findAesthetic(store.client, here, 'mist', pack))!.votes).toBe(1);
    });

    it.each(['deleted', 'another server’s', 'of no such id'] as const)('is refused on one that is %s', async (what) => {
      const guildId = newGuild();
      const id = await newAesthetic(what === 'another server’s' ? newGuild() : guildId);
      if (what === 'deleted') await deleteAesthetic(store.client, guildId, id, Date.now());
      const given = what === 'of no such id' ? '../x' : id;
      await expect(votes.onAesthetic({ guildId, memberId: bob, id: given, value: 1 })).rejects.toThrow(
        saying('This aesthetic no longer exists here.'),
      );
      expect(await store.client.aestheticVote.count({ where: { aestheticId: uuidOf(id) } })).toBe(0);
    });

    it('orders lists by the lower bound of the share of likes, then by use', async () => {
      const guildId = newGuild();
      const ids = new Map<string, string>();
      for (const name of ['sure', 'lucky', 'bad', 'unknown']) ids.set(name, await newAesthetic(guildId, name));
      const cast = async (name: string, likes: number, dislikes: number): Promise<void> => {
        for (let i = 0; i < likes + dislikes; i++)
          await votes.onAesthetic({ guildId, memberId: `v${i}`, id: ids.get(name)!, value: i < likes ? 1 : -1 });
      };
      await cast('sure', 9, 1);
      await cast('lucky', 1, 0);
      await cast('bad', 0, 3);
      const order = (await listAesthetics(store.client, guildId, pack)).map(({ name }) => name);
      expect(order).toEqual(['sure', 'lucky', 'bad', 'Mist', 'unknown']);
    });
  });

  describe('on a picture', () => {
    it('is one for a member, and of who asked for it counts nowhere', async () => {
      const guildId = newGuild();
      const { id, pictureIds } = await pictures(store, { guildId, askerId: ann, count: 2 });
      const press = (memberId: string, picture: string, value: 1 | -1) =>
        votes.onPicture({ guildId, memberId, id: picture, value });
      expect(await press(bob, pictureIds[0], 1)).toEqual({ generationId: id, own: false, mine: 1, likes: 1, votes: 1 });
      expect(await press(ann, pictureIds[0], -1)).toMatchObject({ own: true, mine: -1, likes: 1, votes: 1 });
      const shown = await votes.pictures(guildId, id, bob);
      expect(shown).toMatchObject([
        { id: pictureIds[0], mine: 1, likes: 1, votes: 1, own: false },
        { id: pictureIds[1], votes: 0, own: false },
      ]);
      expect(shown[1]).not.toHaveProperty('likes');
      expect((await votes.pictures(guildId, id, ann))[1]).toMatchObject({ own: true });
    });

    it('keeps what the picture was painted with', async () => {
      const guildId = newGuild();
      const aesthetic = await newAesthetic(guildId);
      const versionUuid = (await findVersion(store.client, guildId, aesthetic, 1))!.id;
      const painted = await pictures(store, { guildId, versionUuid });
      const plain = await pictures(store, { guildId, versionUuid, plain: true });
      for (const { pictureIds } of [painted, plain])
        await votes.onPicture({ guildId, memberId: bob, id: pictureIds[0], value: 1 });
      const rows = await store.client.pictureVote.findMany({ where: { guildId }, orderBy: { votedAt: 'asc' } });
      expect(rows.map(({ aestheticId, askerId }) => [aestheticId, askerId])).toEqual([
        [uuidOf(aesthetic), '3'],
        [null, '3'],
      ]);
    });

    it.each(['deleted', 'removed by a moderator', 'another server’s', 'a strip', 'of no such id'] as const)(
      'is refused on one that is %s',
      async (what) => {
        const guildId = newGuild();
        const imagineOptions = what === 'a strip' ? { strip: true } : {};
        const where = what === 'another server’s' ? newGuild() : guildId;
        const { id, pictureIds } = await pictures(store, { guildId: where, imagineOptions });
        if (what === 'deleted') await deletePictures(store.client, guildId, id, Date.now());
        if (what === 'removed by a moderator') await removePictures(store.client, guildId, id, Date.now());
        const given = what === 'of no such id' ? '1' : pictureIds[0];
        const refused = saying('This picture was deleted, or it is not from this server');
        await expect(votes.onPicture({ guildId, memberId: bob, id: given, value: 1 })).rejects.toThrow(refused);
        await expect(votes.pictures(guildId, what === 'of no such id' ? '1' : id, bob)).rejects.toThrow(refused);
        expect(await store.client.pictureVote.count({ where: { imageId: uuidOf(pictureIds[0]) } })).toBe(0);
      },
    );
  });

  describe('at once', () => {
    it('by 200 members, twice by every fourth, are counted exactly', async () => {
      const guildId = newGuild();
      const aesthetic = await newAesthetic(guildId);
      const { pictureIds } = await pictures(store, { guildId });
      const members = Array.from({ length: 200 }, (_, i) => i);
      const presses = members.flatMap((i) => {
        const vote = { guildId, memberId: `m${i}`, value: i % 5 < 2 ? (-1 as const) : (1 as const) };
        const both = () => [
          votes.onAesthetic({ ...vote, id: aesthetic }),
          votes.onPicture({ ...vote, id: pictureIds[0] }),
        ];
        return i % 4 === 0 ? [...both(), ...both()] : both();
      });
      await Promise.all(presses);
      const stay = members.filter((i) => i % 4 !== 0);
      const likes = stay.filter((i) => i % 5 >= 2).length;
      expect((await findAesthetic(store.client, guildId, 'dusk', pack))!.votes).toBe(stay.length);
      const last = { guildId, memberId: 'last', value: 1 as const };
      const told = { votes: stay.length + 1, likes: likes + 1 };
      expect(await votes.onAesthetic({ ...last, id: aesthetic })).toMatchObject(told);
      expect(await votes.onPicture({ ...last, id: pictureIds[0] })).toMatchObject(told);
    });

    it('by one member follow one another: 51 presses of 👍 are a like, 50 more none, and what was told last holds', async () => {
      const guildId = newGuild();
      const { id, pictureIds } = await pictures(store, { guildId });
      const press = (value: 1 | -1) => votes.onPicture({ guildId, memberId: bob, id: pictureIds[0], value });
      const times = (count: number) => Promise.all(Array.from({ length: count }, () => press(1)));
      const answers = await times(51);
      expect(answers.filter(({ mine }) => mine === 1)).toHaveLength(26);
      expect((await votes.onPicture({ guildId, memberId: cat, id: pictureIds[0], value: 1 })).votes).toBe(2);
      await times(51);
      expect(await store.client.pictureVote.findMany({ where: { guildId, memberId: bob } })).toEqual([]);

      await Promise.all(Array.from({ length: 50 }, (_, i) => press(i % 2 === 0 ? 1 : -1)));
      const rows = await store.client.pictureVote.findMany({ where: { guildId, memberId: bob, value: { not: 0 } } });
      expect(rows.length).toBeLessThanOrEqual(1);
      const { votes: total } = (await votes.pictures(guildId, id, cat))[0];
      expect(total).toBe(1 + rows.length);
    });
  });

  it('the stream of cards leaves out what has no card, is one’s own, or was voted on; what is skipped comes once', async () => {
    const guildId = newGuild();
    const ids: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      const id = await newAesthetic(guildId, name);
      await giveCard(guildId, id);
      ids.push(id);
    }
    await newAesthetic(guildId, 'cardless');
    const own = await newAesthetic(guildId, 'own', bob);
    await giveCard(guildId, own);

    const context = await loadContext(store.client, guildId, pack.name);
    const next = (after?: string) => votes.nextCard(context, bob, after);
    expect(await next()).toMatchObject({ card: { id: ids[2] }, left: 3 });
    expect(await next(ids[2])).toMatchObject({ card: { id: ids[1] }, left: 3 });
    await votes.onAesthetic({ guildId, memberId: bob, id: ids[1], value: -1 });
    expect(await next(ids[1])).toMatchObject({ card: { id: ids[0] }, left: 2 });
    expect(await next(ids[0])).toEqual({ left: 2 });
    for (const id of [ids[0], ids[2]]) await votes.onAesthetic({ guildId, memberId: bob, id, value: 1 });
    expect(await next()).toEqual({ left: 0 });
  });

  it('are exported and erased with their member; with an erased work, the votes on it go', async () => {
    const guildId = newGuild();
    const [dan, eve] = ['201', '202'];
    const id = await newAesthetic(guildId, 'dusk', eve);
    const byDan = await pictures(store, { guildId, askerId: dan });
    const byEve = await pictures(store, { guildId, askerId: eve });
    for (const memberId of [dan, cat]) {
      await votes.onAesthetic({ guildId, memberId, id, value: 1 });
      for (const { pictureIds } of [byDan, byEve])
        await votes.onPicture({ guildId, memberId, id: pictureIds[0], value: -1 });
    }
    const exported = (folder: string) => exportedRows(store, dan, folder);
    expect(await exported('votes-on-aesthetics')).toMatchObject([
      { guildId, aesthetic: { id, name: 'dusk' }, value: 1 },
    ]);
    expect(await exported('votes-on-pictures')).toMatchObject([
      { picture: byDan.pictureIds[0], value: -1, own: true },
      { picture: byEve.pictureIds[0], value: -1, own: false },
    ]);

    await eraseMember(store.client, dan, Date.now());
    const left = await store.client.pictureVote.findMany({ where: { guildId } });
    expect(left.map(({ memberId, imageId }) => [memberId, imageId])).toEqual([[cat, uuidOf(byEve.pictureIds[0])]]);
    expect((await findAesthetic(store.client, guildId, 'dusk', pack))!.votes).toBe(1);
    expect([await exported('votes-on-aesthetics'), await exported('votes-on-pictures')]).toEqual([[], []]);

    await eraseMember(store.client, eve, Date.now());
    expect(await store.client.aestheticVote.count({ where: { guildId } })).toBe(0);
    expect(await store.client.pictureVote.count({ where: { guildId } })).toBe(0);
  });

  it('go with their server', async () => {
    const guildId = newGuild();
    const { pictureIds } = await pictures(store, { guildId });
    await votes.onPicture({ guildId, memberId: bob, id: pictureIds[0], value: 1 });
    await votes.onAesthetic({ guildId, memberId: bob, id: await newAesthetic(guildId), value: 1 });
    await store.client.guild.delete({ where: { id: guildId } });
    expect(await store.client.pictureVote.count({ where: { guildId } })).toBe(0);
    expect(await store.client.aestheticVote.count({ where: { guildId } })).toBe(0);
  });
});
