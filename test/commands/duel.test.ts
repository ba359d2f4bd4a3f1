import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommands } from '../../src/commands/index.js';
import { duelResult, generation, generationId, gloomcore, pairOfTwo } from '../bot/views/examples.js';
import { fakeServices, glowwave } from './fakeServices.js';
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

const start = (options: Record<string, string | number> = {}) =>
  client.slash('duel', { prompt: 'a castle', ...options }, {}, 'start');
const stranger = { userId: '300' };
const press = (action: string, id = generationId, presser: object = stranger) =>
  client.press(`1:${action}:${id}`, presser);
const label = ({ id, name, version }: typeof gloomcore) => ({ id, name, version });
const last = (calls: readonly Call[]): Call => calls.at(-1)!;
const bothIds = pairOfTwo.ids.join('');

describe('/duel start', () => {
  test('asks for one prompt with two aesthetics as one request, for an hour', async () => {
    const calls = await start({ left: 'Gloomcore', right: 'glowwave' });
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(calls.map(isPrivate)).toEqual([false, false]);
    expect(fake.orders[0].imagineOptions).toEqual({
      prompt: 'a castle',
      duel: { sides: [label(gloomcore), label(glowwave)], minutes: 60 },
    });
    expect(words(calls[1])).not.toContain('loomcore');
  });

  test.each(['plain', ' Plain', 'none'])('%j is a side without an aesthetic', async (word) => {
    await start({ left: word, right: 'gloomcore', minutes: 5 });
    expect(fake.orders[0].imagineOptions.duel).toEqual({ sides: [null, label(gloomcore)], minutes: 5 });
  });

  test('an aesthetic that is called plain comes before the word, and none still is none', async () => {
    fake.aesthetics = [...fake.aesthetics, { ...glowwave, id: 'AZVJaesthetic000000009', name: 'plain' }];
    await start({ left: 'plain', right: 'none' });
    expect(fake.orders[0].imagineOptions.duel?.sides).toMatchObject([{ name: 'plain' }, null]);
    const [{ body }] = await client.complete('duel', { prompt: '', left: 'n' }, 'left', {}, 'start');
    expect(body.data?.choices).toContainEqual({ name: 'none', value: 'none' });
  });

  test('suggests aesthetics that can be used, and plain', async () => {
    const [all] = await client.complete('duel', { prompt: '', right: '' }, 'right', {}, 'start');
    const offered = ({ body: { data } }: Call) => data?.choices?.map(({ name }) => name).sort();
    expect(offered(all)).toEqual(['Glowwave', 'gloomcore', 'linework', 'plain']);
    const [typed] = await client.complete('duel', { prompt: '', left: 'glo' }, 'left', {}, 'start');
    expect(offered(typed)).toEqual(['Glowwave', 'gloomcore']);
  });

  test.each([0, -1, 1.5, 10_081, 1e9])('%d minutes: says what is possible', async (minutes) => {
    const calls = await start({ minutes });
    expect(isPrivate(last(calls))).toBe(true);
    expect(words(last(calls))).toBe(
      'A duel lasts a whole number of minutes from 1 to 10080. Choose a number in this range.',
    );
    expect(fake.orders).toEqual([]);
  });

  test.each([1, 10_080])('%d minutes are taken', async (minutes) => {
    await start({ minutes });
    expect(fake.orders[0].imagineOptions.duel?.minutes).toBe(minutes);
  });

  test('of an aesthetic that is not there suggests the nearest', async () => {
    const calls = await start({ left: 'gloomcor' });
    expect(words(last(calls))).toContain('Did you mean gloomcore');
  });
});

describe('a vote', () => {
  test.each([
    ['duelA', 0, 'A'],
    ['duelB', 1, 'B'],
    ['duelEqual', null, 'Equal'],
  ])('%s is counted and answered privately', async (action, best, name) => {
    const calls = await press(action);
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(isPrivate(calls[0])).toBe(true);
    expect(fake.asked).toEqual([
      ['vote', { guildId: '100', generationId, memberId: '300', best }],
      ['tallyOfDuel', generationId],
    ]);
    expect(words(calls[1])).toContain(`Your choice: **${name}**`);
  });

  test('after the end hears the result, in the member’s language', async () => {
    fake.duelIsClosed = true;
    const calls = await press('duelA', generationId, { ...stranger, locale: 'de' });
    expect(words(last(calls))).toContain('Dieses Duell ist beendet.');
    expect(words(last(calls))).toContain('**A** gewinnt: **gloomcore v2**');
    expect(words(last(calls))).toContain('B: ohne Ästhetik · 1 Stimme');
    expect(duelResult.wins).toEqual([3, 1]);
  });

  test('is asked for its reason where the service says so, and the chip is thanked for', async () => {
    fake.why = { asksWhy: 'AZVJchoice00000000001_' };
    const answer = last(await press('duelB'));
    expect(words(answer)).toContain('What made the difference?');
    const calls = await client.press(control(answer, 'whySubject'), stranger);
    expect(calls.map(kind)).toEqual(['callback 6', 'edit']);
    expect(fake.asked.at(-1)).toEqual([
      'why',
      { id: 'AZVJchoice00000000001_', guildId: '100', memberId: '300' },
      'subject',
    ]);
    expect(words(last(calls))).toContain('does not count as a choice of style');
  });

  test('without the permission to use commands is refused', async () => {
    expect(words(last(await press('duelA', generationId, { permissions: [] })))).toContain('cannot use commands');
    expect(fake.asked).toEqual([]);
  });
});

