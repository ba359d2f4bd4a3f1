import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAesthetic,
  deleteAesthetic,
  deletePictures,
  eraseMember,
  findVersion,
  openStore,
  removePictures,
  restorePictures,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { createRankings } from '../../../src/bot/services/rankings.js';
import type { Rankings } from '../../../src/bot/services/types.js';
import { createVotes } from '../../../src/bot/services/votes.js';
import { image, pack, pictures, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const ann = '101';
const dayMs = 86_400_000;
const start = Date.parse('2026-06-01T12:00:00Z');
let guilds = 0;

describe.each(modes)('rankings, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  let now = start;
  let votes: ReturnType<typeof createVotes>;
  let rankings: Rankings;
  const newGuild = (): string => String(1_000 + ++guilds);
  const newAesthetic = async (guildId: string, name: string): Promise<{ id: string; versionUuid: string }> => {
    const given = { guildId, creatorId: ann, name, note: '', kind: 'mean', images: [image(1, 0, 0)] } as const;
    const id = await createAesthetic(store.client, given, pack);
    return { id, versionUuid: (await findVersion(store.client, guildId, id, 1))!.id };
  };
  /** That many members like it, and others do not. */
  const cast = async (
    on: 'onAesthetic' | 'onPicture',
    guildId: string,
    id: string,
    likes: number,
    dislikes: number,
  ) => {
    for (let i = 0; i < likes + dislikes; i++)
      await votes[on]({ guildId, memberId: `v${i}`, id, value: i < likes ? 1 : -1 });
  };

  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options);
    await publish(store);
    votes = createVotes({ store, now: () => now });
    // Duels are ranked in a test of their own.
    rankings = createRankings(
      store.client,
      () => now,
      () => Promise.resolve([]),
    );
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });

  it('have no entries where nobody voted', async () => {
    for (const kind of ['aesthetics', 'pictures', 'members'] as const)
      expect(await rankings.of(newGuild(), kind, 'all')).toEqual([]);
  });

  it('order aesthetics by Wilson’s lower bound of the votes on them; own votes and deleted ones are left out', async () => {
    const guildId = newGuild();
    const [sure, lucky, gone] = [
      await newAesthetic(guildId, 'sure'),
      await newAesthetic(guildId, 'lucky'),
      await newAesthetic(guildId, 'gone'),
    ];
    await cast('onAesthetic', guildId, sure.id, 9, 1);
    await cast('onAesthetic', guildId, lucky.id, 1, 0);
    await cast('onAesthetic', guildId, gone.id, 10, 0);
    await votes.onAesthetic({ guildId, memberId: ann, id: lucky.id, value: 1 });
    await deleteAesthetic(store.client, guildId, gone.id, now);
    const [byCards, ...others] = await rankings.of(guildId, 'aesthetics', 'all');
    expect(others).toEqual([]);
    // Wilson 1927 with z = 1.959964: 9 of 10, and 1 of 1.
    expect(byCards).toMatchObject({
      measure: 'cards',
      entries: [
        { subject: { name: 'sure' }, value: 0.9, votes: 10, low: expect.closeTo(0.5958, 3) as number },
        { subject: { name: 'lucky' }, value: 1, votes: 1, low: expect.closeTo(0.2065, 3) as number },
      ],
    });
    expect(byCards.entries[0].high).toBeCloseTo(0.9821, 3);
  });

  it('compare the pictures of aesthetics with plain ones once these have 10 votes', async () => {
    const guildId = newGuild();
    const { versionUuid } = await newAesthetic(guildId, 'dusk');
    const painted = await pictures(store, { guildId, versionUuid });
    const plain = await pictures(store, { guildId, versionUuid, plain: true });
    await cast('onPicture', guildId, painted.pictureIds[0], 8, 2);
    await cast('onPicture', guildId, plain.pictureIds[0], 5, 4);
    const measured = async () => (await rankings.of(guildId, 'aesthetics', 'all')).map(({ measure }) => measure);
    expect(await measured()).toEqual(['ownRate']);
    const [own] = await rankings.of(guildId, 'aesthetics', 'all');
    expect(own.entries).toMatchObject([{ subject: { kind: 'aesthetic', name: 'dusk' }, value: 0.8, votes: 10 }]);

    await votes.onPicture({ guildId, memberId: 'v9', id: plain.pictureIds[0], value: -1 });
    expect(await measured()).toEqual(['abovePlain']);
    const [compared] = await rankings.of(guildId, 'aesthetics', 'all');
    const [{ value, low, high }] = compared.entries;
    expect(value).toBeCloseTo(0.8 - 0.5, 10);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    // Resampled from the same seed.
    expect(await rankings.of(guildId, 'aesthetics', 'all')).toEqual([compared]);
  });

  it('have the best ten pictures with a link, and follow their deletion', async () => {
    const guildId = newGuild();
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) {
      const { id, pictureIds } = await pictures(store, {
        guildId,
        messageId: String(i),
        imagineOptions: { prompt: `picture ${i}` },
      });
      ids.push(id);
      // The later the better, and the first two alike.
      await cast('onPicture', guildId, pictureIds[0], 1 + Math.max(1, i), 1);
    }
    const [{ measure, entries }] = await rankings.of(guildId, 'pictures', 'all');
    const prompts = entries.map(({ subject }) => (subject.kind === 'picture' ? subject.prompt : ''));
    expect(measure).toBe('pictures');
    expect(prompts).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((i) => `picture ${i}`));
    expect(entries[0]).toMatchObject({
      votes: 13,
      value: expect.closeTo(12 / 13, 10) as number,
      subject: { askerId: '3', url: `https://discord.com/channels/${guildId}/2/11` },
    });
    await deletePictures(store.client, guildId, ids[11], now);
    const [after] = await rankings.of(guildId, 'pictures', 'all');
    expect(after.entries[0].subject).toMatchObject({ prompt: 'picture 10' });
    expect(after.entries[9].subject).toMatchObject({ prompt: 'picture 1' });
  });

  it('have members by the votes on what they asked for, never by how much they vote, and follow erasure', async () => {
    const guildId = newGuild();
    const good = await pictures(store, { guildId, askerId: 'good' });
    const bad = await pictures(store, { guildId, askerId: 'bad' });
    await cast('onPicture', guildId, good.pictureIds[0], 4, 0);
    await cast('onPicture', guildId, bad.pictureIds[0], 2, 6);
    await votes.onPicture({ guildId, memberId: 'good', id: good.pictureIds[0], value: 1 });
    const of = async () =>
      (await rankings.of(guildId, 'members', 'all')).flatMap(({ entries }) =>
        entries.map(({ subject, votes: count }) => [subject.kind === 'member' && subject.id, count]),
      );
    expect(await of()).toEqual([
      ['good', 4],
      ['bad', 8],
    ]);
    await eraseMember(store.client, 'good', now);
    expect(await of()).toEqual([['bad', 8]]);
    await eraseMember(store.client, 'v7', now);
    expect(await of()).toEqual([['bad', 7]]);
  });

  it('of aesthetics and members leave out pictures that a moderator removed, until that is undone', async () => {
    const guildId = newGuild();
    const { versionUuid } = await newAesthetic(guildId, 'dusk');
    const [good, bad] = [
      await pictures(store, { guildId, versionUuid }),
      await pictures(store, { guildId, versionUuid }),
    ];
    await cast('onPicture', guildId, good.pictureIds[0], 3, 0);
    await cast('onPicture', guildId, bad.pictureIds[0], 0, 5);
    const counted = async (kind: 'aesthetics' | 'members') =>
      (await rankings.of(guildId, kind, 'all')).flatMap(({ entries }) => entries.map((entry) => entry.votes));
    expect([await counted('aesthetics'), await counted('members')]).toEqual([[8], [8]]);
    await removePictures(store.client, guildId, bad.id, now);
    expect([await counted('aesthetics'), await counted('members')]).toEqual([[3], [3]]);
    await restorePictures(store.client, guildId, bad.id, now);
    expect([await counted('aesthetics'), await counted('members')]).toEqual([[8], [8]]);
  });

  it('take the votes of a period', async () => {
    const guildId = newGuild();
    const { id } = await newAesthetic(guildId, 'dusk');
    for (const [memberId, daysAgo] of [
      ['a', 60],
      ['b', 20],
      ['c', 5],
      ['d', 0.5],
    ] as const) {
      now = start - daysAgo * dayMs;
      await votes.onAesthetic({ guildId, memberId, id, value: 1 });
    }
    now = start;
    const counts = [];
    for (const period of ['day', 'week', 'month', 'all'] as const)
      counts.push((await rankings.of(guildId, 'aesthetics', period))[0].entries[0].votes);
    expect(counts).toEqual([1, 2, 3, 4]);
  });
});
