import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BotError } from '../../src/bot/errors.js';
import { errorData } from '../../src/bot/errors.js';
import { createCommands } from '../../src/commands/index.js';
import { gloomcore, guildSettings } from '../bot/views/examples.js';
import { fakeServices, glowwave } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { control, isPrivate, kind, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const stranger = { userId: '300' };
const manager = {
  userId: '300',
  permissions: [PermissionFlagsBits.ManageGuild, PermissionFlagsBits.UseApplicationCommands],
};
const asked = (presser = {}, name = 'gloomcore', subcommand = 'share') =>
  client.slash('aesthetic', { name }, presser, subcommand);

describe('/aesthetic blend', () => {
  const options = { name: 'dusk', aesthetic1: 'GLOOMCORE', aesthetic2: 'glowwave', weight2: -0.5 };

  test.each([
    [2, {}],
    [4, { aesthetic3: 'linework', aesthetic4: 'gloomcore' }],
  ])('takes %i', async (count, more) => {
    await client.slash('aesthetic', { ...options, ...more }, stranger, 'blend');
    expect(fake.asked).toMatchObject([['blend', { parts: { length: count } }]]);
  });

  test('takes them by name with their weights, 1 where none is given, and tells the channel', async () => {
    const calls = await client.slash('aesthetic', { ...options, aesthetic4: 'linework' }, stranger, 'blend');
    expect(fake.asked).toEqual([
      [
        'blend',
        {
          guildId: '100',
          creatorId: '300',
          name: 'dusk',
          note: '',
          parts: [
            { id: gloomcore.id, version: 2, weight: 1 },
            { id: glowwave.id, version: 1, weight: -0.5 },
            { id: 'AZVJaesthetic000000003', version: 2, weight: 1 },
          ],
        },
      ],
    ]);
    expect(words(calls.at(-1)!)).toContain(
      '**dusk** is an aesthetic now (contrast), blended from 3 aesthetics by <@300>',
    );
    expect(calls.map(isPrivate)).toEqual([false, false]);
  });

  test.each([1, 2, 3, 4])('suggests for aesthetic%i what the pack can use', async (n) => {
    fake.aesthetics = [gloomcore, { ...glowwave, unusable: errorData('anotherClip', { pack: 'another pack' }) }];
    const calls = await client.complete('aesthetic', { [`aesthetic${n}`]: 'g' }, `aesthetic${n}`, {}, 'blend');
    expect(calls[0].body.data?.choices).toEqual([{ name: 'gloomcore', value: 'gloomcore' }]);
  });

  test('is for those who may create aesthetics, and refuses privately', async () => {
    fake.settings = { ...guildSettings, creators: 'managers' };
    const calls = await client.slash('aesthetic', options, stranger, 'blend');
    expect(words(calls.at(-1)!)).toContain('do not let you create');
    expect(isPrivate(calls.at(-1)!)).toBe(true);
    const unknown = await client.slash('aesthetic', { ...options, aesthetic2: 'glowave' }, manager, 'blend');
    expect(words(unknown.at(-1)!)).toContain('Did you mean Glowwave');
    expect(fake.asked).toEqual([]);
  });
});

describe('/aesthetic share', () => {
  test.each([
    ['its creator', { userId: '200' }],
    ['whoever manages the server', manager],
  ])('shows the code to %s alone, with the button that ends it', async (_who, presser) => {
    const calls = await asked(presser);
    expect(isPrivate(calls[0])).toBe(true);
    expect(words(calls[1])).toContain('/aesthetic adopt code:0123-4567-89ABC');
    await client.press(control(calls[1], 'unshare'), presser);
    expect(fake.asked).toEqual([
      ['share', '100', gloomcore.id],
      ['unshare', '100', gloomcore.id],
    ]);
  });

  test('is for nobody else: not the command, nor ending it, nor a forged button', async () => {
    for (const calls of [
      await asked(stranger),
      await asked(stranger, 'gloomcore', 'unshare'),
      await client.press(`1:unshare:${gloomcore.id}`, stranger),
    ])
      expect(words(calls.at(-1)!)).toContain('Only the creator of gloomcore');
    expect(fake.asked).toEqual([]);
  });

  test('says that ready-made ones need no code', async () => {
    const calls = await asked(manager, 'linework');
    expect(words(calls.at(-1)!)).toContain('needs no code');
  });

  test('unshare ends it', async () => {
    expect(words((await asked({}, 'gloomcore', 'unshare')).at(-1)!)).toContain('no longer works');
  });
});

describe('/aesthetic adopt', () => {
  test('copies, under another name where one is given, and tells the channel', async () => {
    const calls = await client.slash('aesthetic', { code: '0123-4567-89ABC', name: 'mine' }, stranger, 'adopt');
    expect(fake.asked).toEqual([
      ['adopt', { guildId: '100', creatorId: '300', code: '0123-4567-89ABC', name: 'mine' }],
    ]);
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(words(calls[1])).toContain('**mine** is an aesthetic here now (3 images), adopted by <@300>');
    expect(calls.map(isPrivate)).toEqual([false, false]);
  });

  test('is for those who may create aesthetics', async () => {
    fake.settings = { ...guildSettings, creators: 'managers' };
    const calls = await client.slash('aesthetic', { code: 'x' }, stranger, 'adopt');
    expect(words(calls.at(-1)!)).toContain('do not let you create');
    expect(fake.asked).toEqual([]);
  });

  test('says privately what is wrong with a code', async () => {
    fake.refusal = new BotError('wrongCode');
    const calls = await client.slash('aesthetic', { code: 'x' }, stranger, 'adopt');
    expect(calls.map(kind)).toEqual(['callback 5', 'delete', 'follow-up']);
    expect(isPrivate(calls[2])).toBe(true);
    expect(words(calls[2])).toContain('Nothing is shared with this code');
  });
});
