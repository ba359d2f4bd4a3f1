import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommands } from '../../src/commands/index.js';
import { details, gloomcore, guildSettings, pack } from '../bot/views/examples.js';
import { fakeServices, glowwave, readyMade } from './fakeServices.js';
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

const create = () =>
  client.slash('aesthetic', { name: 'mist', aesthetic1: 'gloomcore', aesthetic2: 'glowwave' }, {}, 'blend');
const last = (calls: readonly Call[]): Call => calls.at(-1)!;

describe('a new aesthetic', () => {
  test('tells how it comes to its card, in one reply, which can be cancelled', async () => {
    fake.card = { state: 'painting', generationId: 'AZVJcard00000000000001' };
    const calls = await create();
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(words(last(calls))).toMatch(/^\*\*mist\*\* is an aesthetic now.*\n-# Its card will be painted/);
    expect(control(last(calls), 'cancel')).toBe('1:cancel:AZVJcard00000000000001');
    expect(fake.cards[0]).toMatchObject({
      context: expect.objectContaining({ guildId: '100' }) as unknown,
      askerId: '200',
      asked: false,
      aesthetic: { name: 'mist' },
      said: words(last(calls)).split('\n')[0],
      reply: { messageId: '777', token: 'token1' },
    });
  });

  test('has a button for its card, with the time that it takes, where it is not painted unasked', async () => {
    fake.card = { state: 'offered', seconds: 400 };
    const shown = last(await create());
    expect(JSON.stringify(shown.body)).toContain('Paint its card (about 7 min)');
    expect(control(shown, 'card')).toBe(`1:card:${gloomcore.id}`);
  });

  test.each([
    ['blended', create],
    ['adopted', () => client.slash('aesthetic', { code: 'x' }, {}, 'adopt')],
  ])('%s has one too', async (_how, make) => {
    await make();
    expect(fake.cards).toHaveLength(1);
  });

  test('has no word of a card where the bot may not paint', async () => {
    fake.pack = { ...pack, checked: false };
    const calls = await create();
    expect(words(last(calls))).toContain('is an aesthetic now');
    expect(fake.cards).toEqual([]);
    // Of what is made of files, delivery is told so.
    await client.slash('aesthetic', { name: 'mist', image1: 'a' }, {}, 'create');
    expect(fake.asked.at(-1)).toMatchObject(['make', { showsCard: false }]);
  });
});

describe('the button', () => {
  test('has a card painted for anybody, however long it takes, in a message of its own', async () => {
    const calls = await client.press(`1:card:${glowwave.id}`, { userId: '300' });
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(fake.cards[0]).toMatchObject({ asked: true, askerId: '300', aesthetic: { id: glowwave.id } });
    expect(words(last(calls))).toContain('**Glowwave** v1');
  });

  test('shows the one that is there', async () => {
    fake.card = { state: 'painted', card: details.card! };
    const calls = await client.press(`1:card:${glowwave.id}`, { userId: '300' });
    expect(last(calls).files).toEqual([`card-${glowwave.id}.webp`]);
    expect(words(last(calls))).toContain('Cosines: a castle −0.34 → 0.21');
  });

  test('does nothing in a channel where the bot may not paint, nor for who may not use it, nor by a forged id', async () => {
    expect(words(last(await client.press('1:card:AZVJgone00000000000000')))).toContain('no longer exists');
    expect(words(last(await client.press(`1:card:${glowwave.id}`, { permissions: [] })))).toContain(
      'cannot use commands',
    );
    fake.pack = { ...pack, checked: false };
    expect(words(last(await client.press(`1:card:${glowwave.id}`)))).toContain('age-restricted');
    expect(fake.cards).toEqual([]);
  });
});

describe('/aesthetic browse', () => {
  beforeEach(() => {
    fake.aesthetics = [gloomcore, glowwave, readyMade, { ...glowwave, id: 'AZVJaesthetic000000009', name: 'last' }];
  });

  test('is a private gallery of cards, whose buttons turn the page', async () => {
    const calls = await client.slash('aesthetic', {}, {}, 'browse');
    expect(isPrivate(calls[0])).toBe(true);
    expect(last(calls).files).toEqual([gloomcore, glowwave, readyMade].map(({ id }) => `card-${id}.webp`));
    const turned = await client.press(control(last(calls), 'browse'));
    expect(turned.map(kind)).toEqual(['callback 6', 'edit']);
    expect(last(turned).files).toEqual(['card-AZVJaesthetic000000009.webp']);
    expect(control(last(turned), 'browse')).toBe('1:browse:1');
  });

  test('shows another page than asked for where that is none', async () => {
    for (const page of ['99', 'x'])
      expect(last(await client.press(`1:browse:${page}`)).files.length).toBeGreaterThan(0);
  });

  test('shows no pictures where the bot may not paint, as /aesthetic show does', async () => {
    fake.pack = { ...pack, checked: false };
    expect(last(await client.slash('aesthetic', {}, {}, 'browse')).files).toEqual([]);
    const shown = last(await client.slash('aesthetic', { name: 'gloomcore' }, {}, 'show'));
    expect(shown.files.filter((name) => name.startsWith('card'))).toEqual([]);
    const allowed = { ...guildSettings, uncheckedEverywhere: true };
    fake.settings = allowed;
    expect(last(await client.slash('aesthetic', {}, {}, 'browse')).files).toHaveLength(3);
  });
});

test('settings switch cards off, and back to the default', async () => {
  const change = { permissions: [32n, 1n << 31n] };
  await client.slash('settings', { cards: false }, change, 'change');
  expect(fake.asked).toEqual([['settings', '100', { cards: false }]]);
  await client.slash('settings', {}, change, 'reset');
  expect(fake.asked.at(-1)?.[2]).toMatchObject({ cards: null });
});
