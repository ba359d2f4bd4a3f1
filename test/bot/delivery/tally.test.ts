import { ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { createGatherer } from '../../../src/bot/delivery/gather.js';
import { holdReply } from '../../../src/bot/delivery/replyLease.js';
import { createTallies, withTally } from '../../../src/bot/delivery/tally.js';
import type { MessagePlace, ShownComponent } from '../../../src/bot/delivery/tally.js';
import {
  closeDuelNow,
  findNamedVersion,
  voteInDuel,
  voteOnAesthetic,
  voteOnPicture,
} from '../../../src/bot/repositories/index.js';
import { aesthetic, openDuel } from '../support/duels.js';
import { pictures, publish } from '../support/rows.js';
import { openTestStore } from '../support/stores.js';

/** Promises that the test resolves. */
function steps() {
  const waiting: (() => void)[] = [];
  return {
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    /** Goes on with the one that waits longest, and with what follows at once. */
    go: async () => {
      waiting.shift()?.();
      await settle();
    },
    count: () => waiting.length,
  };
}
const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

describe('edits of a message are gathered', () => {
  test('the first at once, those that come meanwhile as one, of the latest state, after the wait', async () => {
    const [waits, edits] = [steps(), steps()];
    const waited: number[] = [];
    const gatherer = createGatherer(
      () => undefined,
      (ms) => {
        waited.push(ms);
        return waits.next();
      },
    );
    const done: number[] = [];
    const ask = (state: number): void => {
      gatherer.ask('message', async () => {
        await edits.next();
        done.push(state);
      });
    };
    for (let state = 1; state <= 10; state++) ask(state);
    await settle();
    expect(edits.count()).toBe(1);
    await edits.go();
    ask(11);
    await settle();
    // The wait begins when the edit is done.
    expect([done, waited, edits.count()]).toEqual([[1], [2_000], 0]);
    await waits.go();
    await edits.go();
    expect(done).toEqual([1, 11]);
    // Asked while an edit is under way, which may have read the state before: another follows.
    await waits.go();
    ask(12);
    await settle();
    ask(13);
    ask(14);
    await edits.go();
    await waits.go();
    await edits.go();
    expect(done.slice(2)).toEqual([12, 14]);
  });

  test('messages do not wait for each other, and a failure is told and does not stop the next', async () => {
    const waits = steps();
    const errors: unknown[] = [];
    const gatherer = createGatherer((error) => errors.push(error), waits.next);
    const done: string[] = [];
    gatherer.ask('one', () => Promise.reject(new Error('lost')));
    gatherer.ask('two', () => Promise.resolve(void done.push('two')));
    gatherer.ask('one', () => Promise.resolve(void done.push('one')));
    await settle();
    await waits.go();
    await waits.go();
    expect(done.sort()).toEqual(['one', 'two']);
    expect(errors).toEqual([new Error('lost')]);
  });
});

describe('the line of a tally', () => {
  const text = { type: ComponentType.TextDisplay, id: 1, content: 'a castle' };
  const row = { type: ComponentType.ActionRow, id: 2, components: [] };

  test('is the last, in the server’s language, once', () => {
    const one = withTally([text, row], 1, 'de')!;
    expect(one).toEqual([text, row, expect.objectContaining({ content: '-# 1 Stimme' })]);
    const two = withTally(one, 2, 'en-US')!;
    expect(two).toEqual([text, row, expect.objectContaining({ content: '-# 2 votes' })]);
    expect(withTally(two, 0, 'en-US')).toEqual([text, row]);
  });

  test('is not edited where it stands so already', () => {
    const three = withTally([text], 3, null)!;
    expect(withTally(three, 3, null)).toBeUndefined();
    expect(withTally([text], 0, null)).toBeUndefined();
  });
});

describe('below a message', () => {
  const hourMs = 3_600_000;
  const discordEpochMs = 1_420_070_400_000;
  const messageAt = (ms: number): string => (BigInt(ms - discordEpochMs) << 22n).toString();

  async function open(ageMs = 0) {
    const store = await openTestStore();
    await publish(store);
    const now = Date.now();
    const messageId = messageAt(now - ageMs);
    const { id, pictureIds } = await pictures(store, { messageId, count: 2, locale: 'fr' });
    const edits: [MessagePlace, readonly ShownComponent[] | undefined][] = [];
    const waits = steps();
    const tallies = createTallies(
      store,
      (at, change) => {
        edits.push([at, change([])]);
        return Promise.resolve();
      },
      { onError: (error) => expect.unreachable(String(error)), now: () => now, wait: waits.next },
    );
    const vote = (memberId: string, picture: number) =>
      voteOnPicture(store.client, { guildId: '1', memberId, id: pictureIds[picture], value: 1 }, now);
    /** By message, what its line says. */
    const lines = () =>
      edits.map(([at, shown]) => [at.messageId, shown?.flatMap((one) => ('content' in one ? [one.content] : []))]);
    return { store, now, id, messageId, edits, lines, tallies, vote, waits };
  }

  test('stands how many votes all its pictures have', async () => {
    const { id, messageId, edits, tallies, vote } = await open(hourMs - 1_000);
    await vote('a', 0);
    await vote('a', 1);
    await vote('b', 1);
    tallies.pictures(id);
    const line = { type: ComponentType.TextDisplay, content: '-# 3 votes' };
    await expect
      .poll(() => edits)
      .toEqual([[expect.objectContaining({ channelId: '2', messageId }), [expect.objectContaining(line)]]]);
  });

  test('comes when the delivery is written down, where somebody voted before', async () => {
    const { store, id, messageId, lines, tallies, vote, waits } = await open();
    const deliver = (deliveredAt: Date | null) =>
      store.client.generation.update({ where: { id: uuidOf(id) }, data: { deliveredAt } });
    await deliver(null);
    await vote('a', 0);
    tallies.pictures(id);
    await expect.poll(waits.count).toBe(1);
    expect(lines()).toEqual([]);
    await deliver(new Date());
    await waits.go();
    await expect.poll(lines).toEqual([[messageId, ['-# 1 vote']]]);
  });

  test('older than an hour nothing is edited', async () => {
    const { store, id, messageId, edits, tallies, vote } = await open(hourMs + 1_000);
    await vote('a', 0);
    tallies.pictures(id);
    tallies.aesthetic({ channelId: '2', messageId }, '1', id, null);
    await tallies.catchUp();
    // What it would read is read after this.
    await store.client.generation.count({ where: { id: uuidOf(id) } });
    await store.client.generation.count();
    expect(edits).toEqual([]);
  });

  test('of a duel, votes that come while it waits after an edit are one edit, once the wait is over', async () => {
    const { store, now, lines, tallies, waits } = await open();
    const messageId = messageAt(now - 1_000);
    const { generationId } = await openDuel(store, [null, null], { messageId }, now);
    const vote = async (memberId: number): Promise<void> => {
      await voteInDuel(store.client, { guildId: '1', generationId, memberId: String(memberId), best: 0 }, now);
      tallies.duel(generationId);
    };
    await vote(1);
    await expect.poll(waits.count).toBe(1);
    expect(lines()).toEqual([[messageId, ['-# 1 vote']]]);
    for (let memberId = 2; memberId <= 12; memberId++) await vote(memberId);
    // What an edit would read is read after this.
    await store.client.duel.count();
    expect(lines()).toHaveLength(1);
    await waits.go();
    await expect.poll(waits.count).toBe(1);
    expect(lines().slice(1)).toEqual([[messageId, ['-# 12 votes']]]);
  });

  test('of a duel, a vote that comes before its opening is written down is shown afterwards', async () => {
    const { store, now, lines, tallies, waits } = await open();
    const messageId = messageAt(now - 1_000);
    const { generationId } = await openDuel(store, [null, null], { messageId }, now);
    const release = await holdReply(store, generationId, () => now);
    await voteInDuel(store.client, { guildId: '1', generationId, memberId: '1', best: 0 }, now);
    tallies.duel(generationId);
    await expect.poll(waits.count).toBe(1);
    expect(lines()).toEqual([]);
    await release?.();
    await waits.go();
    await expect.poll(lines).toEqual([[messageId, ['-# 1 vote']]]);
  });

  test('a start makes the edits that the process before was to make: of pictures, a card and an open duel', async () => {
    const { store, now, messageId, lines, tallies, vote } = await open();
    await vote('a', 0);
    const [duelId, closedId, cardId] = [1, 2, 3].map((minutes) => messageAt(now - minutes * 60_000));
    const duel = await openDuel(store, [null, null], { messageId: duelId }, now);
    const closed = await openDuel(store, [null, null], { messageId: closedId }, now);
    for (const { generationId } of [duel, closed])
      for (const memberId of ['a', 'b'])
        await voteInDuel(store.client, { guildId: '1', generationId, memberId, best: 1 }, now);
    await closeDuelNow(store.client, '1', closed.id, now);
    const { id, version } = await aesthetic(store, 'dusk');
    const { id: versionUuid } = (await findNamedVersion(store.client, '1', { id, version }))!;
    const card = { prompts: ['a castle'], said: 'dusk' };
    await pictures(store, { messageId: cardId, versionUuid, imagineOptions: { card } });
    for (const memberId of ['a', 'b', 'c'])
      await voteOnAesthetic(store.client, { guildId: '1', memberId, id, value: -1 }, now);

    await tallies.catchUp();
    await expect
      .poll(() => new Map(lines() as [string, string[]][]))
      .toEqual(
        new Map([
          [messageId, ['-# 1 vote']],
          [duelId, ['-# 2 votes']],
          [cardId, ['-# 3 votes']],
        ]),
      );
  });
});
