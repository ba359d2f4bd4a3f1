import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BotError } from '../../src/bot/errors.js';
import { createCommands } from '../../src/commands/index.js';
import { gloomcore } from '../bot/views/examples.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { isPrivate, kind, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

const member = '200';
const stranger = { userId: '300' };
let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

describe('/aesthetic breed', () => {
  test('makes an aesthetic of the votes of a time, and says of how many votes of how many members', async () => {
    fake.card = { state: 'painted', card: { picture: Uint8Array.of(1), columns: [] } };
    fake.cardBefore = { picture: Uint8Array.of(2), columns: [] };
    const [deferred, shown] = await client.slash('aesthetic', { name: ' our  taste', period: 'week' }, {}, 'breed');
    expect(kind(deferred)).toBe('callback 5');
    expect(isPrivate(deferred)).toBe(false);
    expect(fake.asked).toEqual([
      ['breed', { guildId: '100', creatorId: member, name: 'our taste', note: '', period: 'week' }],
    ]);
    expect(words(shown)).toContain(
      `**our taste** is an aesthetic now, bred by <@${member}> from 42 votes of 5 members`,
    );
    expect(fake.cards).toMatchObject([{ asked: false, before: { id: gloomcore.id } }]);
    expect(words(shown)).toMatch(/Before: Gloomcore.*[^]*Now: our taste/i);
    expect(shown.files).toEqual([`before-${gloomcore.id}.webp`, 'card-AZVJaesthetic000000009.webp']);
  });

  test('of all votes where no time is named; the card before only where it is painted', async () => {
    const [, shown] = await client.slash('aesthetic', { name: 'ours' }, {}, 'breed');
    expect(fake.asked).toMatchObject([['breed', { period: 'all' }]]);
    expect(words(shown)).not.toContain('Before');
  });

  test('is refused with numbers where votes are too few, and out of nothing', async () => {
    fake.refusal = new BotError('tooFewMembers', { have: 0, least: 2 });
    const calls = await client.slash('aesthetic', { name: 'ours' }, {}, 'breed');
    expect(words(calls.at(-1)!)).toMatch(/votes that count are from 0, and it takes 2/);
    fake.refusal = new BotError('tooFewDisliked', { have: 3, least: 5 });
    const others = await client.slash('aesthetic', { name: 'ours' }, {}, 'breed');
    expect(words(others.at(-1)!)).toMatch(/3 pictures are liked less than is usual here, and it takes 5/);
  });

  test('only for who may create, by a name that can be one', async () => {
    fake.settings = { ...fake.settings, creators: 'managers' };
    await client.slash('aesthetic', { name: 'ours' }, stranger, 'breed');
    await client.slash('aesthetic', { name: 'my taste' }, {}, 'breed');
    expect(fake.asked).toEqual([]);
  });
});

describe('/aesthetic refine', () => {
  test('makes the next version, and shows the cards of both', async () => {
    fake.card = { state: 'painting', generationId: 'AZVJgeneration00000001' };
    fake.cardBefore = { picture: Uint8Array.of(2), columns: [] };
    const [, shown] = await client.slash('aesthetic', { name: 'gloomcore' }, {}, 'refine');
    expect(fake.asked).toEqual([['refine', gloomcore.id]]);
    expect(words(shown)).toContain('is now at version 3: its images are weighted by 12 votes of 3 members');
    expect(words(shown)).toMatch(/Before: .*v2[^]*Now: .*v3/i);
    expect(shown.files).toEqual([`before-${gloomcore.id}.webp`]);
  });

  test('only for who may change it, and not for the pack’s', async () => {
    const calls = await client.slash('aesthetic', { name: 'gloomcore' }, stranger, 'refine');
    expect(words(calls.at(-1)!)).toContain('Only the creator');
    await client.slash('aesthetic', { name: 'linework' }, {}, 'refine');
    expect(fake.asked).toEqual([]);
  });

  test('is refused where it keeps no images', async () => {
    fake.refusal = new BotError('nothingToWeigh', { name: 'gloomcore', count: 0 });
    const calls = await client.slash('aesthetic', { name: 'gloomcore' }, {}, 'refine');
    expect(words(calls.at(-1)!)).toContain('/aesthetic breed');
  });
});

