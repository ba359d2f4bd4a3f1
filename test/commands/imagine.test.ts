import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BotError } from '../../src/bot/errors.js';
import { errorData } from '../../src/bot/errors.js';
import { createCommands } from '../../src/commands/index.js';
import { UserError } from '../../src/engine/index.js';
import { gloomcore, guildSettings, pack } from '../bot/views/examples.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { isPrivate, kind, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

describe('/imagine', () => {
  test('is acknowledged at once, accepted, and shows its place and time for everybody', async () => {
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(words(calls[1])).toBe('**a castle** · <@200>\n-# Waiting: place 2, about 30 s');
    expect(calls.map(isPrivate)).toEqual([false, false]);
    expect(fake.released).toBe(1);
  });

  test('stays accepted where Discord cannot show its place: the picture will come', async () => {
    client.takesNoEdits = true;
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(calls.map(kind)).toEqual(['callback 5']);
    expect([fake.released, client.logged]).toEqual([1, []]);
  });

  test('says who, where, how to reply later, and how large files may be', async () => {
    await client.slash('imagine', { prompt: 'a castle' });
    expect(fake.orders).toEqual([
      {
        ageRestricted: false,
        context: expect.objectContaining({ guildId: '100' }) as unknown,
        channelId: '10',
        askerId: '200',
        imagineOptions: { prompt: 'a castle' },
        reply: expect.objectContaining({
          applicationId: '900',
          token: 'token1',
          channelId: '10',
          messageId: '777',
        }) as unknown,
        attachmentLimit: 10 * 2 ** 20,
      },
    ]);
  });

  test('fetches the picture to start from, and says how much of it to keep', async () => {
    await client.slash('imagine', { prompt: 'a castle', image: 'a', keep: 0.5 });
    expect(fake.orders[0]).toMatchObject({
      imagineOptions: { prompt: 'a castle' },
      start: { bytes: expect.any(Uint8Array) as unknown, keep: 0.5 },
    });
  });

  test('finds the aesthetic whatever its case, and takes it by id and version', async () => {
    await client.slash('imagine', { prompt: 'a castle', aesthetic: 'GLOOMCORE', strength: 'strong', count: 2 });
    expect(fake.orders[0].imagineOptions).toEqual({
      prompt: 'a castle',
      aesthetic: { id: gloomcore.id, name: 'gloomcore', version: 2 },
      strength: 'strong',
      count: 2,
    });
  });

  test('takes the version of an aesthetic that a recipe names', async () => {
    await client.slash('imagine', { prompt: 'a castle', aesthetic: 'GLOOMcore@1' });
    expect(fake.orders[0].imagineOptions.aesthetic).toEqual({ id: gloomcore.id, name: 'gloomcore', version: 1 });
  });

  test('takes a size by its proportions', async () => {
    await client.slash('imagine', { prompt: 'a castle', size: 'landscape' });
    expect(fake.orders[0].imagineOptions.size).toEqual({ width: 640, height: 448 });
  });

  test('with an aesthetic that is not there suggests the nearest, privately, and the public “thinking” goes', async () => {
    const calls = await client.slash('imagine', { prompt: 'a castle', aesthetic: 'gloomcoer' });
    expect(calls.map(kind)).toEqual(['callback 5', 'delete', 'follow-up']);
    expect(words(calls[2])).toBe('There is no aesthetic “gloomcoer” here. Did you mean gloomcore?');
    expect(isPrivate(calls[2])).toBe(true);
    expect(fake.orders).toEqual([]);
  });

  test('with options that cannot be is refused before anything is public', async () => {
    const calls = await client.slash('imagine', { prompt: 'a castle', strength: 'much' });
    expect(calls.map(kind)).toEqual(['callback 4']);
    expect(words(calls[0])).toContain('The strength “much” is not valid');
    expect(isPrivate(calls[0])).toBe(true);
  });

  test('with a strength and nothing to be strong about says so; a default aesthetic of the server is enough', async () => {
    const calls = await client.slash('imagine', { prompt: 'a castle', strength: 'strong' });
    expect(words(calls[2])).toContain('choose one');
    fake.settings = { ...guildSettings, aesthetic: { id: gloomcore.id, name: 'gloomcore', version: 2 } };
    await client.slash('imagine', { prompt: 'a castle', strength: 'strong' });
    expect(fake.orders.map(({ imagineOptions }) => imagineOptions)).toEqual([
      { prompt: 'a castle', strength: 'strong' },
    ]);
  });

  test('echoes @everyone and markdown without effect, and never pings', async () => {
    const calls = await client.slash('imagine', { prompt: '@everyone **x** <@1>' });
    expect(words(calls[1])).toContain('**@\u200beveryone \\*\\*x\\*\\* \\<@1\\>**');
    expect(calls[1].body).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  test('tells what accept refuses, escaped', async () => {
    fake.refusal = new BotError('noPack', { pack: '*the cap*' });
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(words(calls[2])).toBe('There is no pack called \\*the cap\\* here.');
  });

  test('ends what is for the operator with a reference number, and the log has the rest', async () => {
    fake.refusal = new UserError('device cuda is not available here');
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    const reference = /as ([0-9a-f]{8})/.exec(words(calls[2]))?.[1];
    expect(words(calls[2])).toContain('not set up correctly');
    expect(words(calls[2])).not.toContain('cuda');
    expect(client.logged).toEqual([expect.objectContaining({ reference, err: fake.refusal })]);
  });

  test('ends a bug with a reference number that the log has too, and tells nothing else', async () => {
    fake.refusal = new Error('secret detail');
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    const reference = /as ([0-9a-f]{8})/.exec(words(calls[2]))?.[1];
    expect(words(calls[2])).not.toContain('secret');
    expect(client.logged).toEqual([expect.objectContaining({ reference, err: fake.refusal })]);
  });

  test('needs permissions to deliver later, and names those that are missing', async () => {
    const calls = await client.slash('imagine', { prompt: 'a castle' }, { appPermissions: 0n });
    expect(words(calls[0])).toContain(
      'lacks permissions in this channel: View Channel, Send Messages, Attach Files, Read Message History.',
    );
    expect(fake.orders).toEqual([]);
  });
});

test.each([
  ['an ordinary channel', '10', false],
  ['an age-restricted channel', '11', true],
  ['a thread of one', '12', true],
])(
  'a request says that it is from %s, which decides whether its pictures are checked',
  async (_what, channelId, ageRestricted) => {
    await client.slash('imagine', { prompt: 'a castle' }, { channelId });
    expect(fake.orders).toMatchObject([{ ageRestricted }]);
  },
);

describe('a pack whose pictures are not checked', () => {
  beforeEach(() => (fake.pack = { ...pack, checked: false }));

  test('does not paint in an ordinary channel', async () => {
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(words(calls[2])).toContain('age-restricted channels only');
    expect(fake.orders).toEqual([]);
  });

  test.each([
    ['an age-restricted channel', '11'],
    ['a thread of one', '12'],
  ])('paints in %s', async (_what, channelId) => {
    await client.slash('imagine', { prompt: 'a castle' }, { channelId });
    expect(fake.orders).toHaveLength(1);
  });
});

test('where the server has chosen channels, another one is refused and they are named', async () => {
  fake.settings = { ...guildSettings, channelIds: ['11'] };
  const calls = await client.slash('imagine', { prompt: 'a castle' });
  expect(words(calls[2])).toBe('The bot does not paint in this channel. Try \\#adults.');
  expect(fake.orders).toEqual([]);
});

describe('autocomplete', () => {
  const choices = async (options: Record<string, string>, focused: string): Promise<string[]> => {
    const [call] = await client.complete('imagine', options, focused);
    return (call.body.data?.choices ?? []).map(({ value }) => value);
  };

  test('offers aesthetics by use, and none', async () => {
    expect(await choices({ aesthetic: '' }, 'aesthetic')).toEqual(['Glowwave', 'gloomcore', 'linework', 'none']);
  });

  test('finds them by parts of their names', async () => {
    expect(await choices({ aesthetic: 'glo' }, 'aesthetic')).toEqual(['Glowwave', 'gloomcore']);
  });

  test('leaves out those that the pack cannot use', async () => {
    fake.aesthetics = [{ ...gloomcore, unusable: errorData('anotherClip', { pack: 'another pack' }) }];
    expect(await choices({ aesthetic: 'gloom' }, 'aesthetic')).toEqual([]);
  });

  test.each([
    ['', ['512x512', '448x640', '640x448', '704x384']],
    ['po', ['448x640']],
    ['70', ['704x384']],
    ['x', []],
  ])('offers for the size %j the shapes that the pack paints', async (size, expected) => {
    const [call] = await client.complete('imagine', { prompt: 'a castle', size }, 'size');
    expect(call.body.data?.choices?.map(({ value }) => value)).toEqual(expected);
  });

  test('offers strengths', async () => {
    expect(await choices({ strength: 's' }, 'strength')).toEqual(['subtle', 'strong']);
  });

  test('that fails offers nothing, and is logged', async () => {
    fake.services.aesthetics.known = () => Promise.reject(new Error('no database'));
    expect(await choices({ aesthetic: 'x' }, 'aesthetic')).toEqual([]);
    expect(client.logged).toHaveLength(1);
  });
});