describe('a duel', () => {
  beforeEach(() => {
    const duel = { sides: [label(gloomcore), null] as const, minutes: 30 };
    fake.generations = [{ ...generation, guildId: '100', imagineOptions: { prompt: 'a castle', seed: 42, duel } }];
  });
  const closes = () => fake.asked.filter(([name]) => name === 'close');

  test('is closed early by who started it, or who may manage messages', async () => {
    await press('duelClose', generationId, { userId: '200' });
    await press('duelClose', generationId, {
      ...stranger,
      permissions: [PermissionFlagsBits.ManageMessages, PermissionFlagsBits.UseApplicationCommands],
    });
    expect(closes()).toHaveLength(2);
  });

  test('and by nobody else, nor twice', async () => {
    expect(words(last(await press('duelClose')))).toContain('Only the member who started this duel');
    fake.duelIsClosed = true;
    expect(words(last(await press('duelClose', generationId, { userId: '200' })))).toContain('is not open');
  });

  test('is fought again with the same sides and another seed', async () => {
    await press('rematch', 'AZVJduel0000000000001_');
    expect(fake.orders[0]).toMatchObject({ askerId: '300', parentId: generationId });
    expect(fake.orders[0].imagineOptions).toEqual({
      prompt: 'a castle',
      duel: { sides: [label(gloomcore), null], minutes: 30 },
    });
  });

  test('of another server, by a forged id, is not found', async () => {
    fake.generations = [];
    for (const action of ['duelClose', 'rematch'])
      expect(words(last(await press(action)))).toContain('This duel no longer exists');
  });
});

describe('/duel stream', () => {
  const stream = () => client.slash('duel', {}, stranger, 'stream');

  test('without anything to compare says how pictures to compare come about', async () => {
    const calls = await stream();
    expect(isPrivate(calls[0])).toBe(true);
    expect(words(last(calls))).toContain('`/duel start` starts a duel');
  });

  test('shows pair after pair, in one private message', async () => {
    fake.pairs = [pairOfTwo, { ...pairOfTwo, prompt: 'a penguin' }];
    const pair = last(await stream());
    expect(words(pair)).toContain('**a castle**');
    expect(pair.files).toEqual(['a.png', 'b.png']);
    for (const [action, best] of [
      ['streamA', 0],
      ['streamEqual', null],
    ] as const) {
      const calls = await client.press(control(pair, action), stranger);
      expect(calls.map(kind)).toEqual(['callback 6', 'edit']);
      expect(fake.asked.at(-1)).toMatchObject(['choose', { guildId: '100', memberId: '300' }, pairOfTwo.ids, best]);
    }
    expect(words(last(await client.press(control(pair, 'streamSkip'), stranger)))).toContain('nothing to compare');
    expect(words(last(await client.press(control(pair, 'streamStop'), stranger)))).toContain('in this server: 7');
  });

  test('keeps the pair that is shown when it is told why', async () => {
    fake.pairs = [pairOfTwo, pairOfTwo];
    fake.why = { asksWhy: 'AZVJchoice00000000001_' };
    const pair = last(await stream());
    const next = last(await client.press(control(pair, 'streamB'), stranger));
    expect(words(next)).toContain('What made the difference?');
    const told = last(await client.press(control(next, 'whyColour'), { ...stranger, message: next.body }));
    expect(words(told)).toContain('Your reason: **Colour and light**');
    expect(words(told)).toContain('**a castle**');
    expect(control(told, 'streamA')).toBe(`1:streamA:${bothIds}`);
  });

  test('takes no ids that it never made', async () => {
    expect(words(last(await press('streamA', 'short')))).toContain('was deleted');
    expect(fake.asked).toEqual([]);
  });

  test('shows pictures of channels that the member can see, age-restricted ones only in such a channel', async () => {
    const seen = async (presser: object) => {
      await client.slash('duel', {}, presser, 'stream');
      return (fake.asked.at(-1) as [string, { channelIds: string[] }])[1].channelIds.sort();
    };
    expect(await seen({ userId: '300' })).toEqual(['10']);
    // The owner, who sees all, with the secret one.
    expect(await seen({ userId: '1' })).toEqual(['10', '13']);
    expect(await seen({ userId: '1', channelId: '11' })).toEqual(['10', '11', '12', '13']);
  });
});

test('who is blocked neither votes in duels nor chooses among pictures', async () => {
  fake.settings = { ...fake.settings, rules: { ...fake.settings.rules, blocked: ['300'] } };
  for (const [action, id] of [
    ['duelA', generationId],
    ['streamA', bothIds],
    ['best', `${generationId}-1`],
  ] as const)
    expect(words(last(await press(action, id)))).toContain('blocked you');
  expect(fake.asked).toEqual([]);
});

describe('the best of several', () => {
  test('is kept, and answered privately', async () => {
    const calls = await press('best', `${generationId}-3`);
    expect(isPrivate(calls[0])).toBe(true);
    expect(fake.asked).toEqual([['best', { guildId: '100', generationId, memberId: '300', best: 2 }]]);
    expect(words(calls[1])).toContain('Your choice: **picture 3**');
  });

  test.each([`${generationId}-0`, `${generationId}-5`, generationId, 'x'])('%j is no picture', async (id) => {
    expect(words(last(await press('best', id)))).toContain('no longer exists');
    expect(fake.asked).toEqual([]);
  });
});