describe('/taste', () => {
  const ask = (subcommand: string, options = {}) => client.slash('taste', options, {}, subcommand);

  test('on explains itself, to the member alone', async () => {
    const [deferred, shown] = await ask('on');
    expect(isPrivate(deferred)).toBe(true);
    expect(fake.asked).toEqual([['switchTaste', member, true]]);
    expect(words(shown)).toMatch(/Nobody else can see or name it.*four votes.*\/taste forget/);
  });

  test('off changes only what was on', async () => {
    await ask('off');
    expect(fake.asked).toEqual([]);
    fake.tastes = [member];
    await ask('off');
    expect(fake.asked).toEqual([['switchTaste', member, false]]);
  });

  test('show says how sure it is, what it is made of, its words and pictures, privately', async () => {
    const [deferred, shown] = await ask('show');
    expect(isPrivate(deferred)).toBe(true);
    expect(words(shown)).toMatch(
      /9 of your votes[^]*Provisional[^]*71 %[^]*gloom\\\*core 80 %, linework 20 %[^]*43 %[^]*gloomy, misty/,
    );
    expect(words(shown)).toMatch(/fits it best[^]*And least[^]*more than the server/);
    expect(words(shown)).not.toContain('And these less');
    expect(shown.files).toEqual(['best-1.webp', 'worst-1.webp', 'likesMore-1.webp']);
  });

  test('show says why not', async () => {
    fake.refusal = new BotError('tooFewForTaste', { have: 3, least: 4 });
    const calls = await ask('show');
    expect(words(calls.at(-1)!)).toContain('you voted 3 times on pictures here, and it takes 4');
  });

  test('share makes an aesthetic with a name, and tells the channel', async () => {
    const [deferred, shown] = await ask('share', { name: 'dusk' });
    expect(isPrivate(deferred)).toBe(false);
    expect(fake.asked).toEqual([['shareTaste', { guildId: '100', creatorId: member, name: 'dusk' }]]);
    expect(words(shown)).toContain(`**dusk** is an aesthetic now: the taste of <@${member}>`);
  });

  test('forget erases what was learned', async () => {
    expect(words((await ask('forget'))[1])).toContain('Nothing is known');
    fake.tastes = [member];
    expect(words((await ask('forget'))[1])).toContain('is erased');
  });
});

describe('/imagine aesthetic:my taste', () => {
  const options = { prompt: 'a castle', aesthetic: 'My Taste' };

  test('paints with a stored version of it', async () => {
    fake.tastes = [member];
    await client.slash('imagine', options);
    expect(fake.orders).toMatchObject([
      {
        askerId: member,
        imagineOptions: { aesthetic: { id: 'AZVJaesthetic000000008', name: 'my taste', version: 4 } },
      },
    ]);
  });

  test('is refused, with the way to it, where it is off', async () => {
    fake.refusal = new BotError('tasteOff');
    const calls = await client.slash('imagine', options);
    expect(words(calls.at(-1)!)).toContain('Use /taste on');
    expect(fake.orders).toEqual([]);
  });

  test('is suggested to those alone who have it on', async () => {
    const suggested = async (userId: string) => {
      const typed = { prompt: 'a castle', aesthetic: 'tas' };
      const [{ body }] = await client.complete('imagine', typed, 'aesthetic', { userId });
      return body.data?.choices ?? [];
    };
    fake.tastes = [member];
    expect(await suggested(member)).toContainEqual({ name: 'my taste (yours alone)', value: 'my taste' });
    expect(JSON.stringify(await suggested('300'))).not.toContain('my taste');
  });
});

describe('the family tree in /aesthetic show', () => {
  test('is a picture whose words name the parents, where there are any', async () => {
    const before = await client.slash('aesthetic', { name: 'gloomcore' }, {}, 'show');
    expect(before.at(-1)!.files).not.toContain('family.png');
    fake.family = {
      members: [
        { key: 'a', kind: 'named', name: 'Gloomcore', version: 2 },
        { key: 'b', kind: 'named', name: 'linework', version: 1 },
        { key: 'c', kind: 'taste', version: 3 },
      ],
      edges: [
        { from: 'b', to: 'a', how: 'votes', share: 0.25 },
        { from: 'c', to: 'a', how: 'votes', share: 0.6 },
      ],
      cut: true,
    };
    const calls = await client.slash('aesthetic', { name: 'gloomcore' }, {}, 'show');
    const shown = calls.at(-1)!;
    expect(shown.files).toContain('family.png');
    expect(fake.trees).toEqual([
      {
        nodes: [
          { key: 'a', name: 'Gloomcore', detail: 'v2' },
          { key: 'b', name: 'linework', detail: 'v1 · 25 %' },
          { key: 'c', name: 'a member’s taste', detail: 'v3 · 60 %', unnamed: true },
        ],
        edges: [
          { from: 'b', to: 'a' },
          { from: 'c', to: 'a' },
        ],
      },
    ]);
    expect(JSON.stringify(shown.body)).toContain(
      'Family tree of Gloomcore v2. Gloomcore v2 comes from linework v1 25 %, a member’s taste v3 60 %.',
    );
    expect(words(shown)).toContain('Earlier ancestors are not shown');
  });
});
