import { ComponentType, PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Queued } from '../../src/bot/types.js';
import { createCommands } from '../../src/commands/index.js';
import { gloomcore } from '../bot/views/examples.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import type { Options } from './payloads.js';
import { isPrivate, kind, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const told = (calls: Parameters<typeof words>[0][]): string => words(calls.at(-1)!);
const manager = { permissions: [PermissionFlagsBits.ManageGuild, PermissionFlagsBits.UseApplicationCommands] };
const moderator = { permissions: [PermissionFlagsBits.ManageMessages] };

describe('/settings', () => {
  const change = (options: Options, presser = manager) => client.slash('settings', options, presser, 'change');

  test('is for whoever manages the server, whatever Discord has filtered', async () => {
    for (const subcommand of ['show', 'change', 'reset'])
      expect(told(await client.slash('settings', {}, {}, subcommand))).toContain('Only members with Manage Server');
    expect(told(await client.select('1:channels:100', ['10'], {}, ComponentType.ChannelSelect))).toContain(
      'Only members with Manage Server',
    );
    expect(fake.asked).toEqual([]);
  });

  test('resets one value alone, or all', async () => {
    const reset = (options: Options) => client.slash('settings', options, manager, 'reset');
    await reset({ setting: 'channels' });
    expect(fake.asked).toEqual([['settings', '100', { channelIds: null }]]);
    fake.asked.length = 0;
    await reset({ setting: 'showcase' });
    expect(fake.asked).toEqual([['changeRules', '100', '200', { showcaseChannelId: null, showcaseScore: null }]]);
    fake.asked.length = 0;
    await reset({});
    expect(fake.asked.map(([what]) => what)).toEqual(['changeRules', 'settings']);
    expect(Object.values(fake.asked[1][2] as object).every((value) => value === null)).toBe(true);
    fake.asked.length = 0;
    expect(told(await reset({ setting: 'everything' }))).toContain('setting');
    expect(fake.asked).toEqual([]);
  });

  test('shows itself privately', async () => {
    const calls = await client.slash('settings', {}, manager, 'show');
    expect(isPrivate(calls[0])).toBe(true);
    expect(told(calls)).toContain('**Pack:** Demo icons');
  });

  test('changes what is named; names become what they name', async () => {
    await change({
      aesthetic: 'GLOOMCORE',
      strength: '0.6',
      member_cap: 2,
      creator_role: '5',
      safety_check: 'everywhere',
      unchecked: true,
      pack: 'Demo',
    });
    expect(fake.asked).toEqual([
      [
        'settings',
        '100',
        {
          pack: 'demo',
          aesthetic: { id: gloomcore.id, name: 'gloomcore', version: 2 },
          strength: 0.6,
          memberCap: 2,
          creators: { roleId: '5' },
          checkEverywhere: true,
          uncheckedEverywhere: true,
        },
      ],
    ]);
  });

  test('goes back to defaults', async () => {
    await change({ aesthetic: 'none', strength: 'default' });
    expect(fake.asked[0][2]).toEqual({ aesthetic: null, strength: null });
  });

  test.each([
    [{}, 'You did not choose a setting'],
    [{ pack: 'sd15' }, 'Available packs: demo'],
    [{ aesthetic: 'gloomcorr' }, 'Did you mean gloomcore?'],
    [{ creators: 'everyone', creator_role: '5' }, 'cannot be used together'],
  ])('refuses %j and says why', async (options, why) => {
    expect(told(await change(options))).toContain(why);
    expect(fake.asked).toEqual([]);
  });

  test('takes channels by a select', async () => {
    const calls = await client.select('1:channels:100', ['10', '11'], manager, ComponentType.ChannelSelect);
    expect(calls.map(kind)).toEqual(['callback 6', 'edit']);
    expect(fake.asked).toEqual([['settings', '100', { channelIds: ['10', '11'] }]]);
  });
});

describe('/settings loras', () => {
  const loras = (which: string, options: Options = {}) => client.slash('settings', options, manager, `loras ${which}`);
  const chosen = { name: 'oil', scale: -1 };

  test('adds one that fits the pack, or gives it another scale', async () => {
    fake.settings = { ...fake.settings, loras: [chosen, { name: 'ink', scale: 1 }] };
    await loras('add', { lora: 'INK', scale: 0.5 });
    expect(fake.asked).toEqual([['settings', '100', { loras: [chosen, { name: 'ink', scale: 0.5 }] }]]);
  });

  test('removes also one that does not fit the pack, which the list says', async () => {
    fake.settings = { ...fake.settings, loras: [chosen, { name: 'ink', scale: 0.5 }] };
    const list = told(await loras('list'));
    expect(list).toContain('- oil × −1 (does not fit this pack, so it is not used)\n- ink × 0.5\n');
    await loras('remove', { lora: 'oil' });
    expect(fake.asked).toEqual([['settings', '100', { loras: [{ name: 'ink', scale: 0.5 }] }]]);
  });

  test('suggests those that can be added, or removed', async () => {
    fake.settings = { ...fake.settings, loras: [chosen] };
    const suggested = async (which: string): Promise<unknown> => {
      const [call] = await client.complete('settings', { lora: '' }, 'lora', manager, `loras ${which}`);
      return call.body.data?.choices?.map(({ value }) => value);
    };
    expect(await suggested('add')).toEqual(['ink']);
    expect(await suggested('remove')).toEqual(['oil']);
  });

  test.each([
    ['add', ['ink'], 'charcoal', 'Available: ink'],
    ['add', [], 'charcoal', 'There are no LoRAs for the pack demo'],
    ['remove', ['ink'], 'ink', 'Available: oil'],
  ] as const)('%s refuses what is not there, and says what is', async (which, there, lora, why) => {
    fake.pack = { ...fake.pack, loras: there };
    fake.settings = { ...fake.settings, loras: [chosen] };
    expect(told(await loras(which, { lora }))).toContain(why);
    expect(fake.asked).toEqual([]);
  });
});

describe('/settings suggests', () => {
  const suggested = async (option: string, typed: string): Promise<string[] | undefined> => {
    const [call] = await client.complete('settings', { [option]: typed }, option, manager, 'change');
    return call.body.data?.choices?.map(({ value }) => value);
  };

  test('packs by a part of their name', async () => {
    expect(await suggested('pack', 'DEM')).toEqual(['demo']);
    expect(await suggested('pack', 'sd15')).toEqual([]);
  });

  test('aesthetics, and none of them, at most 25', async () => {
    expect(await suggested('aesthetic', 'gloomcore')).toEqual(['gloomcore', 'none']);
    fake.aesthetics = Array.from({ length: 30 }, (_, n) => ({ ...gloomcore, id: `id${n}`, name: `mist ${n}` }));
    const all = await suggested('aesthetic', '');
    expect(all).toHaveLength(25);
    expect(all?.at(-1)).toBe('none');
  });

  test('strengths, and the pack’s own', async () => {
    expect(await suggested('strength', '')).toEqual(['subtle', 'balanced', 'strong', 'default']);
    expect(await suggested('strength', 'ST')).toEqual(['strong']);
  });

  test('what a change then takes', async () => {
    for (const option of ['pack', 'aesthetic', 'strength'])
      for (const value of (await suggested(option, '')) ?? [])
        await client.slash('settings', { [option]: value }, manager, 'change');
    expect(fake.asked).toHaveLength(1 + 4 + 4);
  });
});

describe('/status', () => {
  test('is for whoever manages the server, private, and about that server', async () => {
    expect(told(await client.slash('status'))).toContain('Only members with Manage Server');
    expect(fake.asked).toEqual([]);
    const calls = await client.slash('status', {}, manager);
    expect(isPrivate(calls[0])).toBe(true);
    expect(told(calls)).toContain('**Version**: 1.2.3');
    expect(fake.asked).toEqual([['status', '100']]);
  });
});

describe('/queue and /cancel', () => {
  const queued = (id: string, askerId: string, prompt: string, channelId = '10'): Queued => ({
    id,
    askerId,
    channelId,
    prompt,
    state: 'waiting',
    position: { place: 1 },
  });
  beforeEach(
    () => (fake.queued = [queued('a', '200', 'a castle'), queued('b', '300', 'a cat'), queued('c', '200', 'a dog')]),
  );

  test('queue is private and says what waits elsewhere', async () => {
    const calls = await client.slash('queue');
    expect(isPrivate(calls[0])).toBe(true);
    expect(told(calls)).toContain('3 more requests wait in other servers');
  });

  test('neither shows a prompt out of a channel that the reader cannot see, or out of an age-restricted one elsewhere', async () => {
    fake.queued = [
      queued('a', '200', 'my own', '13'),
      queued('b', '300', 'hidden cat', '13'),
      queued('c', '300', 'adult dog', '11'),
      queued('d', '300', 'public cow'),
    ];
    const text = told(await client.slash('queue'));
    for (const shown of ['my own', 'public cow']) expect(text).toContain(shown);
    for (const hidden of ['hidden cat', 'adult dog']) expect(text).not.toContain(hidden);
    expect(text.match(/in a channel that you cannot see · <@300>/g)).toHaveLength(2);
    const [{ body }] = await client.complete('cancel', { request: '' }, 'request', moderator);
    expect(JSON.stringify(body)).not.toMatch(/hidden cat|adult dog/);
    // Manage Messages in one channel is none in the others.
    expect(body.data?.choices?.map(({ value }) => value)).toEqual(['a', 'd']);
    expect(told(await client.slash('queue', {}, { channelId: '11' }))).toContain('adult dog');
  });

  test('cancel takes one’s own latest', async () => {
    await client.slash('cancel');
    expect(fake.asked).toEqual([['cancel', '100', 'c']]);
  });

  test('cancel offers one’s own, and with Manage Messages everybody’s', async () => {
    const offered = async (presser = {}) =>
      (await client.complete('cancel', { request: 'a' }, 'request', presser))[0].body.data?.choices?.map(
        ({ value }) => value,
      );
    expect(await offered()).toEqual(['a', 'c']);
    expect(await offered(moderator)).toEqual(['a', 'b', 'c']);
  });

  test('cancel takes another’s with Manage Messages only', async () => {
    expect(told(await client.slash('cancel', { request: 'b' }))).toContain('no longer waiting');
    await client.slash('cancel', { request: 'b' }, moderator);
    expect(fake.asked).toEqual([['cancel', '100', 'b']]);
  });

  test('cancel says when there is nothing', async () => {
    fake.queued = [];
    expect(told(await client.slash('cancel'))).toContain('no waiting requests');
  });
});

describe('/privacy', () => {
  test('export is a private file', async () => {
    const calls = await client.slash('privacy', {}, {}, 'export');
    expect(isPrivate(calls[0])).toBe(true);
    expect(calls[1].files).toEqual(['aesthete-data-1.zip']);
    expect(calls).toHaveLength(2);
  });

  test('export comes in parts where it is larger than Discord takes in one', async () => {
    fake.exported = [Uint8Array.of(1), Uint8Array.of(2)];
    const calls = await client.slash('privacy', {}, {}, 'export');
    expect(calls.slice(1).map((call) => [kind(call), isPrivate(call), call.files])).toEqual([
      ['edit', expect.anything(), ['aesthete-data-1.zip']],
      ['follow-up', true, ['aesthete-data-2.zip']],
    ]);
    expect(fake.asked).toEqual([['export', '200', 10 * 2 ** 20]]);
  });

  test('erase asks first, and its button works for who asked alone', async () => {
    const [asked] = await client.slash('privacy', {}, {}, 'erase');
    expect(JSON.stringify(asked.body)).toContain('1:erase:200');
    expect(fake.asked).toEqual([]);
    expect(told(await client.press('1:erase:200', { userId: '300' }))).toContain('data of another member');
    expect(told(await client.press('1:erase:200'))).toContain('Erased: 1 aesthetic, 2 requests');
    expect(fake.asked).toEqual([['erase', '200']]);
  });
});

test('/help is private', async () => {
  const [call] = await client.slash('help');
  expect(isPrivate(call)).toBe(true);
  expect(words(call)).toContain('/imagine');
});

test('a command that is not there any more says so', async () => {
  expect(told(await client.slash('draw'))).toContain('no longer exists');
});
