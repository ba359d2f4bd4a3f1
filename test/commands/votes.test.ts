import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BotError } from '../../src/bot/errors.js';
import type { VotablePicture } from '../../src/bot/types.js';
import { createCommands } from '../../src/commands/index.js';
import { details, generationId, gloomcore, pack } from '../bot/views/examples.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { control, isPrivate, kind, openTestClient, words } from './testClient.js';
import type { Call, TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const last = (calls: readonly Call[]): Call => calls.at(-1)!;
const pictureId = 'AZVJpicture00000000001';

describe('👍 and 👎 below an aesthetic', () => {
  test.each([
    ['like', 1],
    ['dislike', -1],
  ])('%s votes, acknowledged first, is answered privately, and the message’s tally follows', async (action, value) => {
    const calls = await client.press(`1:${action}:${gloomcore.id}`);
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(isPrivate(calls[0])).toBe(true);
    expect(words(last(calls))).toContain('on **gloomcore**. 9 of 12 votes are 👍.');
    expect(fake.asked).toEqual([
      ['voteOnAesthetic', { guildId: '100', memberId: '200', id: gloomcore.id, value }],
      ['tallyOfAesthetic', { channelId: '10', messageId: '777' }, '100', gloomcore.id, 'en-US'],
    ]);
  });

  test('is answered in the member’s language, the message’s tally is in the server’s', async () => {
    const calls = await client.press(`1:like:${gloomcore.id}`, { locale: 'de', guildLocale: 'fr' });
    expect(words(last(calls))).toContain('Du hast mit 👍 für **gloomcore** gestimmt.');
    expect(fake.asked[1].at(-1)).toBe('fr');
  });

  test('is for who may use commands in the channel', async () => {
    expect(words(last(await client.press(`1:like:${gloomcore.id}`, { permissions: [] })))).toContain(
      'You cannot use commands in this channel.',
    );
    expect(fake.asked).toEqual([]);
  });

  test('says so where it is deleted, and edits nothing', async () => {
    fake.refusal = new BotError('aestheticNotHere');
    const calls = await client.press(`1:like:${gloomcore.id}`);
    expect(words(last(calls))).toContain('This aesthetic no longer exists here.');
    expect(fake.asked.map(([name]) => name)).toEqual(['voteOnAesthetic']);
  });
});

describe('👍 and 👎 below a picture', () => {
  test('vote, and the tally of its message follows', async () => {
    const calls = await client.press(`1:dislikePicture:${pictureId}`);
    expect(isPrivate(calls[0])).toBe(true);
    expect(words(last(calls))).toContain('on this picture. 9 of 12 votes are 👍.');
    expect(fake.asked).toEqual([
      ['voteOnPicture', { guildId: '100', memberId: '200', id: pictureId, value: -1 }],
      ['tallyOfPictures', generationId],
    ]);
  });

  test('say so where it is deleted or another server’s', async () => {
    fake.refusal = new BotError('pictureGone');
    const calls = await client.press(`1:likePicture:${pictureId}`);
    expect(words(last(calls))).toContain('This picture was deleted, or it is not from this server');
    const opened = await client.press(`1:votePictures:${generationId}`, { guildId: '999' });
    expect(words(last(opened))).toContain('This picture was deleted, or it is not from this server');
  });
});

describe('several pictures', () => {
  const votable = (id: string): VotablePicture => ({
    id,
    thumbnail: new Uint8Array([1]),
    seed: 1,
    plain: false,
    votes: 2,
    own: false,
  });

  test('are opened privately, more than five in two messages', async () => {
    fake.pictures = Array.from({ length: 6 }, (_, i) => votable(`AZVJpicture0000000000${i}`));
    const calls = await client.press(`1:votePictures:${generationId}`);
    expect(calls.map(kind)).toEqual(['callback 5', 'edit', 'follow-up']);
    expect(calls.filter(isPrivate)).toEqual([calls[0], calls[2]]);
    expect(calls[1].files).toHaveLength(5);
    expect(control(calls[2], 'likeShown')).toBe('1:likeShown:AZVJpicture00000000005');
  });

  test('change in place when they are voted on, and keep their files', async () => {
    fake.pictures = [{ ...votable(pictureId), mine: 1, likes: 2 }];
    const calls = await client.press(`1:likeShown:${pictureId}`);
    expect(calls.map(kind)).toEqual(['callback 6', 'edit']);
    expect(words(last(calls))).toContain('your vote: 👍');
    expect(last(calls).files).toEqual([]);
    expect(fake.asked).toEqual([
      ['voteOnPicture', { guildId: '100', memberId: '200', id: pictureId, value: 1 }],
      ['tallyOfPictures', generationId],
    ]);
  });
});

describe('/vote', () => {
  test('is private, and shows a card', async () => {
    fake.next = { card: details, left: 1 };
    const calls = await client.slash('vote');
    expect(isPrivate(calls[0])).toBe(true);
    expect(last(calls).files).toEqual([`card-${gloomcore.id}.webp`]);
    expect(fake.asked).toEqual([['nextCard', '100', '200', undefined]]);
  });

  test('goes on in the same message after a vote and after a skip', async () => {
    fake.next = { left: 0 };
    const voted = await client.press(`1:likeNext:${gloomcore.id}`);
    expect(voted.map(kind)).toEqual(['callback 6', 'edit']);
    expect(words(last(voted))).toMatch(/^You voted 👍 on \*\*gloomcore\*\*.*\nThere are no cards here/);
    expect(fake.asked).toEqual([
      ['voteOnAesthetic', { guildId: '100', memberId: '200', id: gloomcore.id, value: 1 }],
      ['nextCard', '100', '200', gloomcore.id],
    ]);
    fake.asked.length = 0;
    const skipped = await client.press(`1:skip:${gloomcore.id}`);
    expect(words(last(skipped))).toMatch(/^There are no cards here/);
    expect(fake.asked).toEqual([['nextCard', '100', '200', gloomcore.id]]);
  });

  test('shows no cards where the bot may not paint, and says where it does', async () => {
    fake.pack = { ...pack, checked: false };
    expect(words(last(await client.slash('vote')))).toContain('has no safety check');
  });
});

describe('/leaderboard', () => {
  test.each(['aesthetics', 'pictures', 'members'])('%s without votes says how to vote', async (which) => {
    const calls = await client.slash('leaderboard', {}, {}, which);
    expect(isPrivate(calls[0])).toBe(false);
    expect(words(last(calls))).toContain('There are no votes to rank (all time).');
    expect(fake.asked).toEqual([['rankings', '100', which, 'all']]);
    expect(fake.charts).toEqual([]);
  });

  test('draws what it ranks, after the acknowledgement, in the server’s language, Japanese too', async () => {
    const subject = { kind: 'aesthetic', name: 'gloomcore' } as const;
    fake.rankings = [{ measure: 'cards', entries: [{ subject, value: 0.5, low: 0.3, high: 0.7, votes: 10 }] }];
    const calls = await client.slash('leaderboard', { period: 'week' }, { guildLocale: 'ja' }, 'aesthetics');
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(last(calls).files).toEqual(['ranking-cards.png']);
    expect(words(last(calls))).toContain('過去7日間');
    expect(fake.charts.map(({ subtitle }) => subtitle)).toEqual(['過去7日間']);
    expect(fake.asked).toEqual([['rankings', '100', 'aesthetics', 'week']]);
  });
});
