import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BotError } from '../../src/bot/errors.js';
import { createCommands } from '../../src/commands/index.js';
import { gloomcore, guildSettings } from '../bot/views/examples.js';
import { fakeServices, readyMade } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import type { Options, Presser } from './payloads.js';
import { isPrivate, kind, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const aesthetic = (subcommand: string, options: Options = {}, presser: Presser = {}) =>
  client.slash('aesthetic', options, presser, subcommand);
const stranger = { userId: '300' };
const manager = {
  userId: '300',
  permissions: [PermissionFlagsBits.ManageGuild, PermissionFlagsBits.UseApplicationCommands],
};
const told = (calls: Parameters<typeof words>[0][]): string => words(calls.at(-1)!);

describe('/aesthetic create', () => {
  test('with a name and images asks for it, and the channel sees that it waits', async () => {
    const calls = await aesthetic('create', { name: 'mist', image1: 'a', image4: 'b', note: ' dim ' });
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(isPrivate(calls[0])).toBe(false);
    expect(told(calls)).toBe('**mist**\n-# 2 files: waiting for a turn');
    expect(fake.released).toBe(1);
    expect(fake.asked).toEqual([
      [
        'make',
        {
          guildId: '100',
          askerId: '200',
          what: { kind: 'create', name: 'mist', note: 'dim', of: 'contrast' },
          files: ['mist.jpg', 'fog.png'],
          showsCard: true,
        },
      ],
    ]);
  });

  test('without images shows a form, whose answer makes it', async () => {
    const [shown] = await aesthetic('create', { kind: 'mean' });
    expect(kind(shown)).toBe('callback 9');
    expect(shown.body.data?.custom_id).toBe('1:create:new');
    const fields = { name: 'mist', note: 'dim', kind: ['mean'], images: ['a', 'b'] };
    const calls = await client.submit('1:create:new', fields);
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(fake.asked[0][1]).toMatchObject({
      what: { kind: 'create', name: 'mist', note: 'dim', of: 'mean' },
      files: ['mist.jpg', 'fog.png'],
    });
  });

  test.each(['**bold**', 'x'.repeat(90), '@everyone'])(
    'refuses the name %s before anything is public',
    async (name) => {
      const calls = await aesthetic('create', { name, image1: 'a' });
      expect(calls.map(kind)).toEqual(['callback 4']);
      expect(isPrivate(calls[0])).toBe(true);
      expect(told(calls)).toContain('is not a valid name. Use 1 to 32 letters');
    },
  );

  test('tells that it is not accepted, privately', async () => {
    fake.refusal = new BotError('aestheticCap', { most: 1_000 });
    const calls = await aesthetic('create', { name: 'mist', image1: 'a' });
    expect(calls.map(kind)).toEqual(['callback 5', 'delete', 'follow-up']);
    expect(isPrivate(calls[2])).toBe(true);
    expect(told(calls)).toContain('this server may have 1000 aesthetics'.slice(1));
  });

  test('is for whom the settings let', async () => {
    fake.settings = { ...guildSettings, creators: { roleId: '5' } };
    expect(told(await aesthetic('create', { name: 'mist', image1: 'a' }, stranger))).toContain('do not let you create');
    expect(told(await aesthetic('create', {}, stranger))).toContain('do not let you create');
    await aesthetic('create', { name: 'mist', image1: 'a' }, { ...stranger, roles: ['5'] });
    await aesthetic('create', { name: 'mist', image1: 'a' }, manager);
    expect(fake.asked).toHaveLength(2);
  });
});

describe('“Make an aesthetic from this”', () => {
  const name = 'Make an aesthetic from this';

  test.each([
    ['one’s own message', '200'],
    ['the bot’s', '900'],
  ])('on %s shows a form, whose answer has the message’s images', async (_whose, author) => {
    const [shown] = await client.onMessage(name, author);
    expect(shown.body.data).toMatchObject({ custom_id: '1:create:555' });
    await client.submit('1:create:555', { name: 'mist', note: '', kind: ['contrast'] });
    expect(fake.asked[0][1]).toMatchObject({ what: { name: 'mist' }, files: ['mist.jpg', 'fog.png'] });
    // Its draft is used.
    const again = await client.submit('1:create:555', { name: 'fog', note: '', kind: ['contrast'] });
    expect(told(again)).toContain('no longer available');
  });

  test('keeps its draft where the form’s answer is not accepted', async () => {
    await client.onMessage(name, '200');
    fake.refusal = new BotError('taken', { name: 'mist' });
    await client.submit('1:create:555', { name: 'mist', note: '', kind: ['contrast'] });
    fake.refusal = undefined;
    await client.submit('1:create:555', { name: 'fog', note: '', kind: ['contrast'] });
    expect(fake.asked.at(-1)).toMatchObject(['make', { what: { name: 'fog' }, files: ['mist.jpg', 'fog.png'] }]);
  });

  test('on somebody else’s is refused', async () => {
    expect(told(await client.onMessage(name, '400'))).toContain('your own messages and the bot’s');
  });

  test('on one without images is refused', async () => {
    expect(told(await client.onMessage(name, '200', false))).toContain('no images in this message');
  });
});

describe('changing an aesthetic', () => {
  const mine = { name: 'gloomcore' };

  test.each([
    ['rename', { ...mine, new_name: 'mist' }, ['rename', gloomcore.id, 'mist']],
    ['delete', mine, ['delete', '100', gloomcore.id]],
  ])('%s works for its creator, and for whoever manages the server', async (subcommand, options, asked) => {
    const calls = await aesthetic(subcommand, options);
    expect(isPrivate(calls[0])).toBe(true);
    await aesthetic(subcommand, options, manager);
    expect(fake.asked.map((one) => one.slice(0, asked.length))).toEqual([asked, asked]);
  });

  test.each(['add', 'rename', 'delete', 'remove', 'export'])('%s is refused to others', async (subcommand) => {
    const calls = await aesthetic(subcommand, { ...mine, image1: 'a', new_name: 'mist' }, stranger);
    expect(told(calls)).toContain('Only the creator of gloomcore');
    expect(fake.asked).toEqual([]);
  });

  test('that comes with the pack is refused to everybody, but exporting it is not', async () => {
    expect(told(await aesthetic('delete', { name: readyMade.name }, manager))).toContain('comes with the pack');
    const calls = await aesthetic('export', { name: readyMade.name, format: 'pt' }, stranger);
    expect(calls[1].files).toEqual(['linework.pt']);
    expect(fake.asked).toEqual([['export', 'linework', 'pt']]);
  });

  test('tells when the new name is taken', async () => {
    fake.refusal = new BotError('taken', { name: 'mist' });
    expect(told(await aesthetic('rename', { ...mine, new_name: 'mist' }))).toContain('an aesthetic called mist');
  });

  test('remove shows the images, of which one is taken out', async () => {
    const calls = await aesthetic('remove', mine);
    expect(calls[1].files).toEqual(['image-1.webp', 'image-2.webp', 'image-3.webp']);
    const done = await client.select(`1:image:${gloomcore.id}`, ['image2']);
    expect(fake.asked).toEqual([['removeImage', 'image2']]);
    expect(told(done)).toContain('is now at version 3, with 2 images');
  });

  test.each([
    ['select', () => client.select(`1:image:${gloomcore.id}`, ['image2'], stranger)],
    ['rename button', () => client.press(`1:rename:${gloomcore.id}`, stranger)],
    ['rename form', () => client.submit(`1:newName:${gloomcore.id}`, { name: 'mist' }, stranger)],
    ['remove button', () => client.press(`1:remove:${gloomcore.id}`, stranger)],
    ['undo', () => client.press(`1:undo:${gloomcore.id}`, stranger)],
  ])('by a %s that is not one’s own is refused', async (_what, act) => {
    expect(told(await act())).toContain('Only the creator of gloomcore');
    expect(fake.asked).toEqual([]);
  });

  test('can be undone after deleting', async () => {
    const calls = await aesthetic('delete', mine);
    expect(JSON.stringify(calls[1].body)).toContain(`1:undo:${gloomcore.id}`);
    expect(told(await client.press(`1:undo:${gloomcore.id}`))).toContain('is restored');
    expect(fake.asked.map(([name]) => name)).toEqual(['delete', 'restore']);
  });

  test('of another server, by a forged id, is not found', async () => {
    fake.aesthetics = [];
    expect(told(await client.press(`1:rename:${gloomcore.id}`, manager))).toContain('no longer exists');
  });
});

describe('lists', () => {
  test('list and show are private', async () => {
    const [list] = await aesthetic('list');
    const shown = await aesthetic('show', { name: 'gloomcore' });
    expect([isPrivate(list), isPrivate(shown[0])]).toEqual([true, true]);
    expect(shown[1].files[0]).toBe(`card-${gloomcore.id}.webp`);
  });

  test('turn pages in place', async () => {
    fake.aesthetics = Array.from({ length: 15 }, (_, i) => ({ ...gloomcore, name: `mist ${i}` }));
    const calls = await client.press('1:page:2');
    expect(calls.map(kind)).toEqual(['callback 6', 'edit']);
    expect(told(calls)).toContain('mist 14');
  });

  test('autocomplete offers for changing what one may change', async () => {
    const offered = async (subcommand: string, presser: Presser = {}) =>
      (await client.complete('aesthetic', { name: '' }, 'name', presser, subcommand))[0].body.data?.choices?.length;
    expect([await offered('show', stranger), await offered('delete', stranger), await offered('delete')]).toEqual([
      3, 0, 2,
    ]);
  });
});

test('added images are those of who gives them, for the creator and whoever manages the server', async () => {
  const calls = await aesthetic('add', { name: 'gloomcore', image1: 'a' });
  expect(isPrivate(calls[0])).toBe(false);
  await aesthetic('add', { name: 'gloomcore', image1: 'a' }, manager);
  const { id, name, version } = gloomcore;
  const what = { kind: 'add', aesthetic: { id, name, version } };
  expect(fake.asked).toMatchObject([
    ['make', { askerId: '200', what, files: ['mist.jpg'], showsCard: false }],
    ['make', { askerId: '300', what, files: ['mist.jpg'], showsCard: false }],
  ]);
});

test('import hands the file on, by whatever it says that it is called', async () => {
  const calls = await aesthetic('import', { file: 'a', kind: 'mean' });
  expect(fake.asked).toEqual([
    [
      'make',
      {
        guildId: '100',
        askerId: '200',
        what: { kind: 'import', of: 'mean' },
        files: ['mist.jpg'],
        showsCard: true,
      },
    ],
  ]);
  expect(told(calls)).toContain('**Imported aesthetic**');
});
