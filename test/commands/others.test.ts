import { ComponentType, PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Queued } from '../../src/bot/types.js';
import { createCommands } from '../../src/commands/index.js';
import { gloomcore } from '../bot/views/examples.js';
import { isPrivate, kind, openDesk, words } from './desk.js';
import type { Desk } from './desk.js';
import { fakePorts } from './fakePorts.js';
import type { Behind } from './fakePorts.js';
import type { Options } from './payloads.js';

let behind: Behind;
let desk: Desk;
beforeEach(() => {
  behind = fakePorts();
  desk = openDesk(createCommands(behind.ports));
});
afterEach(() => desk.close());

const told = (calls: Parameters<typeof words>[0][]): string => words(calls.at(-1)!);
const manager = { permissions: [PermissionFlagsBits.ManageGuild, PermissionFlagsBits.UseApplicationCommands] };
const moderator = { permissions: [PermissionFlagsBits.ManageMessages] };

describe('/settings', () => {
  const change = (options: Options, presser = manager) => desk.slash('settings', options, presser, 'change');

  test('is for whoever manages the server, whatever Discord has filtered', async () => {
    for (const subcommand of ['show', 'change', 'reset'])
      expect(told(await desk.slash('settings', {}, {}, subcommand))).toContain('Only members with Manage Server');
    expect(told(await desk.select('1:channels:100', ['10'], {}, ComponentType.ChannelSelect))).toContain(
      'Only members with Manage Server',
    );
    expect(behind.asked).toEqual([]);
  });

  test('shows itself privately', async () => {
    const calls = await desk.slash('settings', {}, manager, 'show');
    expect(isPrivate(calls[0])).toBe(true);
    expect(told(calls)).toContain('**Pack:** Demo icons');
  });

  test('changes what is named; names become what they name', async () => {
    await change({
      aesthetic: 'GLOOMCORE',
      strength: '0.6',
      member_cap: 2,
      creator_role: '5',
      unchecked: true,
      pack: 'Demo',
    });
    expect(behind.asked).toEqual([
      [
        'settings',
        '100',
        {
          pack: 'demo',
          aesthetic: { id: gloomcore.id, name: 'gloomcore', version: 2 },
          strength: 0.6,
          memberCap: 2,
          creators: { roleId: '5' },
          uncheckedEverywhere: true,
        },
      ],
    ]);
  });

  test('goes back to defaults', async () => {
    await change({ aesthetic: 'none', strength: 'default' });
    expect(behind.asked[0][2]).toEqual({ aesthetic: null, strength: null });
  });

  test.each([
    [{}, 'You did not choose a setting'],
    [{ pack: 'sd15' }, 'Available packs: demo'],
    [{ aesthetic: 'gloomcorr' }, 'Did you mean gloomcore?'],
    [{ creators: 'everyone', creator_role: '5' }, 'cannot be used together'],
  ])('refuses %j and says why', async (options, why) => {
    expect(told(await change(options))).toContain(why);
    expect(behind.asked).toEqual([]);
  });

  test('takes channels by a select', async () => {
    const calls = await desk.select('1:channels:100', ['10', '11'], manager, ComponentType.ChannelSelect);
    expect(calls.map(kind)).toEqual(['callback 6', 'edit']);
    expect(behind.asked).toEqual([['settings', '100', { channelIds: ['10', '11'] }]]);
  });
});

describe('/queue and /cancel', () => {
  const queued = (id: string, askerId: string, prompt: string): Queued => ({
    id,
    askerId,
    prompt,
    state: 'waiting',
    position: { place: 1 },
  });
  beforeEach(
    () => (behind.queued = [queued('a', '200', 'a castle'), queued('b', '300', 'a cat'), queued('c', '200', 'a dog')]),
  );

  test('queue is private and says what waits elsewhere', async () => {
    const calls = await desk.slash('queue');
    expect(isPrivate(calls[0])).toBe(true);
    expect(told(calls)).toContain('3 more requests wait in other servers');
  });

  test('cancel takes one’s own latest', async () => {
    await desk.slash('cancel');
    expect(behind.asked).toEqual([['cancel', '100', 'c']]);
  });

  test('cancel offers one’s own, and with Manage Messages everybody’s', async () => {
    const offered = async (presser = {}) =>
      (await desk.complete('cancel', { request: 'a' }, 'request', presser))[0].body.data?.choices?.map(
        ({ value }) => value,
      );
    expect(await offered()).toEqual(['a', 'c'].filter((id) => id === 'a' || 'a dog'.includes('a')));
    expect(await offered(moderator)).toEqual(['a', 'b', 'c']);
  });

  test('cancel takes another’s with Manage Messages only', async () => {
    expect(told(await desk.slash('cancel', { request: 'b' }))).toContain('no longer waiting');
    await desk.slash('cancel', { request: 'b' }, moderator);
    expect(behind.asked).toEqual([['cancel', '100', 'b']]);
  });

  test('cancel says when there is nothing', async () => {
    behind.queued = [];
    expect(told(await desk.slash('cancel'))).toContain('no waiting requests');
  });
});

describe('/privacy', () => {
  test('export is a private file', async () => {
    const calls = await desk.slash('privacy', {}, {}, 'export');
    expect(isPrivate(calls[0])).toBe(true);
    expect(calls[1].files).toEqual(['aesthete-data.json']);
  });

  test('erase asks first, and its button works for who asked alone', async () => {
    const [asked] = await desk.slash('privacy', {}, {}, 'erase');
    expect(JSON.stringify(asked.body)).toContain('1:erase:200');
    expect(behind.asked).toEqual([]);
    expect(told(await desk.press('1:erase:200', { userId: '300' }))).toContain('data of another member');
    expect(told(await desk.press('1:erase:200'))).toContain('Erased: 1 aesthetic, 2 requests');
    expect(behind.asked).toEqual([['erase', '200']]);
  });
});

test('/help is private', async () => {
  const [call] = await desk.slash('help');
  expect(isPrivate(call)).toBe(true);
  expect(words(call)).toContain('/imagine');
});

test('a command that is not there any more says so', async () => {
  expect(told(await desk.slash('draw'))).toContain('no longer exists');
});
