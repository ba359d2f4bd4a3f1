import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf, uuidOf } from '../../../src/bot/database/ids.js';
import {
  cancelGeneration,
  chooseBest,
  chooseOfPair,
  closeDueDuels,
  closeDuelNow,
  countedVotes,
  deletePictures,
  deleteAesthetic,
  duelOf,
  duelResult,
  eraseMember,
  openStore,
  recordDelivered,
  recordReason,
  recordRevealed,
  shownDuelVotes,
  stylePairs,
  unrevealedDuels,
  votedImages,
  voteOnPicture,
  voteInDuel,
} from '../../../src/bot/repositories/index.js';
import type { Store, StoredDuel } from '../../../src/bot/repositories/index.js';
import type { AestheticLabel } from '../../../src/bot/types.js';
import { saying } from '../../support/inWords.js';
import { aesthetic, openDuel, painted, shown } from '../support/duels.js';
import { exportedRows } from '../support/exported.js';
import { generation, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const minuteMs = 60_000;

describe.each(modes)('duels, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let dusk: AestheticLabel;
  let moss: AestheticLabel;

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    await publish(store);
    [dusk, moss] = [await aesthetic(store, 'dusk'), await aesthetic(store, 'moss')];
  });
  afterAll(async () => {
    await store.close();
    await testStore.remove();
  });

  const vote = (duel: StoredDuel, memberId: string, best: number | null, now = Date.now()) =>
    voteInDuel(store.client, { guildId: duel.guildId, generationId: duel.generationId, memberId, best }, now);
  const result = (duel: StoredDuel) => duelResult(store.client, duel);
  const state = async ({ generationId }: StoredDuel) => (await duelOf(store.client, generationId))?.status;

  describe('a vote', () => {
    it('counts, is changed by another, and taken back by the same again', async () => {
      const duel = await openDuel(store, [dusk, moss]);
      expect(await vote(duel, '11', 0)).toMatchObject({ pressed: 'chosen', own: false });
      expect(await vote(duel, '11', null)).toMatchObject({ pressed: 'changed' });
      expect(await result(duel)).toMatchObject({ wins: [0, 0], ties: 1 });
      expect(await vote(duel, '11', 1)).toMatchObject({ pressed: 'changed' });
      expect(await result(duel)).toMatchObject({ wins: [0, 1], ties: 0 });
      expect(await vote(duel, '11', 1)).toEqual({ pressed: 'takenBack', own: false });
      expect((await shownDuelVotes(store.client, duel.generationId))?.votes).toBe(0);
    });

    it('of whoever started the duel, or made one of its aesthetics, is kept as their own', async () => {
      const duel = await openDuel(store, [dusk, null], { askerId: '12' });
      expect(await vote(duel, '12', 0)).toMatchObject({ own: true });
      expect(await vote(duel, '70', 0)).toMatchObject({ own: true });
      expect(await vote(duel, '13', 1)).toMatchObject({ own: false });
      expect(await result(duel)).toEqual({
        sides: [{ name: 'dusk', version: 1, deleted: false }, 'plain'],
        wins: [2, 1],
        ties: 0,
        own: 2,
      });
    });

    it('counts from when the pictures are painted, since they may be seen before that is recorded', async () => {
      const duel = { sides: [dusk, moss] as const, minutes: 5 };
      const row = await generation(store, { imagineOptions: { duel } });
      const cast = () =>
        voteInDuel(store.client, { ...row, generationId: row.id, memberId: '11', best: 0 }, Date.now());
      await expect(cast()).rejects.toThrow(saying('not painted yet'));
      await painted(store, row, [dusk, moss]);
      expect(await cast()).toMatchObject({ pressed: 'chosen' });
    });

    it('by a forged id of another server, on deleted pictures or in a cancelled duel is refused, with words', async () => {
      const duel = await openDuel(store, [dusk, moss]);
      await expect(vote({ ...duel, guildId: '2' }, '11', 0)).rejects.toThrow(saying('no longer exists'));
      await deletePictures(store.client, '1', duel.generationId, Date.now());
      await expect(vote(duel, '11', 0)).rejects.toThrow(saying('no longer exists'));
      expect(await state(duel)).toBe('cancelled');
      const row = await generation(store, { imagineOptions: { duel: { sides: [dusk, moss], minutes: 5 } } });
      await cancelGeneration(store.client, '1', row.id, Date.now());
      await recordDelivered(store.client, row.id, { messageId: '5', attachmentIds: [] }, Date.now());
      const cancelled = (await duelOf(store.client, row.id))!;
      await expect(vote(cancelled, '11', 0)).rejects.toThrow(saying('was cancelled'));
    });

    it('goes on while an aesthetic of the duel is deleted, and the result says so', async () => {
      const gone = await aesthetic(store, 'gone');
      const duel = await openDuel(store, [gone, moss]);
      await deleteAesthetic(store.client, '1', gone.id, Date.now());
      expect(await vote(duel, '11', 0)).toMatchObject({ pressed: 'chosen' });
      expect((await result(duel)).sides[0]).toEqual({ name: 'gone', version: 1, deleted: true });
    });

    it('200 at once, and 50 by one member, are counted exactly', async () => {
      const duel = await openDuel(store, [dusk, moss]);
      const members = Array.from({ length: 200 }, (_, i) => `5${String(i).padStart(3, '0')}`);
      await Promise.all(members.map((member, i) => vote(duel, member, [0, 1, null][i % 3])));
      expect(await result(duel)).toMatchObject({ wins: [67, 67], ties: 66 });
      const before = 200;
      const pressed = await Promise.all(Array.from({ length: 50 }, (_, i) => vote(duel, '99', i % 2)));
      // Each press did one of the three to the member's one vote.
      const kinds = pressed.map((one) => one?.pressed);
      const standing =
        kinds.filter((one) => one === 'chosen').length - kinds.filter((one) => one === 'takenBack').length;
      expect(standing).toSatisfy((n: number) => n === 0 || n === 1);
      expect((await shownDuelVotes(store.client, duel.generationId))?.votes).toBe(before + standing);
    });
  });

  describe('the end', () => {
    it('comes once, when the time is over, and not before', async () => {
      const start = Date.now();
      const duel = await openDuel(store, [dusk, moss], { minutes: 10 }, start);
      const close = async (at: number) => (await closeDueDuels(store.client, at)).filter(({ id }) => id === duel.id);
      expect(await close(start + 10 * minuteMs - 1)).toEqual([]);
      const both = await Promise.all([close(start + 10 * minuteMs), close(start + 10 * minuteMs)]);
      expect(both.flat()).toEqual([{ id: duel.id, generationId: duel.generationId }]);
      expect(await close(start + 11 * minuteMs)).toEqual([]);
    });

    it('is told until it has reached Discord', async () => {
      const duel = await openDuel(store, [dusk, moss]);
      expect(await closeDuelNow(store.client, '2', duel.id, Date.now())).toBe(false);
      expect(await closeDuelNow(store.client, '1', duel.id, Date.now())).toBe(true);
      expect(await closeDuelNow(store.client, '1', duel.id, Date.now())).toBe(false);
      const told = async () => (await unrevealedDuels(store.client, Date.now() + 1)).map(({ id }) => id);
      expect(await told()).toContain(duel.id);
      await recordRevealed(store.client, duel.id, Date.now());
      expect(await told()).not.toContain(duel.id);
    });

    it('refuses votes from the moment when the time is over, closed or not', async () => {
      const start = Date.now();
      const duel = await openDuel(store, [dusk, moss], { minutes: 1 }, start);
      expect(await vote(duel, '11', 0, start + minuteMs - 1)).toBeDefined();
      expect(await vote(duel, '12', 0, start + minuteMs)).toBeUndefined();
      await closeDueDuels(store.client, start + minuteMs);
      expect(await vote(duel, '12', 0, start)).toBeUndefined();
      expect(await result(duel)).toMatchObject({ wins: [1, 0], ties: 0 });
    });

    it('and votes at the same time: each is in the totals or was refused', async () => {
      const duel = await openDuel(store, [dusk, moss]);
      const members = Array.from({ length: 40 }, (_, i) => String(600 + i));
      const [votes] = await Promise.all([
        Promise.all(members.map((member) => vote(duel, member, 0))),
        closeDuelNow(store.client, '1', duel.id, Date.now()),
      ]);
      const counted = votes.filter((one) => one !== undefined).length;
      expect(await result(duel)).toMatchObject({ wins: [counted, 0] });
    });
  });

  describe('the best of several pictures', () => {
    it('is one choice, that can be changed and taken back, with what each was painted with', async () => {
      const row = await shown(store, [null, dusk], { imagineOptions: { aesthetic: dusk, besidePlain: true } });
      const choose = (best: number, memberId = '11', guildId = '1') =>
        chooseBest(store.client, { guildId, generationId: row.id, memberId, best }, Date.now());
      expect(await choose(0)).toMatchObject({ pressed: 'chosen', own: false });
      expect(await choose(1)).toMatchObject({ pressed: 'changed' });
      expect(await store.client.choice.findFirst({ where: { subject: row.id } })).toMatchObject({
        kind: 'best',
        aestheticIds: ['', dusk.id],
        best: 1,
      });
      expect(await choose(1)).toMatchObject({ pressed: 'takenBack' });
      expect(await choose(0, '3')).toMatchObject({ own: true });
      await expect(choose(2)).rejects.toThrow(saying('no longer exists'));
      await expect(choose(0, '11', '2')).rejects.toThrow(saying('no longer exists'));
      await deletePictures(store.client, '1', row.id, Date.now());
      await expect(choose(0)).rejects.toThrow(saying('no longer exists'));
    });

    it('is not asked of a duel, nor of one picture', async () => {
      const duel = await openDuel(store, [dusk, moss]);
      const one = await shown(store, [null]);
      for (const generationId of [duel.generationId, one.id])
        await expect(
          chooseBest(store.client, { guildId: '1', generationId, memberId: '11', best: 0 }, Date.now()),
        ).rejects.toThrow(saying('no longer exists'));
    });
  });

  it('nothing else tells what the pictures of an open duel are', async () => {
    const duel = await openDuel(store, [dusk, null]);
    const { id } = (await store.client.generatedImage.findFirst({
      where: { generation: { duel: { id: uuidOf(duel.id) } } },
    }))!;
    const like = () =>
      voteOnPicture(store.client, { guildId: '1', memberId: '11', id: idOf(id), value: 1 }, Date.now());
    const pictures = () => votedImages(store.client, '1', duel.generationId, '11');
    expect([await like(), await pictures()]).toEqual([undefined, []]);
    await closeDuelNow(store.client, '1', duel.id, Date.now());
    expect(await like()).toMatchObject({ mine: 1 });
    expect(await pictures()).toHaveLength(2);
  });

  describe('pairs to compare', () => {
    const viewer = { guildId: 'P', memberId: '11', channelIds: ['2'] };
    const asked = { guildId: 'P', askerId: '3' };

    it('are pictures of one prompt with different aesthetics, of one seed first, and none twice', async () => {
      const [a, b] = [await aesthetic(store, 'a', { guildId: 'P' }), await aesthetic(store, 'b', { guildId: 'P' })];
      const options = (prompt: string, seed: number, of: AestheticLabel | null) => ({
        ...asked,
        imagineOptions: { prompt, seed, aesthetic: of },
      });
      await shown(store, [a], options('a boat', 1, a));
      await shown(store, [b], options('A boat ', 2, b));
      await shown(store, [null], options('a boat', 2, null));
      await shown(store, [a], options('another', 1, a));
      await shown(store, [a], { ...options('a boat', 1, a), channelId: 'elsewhere' });
      const pairs = await stylePairs(store.client, viewer);
      const names = new Map([
        [a.id, 'a'],
        [b.id, 'b'],
        ['', 'plain'],
      ]);
      expect(pairs.map(({ aestheticIds, sameSeed }) => [...aestheticIds.map((id) => names.get(id)), sameSeed])).toEqual(
        [
          ['plain', 'b', true],
          ['plain', 'a', false],
          ['b', 'a', false],
        ],
      );
      const [{ ids }] = pairs;
      const choose = (best: number | null, shownIds: readonly [string, string] = ids, who = viewer) =>
        chooseOfPair(store.client, who, shownIds, best, Date.now());
      expect(await choose(0)).toMatchObject({ pressed: 'chosen', own: false });
      expect(await choose(1, [ids[1], ids[0]])).toMatchObject({ pressed: 'chosen' });
      expect(await choose(0, [ids[1], ids[0]])).toMatchObject({ pressed: 'changed' });
      expect(await stylePairs(store.client, viewer)).toHaveLength(2);
      for (const who of [
        { ...viewer, guildId: '1' },
        { ...viewer, channelIds: ['9'] },
      ])
        await expect(choose(0, ids, who)).rejects.toThrow(saying('was deleted'));
      await expect(choose(0, [ids[0], ids[0]])).rejects.toThrow(saying('was deleted'));
    });

    it('are never those of an open duel', async () => {
      const [a, b] = [await aesthetic(store, 'a', { guildId: 'Q' }), await aesthetic(store, 'b', { guildId: 'Q' })];
      const duel = await openDuel(store, [a, b], { guildId: 'Q' });
      const who = { ...viewer, guildId: 'Q' };
      expect(await stylePairs(store.client, who)).toEqual([]);
      await closeDuelNow(store.client, 'Q', duel.id, Date.now());
      expect(await stylePairs(store.client, who)).toHaveLength(1);
    });
  });

  describe('what counts in rankings', () => {
    it('is what members chose in closed duels, of pairs and of several, but for own work and what the subject decided', async () => {
      const guildId = 'R';
      const [a, b] = [await aesthetic(store, 'a', { guildId }), await aesthetic(store, 'b', { guildId })];
      const [closed, open] = [
        await openDuel(store, [a, b], { guildId }),
        await openDuel(store, [a, null], { guildId }),
      ];
      for (const [member, best] of [
        ['11', 0],
        ['12', 0],
        ['13', null],
        ['14', 1],
        ['70', 1],
        ['3', 1],
      ] as const)
        await vote(closed, member, best);
      await vote(open, '11', 0);
      const { id } = (await vote(closed, '15', 1))!;
      expect(await recordReason(store.client, { id: id!, guildId, memberId: '11' }, 'subject')).toBe(false);
      expect(await recordReason(store.client, { id: id!, guildId, memberId: '15' }, 'subject')).toBe(true);
      expect((await countedVotes(store.client, guildId)).duels).toEqual([]);
      await closeDuelNow(store.client, guildId, closed.id, Date.now());
      const row = await shown(store, [null, a], { guildId, imagineOptions: { aesthetic: a, besidePlain: true } });
      for (const memberId of ['11', '12'])
        await chooseBest(store.client, { guildId, generationId: row.id, memberId, best: 1 }, Date.now());
      const counted = await countedVotes(store.client, guildId);
      expect(counted.duels).toEqual([{ a: a.id, b: b.id, aWins: 2, bWins: 1, ties: 1 }]);
      expect(counted.bestOf).toEqual([{ options: ['plain', a.id], votes: [0, 2] }]);
      expect([counted.count, new Set(counted.ids)]).toEqual([6, new Set([a.id, b.id])]);
      expect((await countedVotes(store.client, guildId, Date.now() + 1)).count).toBe(0);
    });

    it('leaves nothing of a member who erases their data, and exports it before', async () => {
      const guildId = 'S';
      const a = await aesthetic(store, 'a', { guildId });
      const mine = await openDuel(store, [a, null], { guildId, askerId: '81' });
      const another = await openDuel(store, [a, null], { guildId });
      for (const duel of [mine, another]) {
        await vote(duel, '81', 0);
        await vote(duel, '82', 1);
        await closeDuelNow(store.client, guildId, duel.id, Date.now());
      }
      const pair = await stylePairs(store.client, { guildId, memberId: '83', channelIds: ['2'] });
      const viewer = { guildId, memberId: '83', channelIds: ['2'] };
      for (const { ids } of pair) await chooseOfPair(store.client, viewer, ids, 0, Date.now());
      expect(await exportedRows(store, '81', 'choices')).toHaveLength(2);
      expect(await exportedRows(store, '81', 'requests')).toMatchObject([{ duel: { status: 'closed' } }]);
      await eraseMember(store.client, '81', Date.now());
      expect(await duelOf(store.client, mine.generationId)).toBeUndefined();
      const left = await store.client.choice.findMany({ where: { guildId }, select: { memberId: true, kind: true } });
      expect(left.filter(({ kind }) => kind === 'duel')).toEqual([{ memberId: '82', kind: 'duel' }]);
      // Of the pairs, only the one of the other duel's pictures.
      expect(left.filter(({ kind }) => kind === 'stream')).toHaveLength(1);
      expect((await countedVotes(store.client, guildId)).count).toBe(2);
    });
  });
});
