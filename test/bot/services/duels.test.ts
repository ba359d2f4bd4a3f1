import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDuelNow } from '../../../src/bot/repositories/index.js';
import type { Duels } from '../../../src/bot/services/index.js';
import type { AestheticLabel, Contestant } from '../../../src/bot/types.js';
import { saying } from '../../support/inWords.js';
import { aesthetic, openDuel, shown } from '../support/duels.js';
import { modes } from '../support/stores.js';
import { openTestServices } from '../support/testServices.js';
import type { TestServices } from '../support/testServices.js';

describe.each(modes)('duels as commands call them, %s', (mode) => {
  let bot: TestServices;
  let store: TestServices['store'];
  let services: TestServices['services'];
  let duels: Duels;

  beforeAll(async () => {
    bot = await openTestServices(mode);
    ({ store, services } = bot);
    duels = services.duels;
  });
  afterAll(() => bot.close());

  const idsOf = (sides: readonly Contestant[]): string[] => sides.map((side) => side?.id ?? '').sort();
  const closedDuel = async (
    guildId: string,
    sides: readonly [Contestant, Contestant],
    votes: readonly (number | null)[],
    from = 100,
  ): Promise<void> => {
    const { id, generationId } = await openDuel(store, sides, { guildId });
    for (const [i, best] of votes.entries())
      await duels.vote({ guildId, generationId, memberId: String(from + i), best });
    await closeDuelNow(store.client, guildId, id, Date.now());
  };

  describe('who is compared', () => {
    it('is whoever was named, A and B by chance', async () => {
      const guildId = 'A';
      const [a, b] = [await aesthetic(store, 'a', { guildId }), await aesthetic(store, 'b', { guildId })];
      const context = await services.context(guildId);
      const firsts = new Set<string>();
      for (let i = 0; i < 60; i++) {
        const sides = await duels.pair(context, [a, b]);
        expect(idsOf(sides)).toEqual([a.id, b.id].sort());
        firsts.add(sides[0]?.id ?? '');
      }
      expect(firsts.size).toBe(2);
      await expect(duels.pair(context, [a, a])).rejects.toThrow(saying('two different sides'));
      await expect(duels.pair(context, [null, null])).rejects.toThrow(saying('two different sides'));
    });

    it('and else the pair that teaches most, with the one that was named', async () => {
      const guildId = 'B';
      const all = [];
      for (const name of ['a', 'b', 'c']) all.push(await aesthetic(store, name, { guildId }));
      const [a, b, c] = all;
      // So much is known of these that they teach least, and the strong one is far from plain.
      for (let i = 0; i < 10; i++) await closedDuel(guildId, [a, null], [0, 0, 0, 0, 0, 0]);
      const context = await services.context(guildId);
      for (const given of [
        [c, undefined],
        [undefined, c],
      ] as const)
        expect(idsOf(await duels.pair(context, given))).toContain(c.id);
      const chosen = idsOf(await duels.pair(context, [undefined, undefined]));
      expect(chosen).not.toEqual(['', a.id].sort());
      expect([b.id, c.id].some((id) => chosen.includes(id))).toBe(true);
      expect(idsOf(await duels.pair(context, [null, undefined]))).toContain('');
    });

    it('is not possible where no aesthetic can be used', async () => {
      const context = await services.context('none');
      const without = { ...context, published: { ...context.published, name: 'another', clipId: 'other' } };
      await expect(duels.pair(without, [undefined, undefined])).rejects.toThrow(saying('there is none here'));
    });
  });

  it('every fifth preference is asked about, and no tie', async () => {
    const guildId = 'C';
    const a = await aesthetic(store, 'a', { guildId });
    const asked: boolean[] = [];
    for (const best of [0, 1, 0, null, null, 0, 0, 0, 0, 0]) {
      const { generationId } = await openDuel(store, [a, null], { guildId });
      asked.push('asksWhy' in (await duels.vote({ guildId, generationId, memberId: '100', best })));
    }
    expect(asked.flatMap((was, i) => (was ? [i + 1] : []))).toEqual([10]);
  });

  it('a request names two sides of a duel, once more where it is asked for again', async () => {
    const guildId = 'D';
    const a = await aesthetic(store, 'a', { guildId });
    const order = {
      context: await services.context(guildId),
      channelId: '2',
      askerId: '3',
      attachmentLimit: 1_000,
      reply: { applicationId: '4', token: 't', issuedAt: Date.now(), channelId: '2', messageId: '6' },
    };
    const duel = { sides: [a, null] as const, minutes: 5 };
    for (let i = 0; i < 2; i++) {
      const { generation, release } = await services.requests.accept({
        ...order,
        imagineOptions: { prompt: 'a castle', duel },
      });
      await release();
      expect(generation.imagineOptions).toMatchObject({ aesthetic: null, count: 1, duel });
      const { creatorId, isOpen } = await duels.find(guildId, { generationId: generation.id });
      expect([creatorId, isOpen]).toEqual(['3', false]);
    }
    const same = { prompt: 'a castle', duel: { sides: [a, a] as const, minutes: 5 } };
    await expect(services.requests.accept({ ...order, imagineOptions: same })).rejects.toThrow(saying('two different'));
    const gone = { prompt: 'a castle', duel: { sides: [{ ...a, version: 9 }, null] as const, minutes: 5 } };
    await expect(services.requests.accept({ ...order, imagineOptions: gone })).rejects.toThrow(saying('no longer'));
  });

  it('a stream passes what was skipped, and comes to it again when it begins anew', async () => {
    const guildId = 'E';
    const [a, b] = [await aesthetic(store, 'a', { guildId }), await aesthetic(store, 'b', { guildId })];
    for (const side of [a, b, null])
      await shown(store, [side], { guildId, imagineOptions: { prompt: 'a boat', aesthetic: side } });
    const viewer = { guildId, memberId: '11', channelIds: ['2'] };
    const { stream } = duels;
    const key = (ids: readonly string[] | undefined): string => [...(ids ?? [])].sort().join();
    const seen = new Set<string>();
    let pair = await stream.first(viewer);
    for (; pair; pair = await stream.skip(viewer, pair.ids)) seen.add(key(pair.ids));
    expect(seen.size).toBe(3);
    pair = await stream.first(viewer);
    let chosen = 0;
    for (; pair && chosen < 9; chosen++)
      ({ pair } = { pair: undefined, ...(await stream.choose(viewer, pair.ids, 0)) });
    expect([chosen, await stream.count(viewer)]).toEqual([3, 3]);
    expect(await stream.first(viewer)).toBeUndefined();
  });

  it('ratings are strengths above plain, strongest first, of what took part and is still there', async () => {
    const guildId = 'F';
    const made: AestheticLabel[] = [];
    for (const name of ['good', 'bad', 'new', 'gone']) made.push(await aesthetic(store, name, { guildId }));
    const [good, bad, , gone] = made;
    for (let i = 0; i < 12; i++) {
      await closedDuel(guildId, [good, null], [0, 0, 0, 1]);
      await closedDuel(guildId, [bad, null], [1, 1, 1, 0]);
    }
    await closedDuel(guildId, [gone, good], [0]);
    await services.aesthetics.delete(guildId, gone.id);
    const ratings = await duels.ratings(guildId);
    expect(ratings.map((one) => one.aesthetic?.name ?? 'plain')).toEqual(['good', 'plain', 'bad']);
    const [first, plain, last] = ratings;
    expect(plain).toMatchObject({ strength: 0, beatsPlain: 0.5 });
    // Three of four against plain: log 3, less the prior's pull.
    expect(first.strength).toBeLessThan(Math.log(3));
    expect(first.strength).toBeGreaterThan(0.8);
    expect(last.strength).toBeLessThan(-0.9);
    expect([first.votes, first.intervalFrom]).toEqual([49, 'duels']);
    expect(first.interval.low).toBeGreaterThan(0);
    expect(await duels.ratings(guildId)).toEqual(ratings);
    expect(await duels.ratings(guildId, Date.now() + 60_000)).toEqual([]);
    const ranked = await services.rankings.of(guildId, 'aesthetics', 'all');
    expect(ranked.map(({ measure, entries }) => [measure, entries.map(({ subject }) => subject)])).toEqual([
      ['duels', ['good', 'bad'].map((name) => ({ kind: 'aesthetic', name }))],
    ]);
    expect(ranked[0].entries[0]).toMatchObject({ value: first.beatsPlain, votes: 49 });
    expect(ranked[0].entries[0].low).toBeGreaterThan(0.5);
    expect(ranked[0].entries[1].high).toBeLessThan(0.5);
  });
});
