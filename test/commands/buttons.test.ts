import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommands } from '../../src/commands/index.js';
import { generation, generationId, gloomcore, outcome } from '../bot/views/examples.js';
import { without } from '../support/without.js';
import { fakeServices, glowwave } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { attachments } from './payloads.js';
import { isPrivate, kind, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const stranger = { userId: '300' };
const moderator = {
  userId: '300',
  permissions: [PermissionFlagsBits.ManageMessages, PermissionFlagsBits.UseApplicationCommands],
};
const press = (action: string, presser = stranger, id = generationId) => client.press(`1:${action}:${id}`, presser);

describe('anybody may press', () => {
  test('again: a new seed, charged to whoever presses, as a new public message', async () => {
    const calls = await press('again');
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(calls.map(isPrivate)).toEqual([false, false]);
    expect(fake.orders[0]).toMatchObject({
      askerId: '300',
      parentId: generationId,
      imagineOptions: { prompt: 'a castle', steps: 25 },
    });
    expect(fake.orders[0].imagineOptions).not.toHaveProperty('seed');
  });

  test.each([
    ['stronger', { strength: 'strong', seed: 42 }],
    ['weaker', { strength: 'subtle', seed: 42 }],
    ['plain', { besidePlain: true, seed: 42 }],
    ['strip', { strip: true, seed: 42 }],
  ])('%s: the same seed', async (action, imagineOptions) => {
    await press(action);
    expect(fake.orders[0].imagineOptions).toMatchObject(imagineOptions);
  });

  test('stronger at the end of the ladder, and hears so privately', async () => {
    fake.generations = [
      {
        ...generation,
        guildId: '100',
        imagineOptions: { ...generation.imagineOptions, strength: 1.5 },
        outcome: { ...outcome, recipe: { ...outcome.recipe, strength: 1.5 } },
      },
    ];
    const calls = await press('stronger');
    expect(calls.map(kind)).toEqual(['callback 5', 'delete', 'follow-up']);
    expect(isPrivate(calls[2])).toBe(true);
    expect(words(calls[2])).toContain('already the greatest strength');
    expect(fake.orders).toEqual([]);
  });

  test('another aesthetic: a private list of the others, of which one is picked', async () => {
    const calls = await press('other');
    expect(calls.map(kind)).toEqual(['callback 5', 'edit']);
    expect(isPrivate(calls[0])).toBe(true);
    expect(JSON.stringify(calls[1].body)).toContain(glowwave.id);
    expect(JSON.stringify(calls[1].body)).not.toContain(gloomcore.id);
    await client.select(`1:pick:${generationId}`, [glowwave.id], stranger);
    expect(fake.orders[0].imagineOptions).toMatchObject({ aesthetic: { name: 'Glowwave', version: 1 }, seed: 42 });
  });

  test('recipe: everything that was chosen, privately', async () => {
    const calls = await press('recipe');
    expect(isPrivate(calls[0])).toBe(true);
    expect(words(calls[1])).toContain(
      '/imagine prompt:a castle aesthetic:gloomcore@2 strength:0.7 seed:42 count:1 size:128x128 sampler:ddim steps:25 guidance:4',
    );
  });

  test('larger: the picture of the message, twice as wide and high, as the start', async () => {
    const message = { attachments: [attachments.a] };
    await client.press(`1:larger:${generationId}`, { ...stranger, message });
    expect(fake.orders[0]).toMatchObject({
      imagineOptions: { prompt: 'a castle', seed: 42, size: { width: 256, height: 256 } },
      start: { bytes: expect.any(Uint8Array) as unknown, keep: 0.7 },
      parentId: generationId,
    });
  });

  test.each([
    ['varySubtle', 0.15],
    ['varyStrong', 0.4],
  ])('%s: the same seed with another seed’s noise mixed in', async (action, strength) => {
    await press(action);
    const { imagineOptions, parentId } = fake.orders[0];
    expect(imagineOptions).toMatchObject({ seed: 42, variations: [{ seed: expect.any(Number) as unknown, strength }] });
    expect(parentId).toBe(generationId);
  });

  test('vary, below several pictures: a private list, of which one is picked', async () => {
    fake.painted = [42, 43, 44].map((seed, index) => ({ index, seed, plain: false }));
    const calls = await press('vary');
    expect(isPrivate(calls[0])).toBe(true);
    expect(JSON.stringify(calls[1].body)).toContain('Picture 3, strong');
    await client.select(`1:varyPicture:${generationId}`, ['2-strong'], stranger);
    expect(fake.orders[0].imagineOptions).toMatchObject({ seed: 44, variations: [{ strength: 0.4 }] });
    const refused = await client.select(`1:varyPicture:${generationId}`, ['9-strong'], stranger);
    expect(words(refused.at(-1)!)).toContain('deleted');
    expect(fake.orders).toHaveLength(1);
  });

  test('larger says so where the message shows no picture', async () => {
    await client.press(`1:larger:${generationId}`, stranger);
    expect(fake.orders).toEqual([]);
  });

  test('again below a request that failed, which has no outcome', async () => {
    const failed = without(generation, 'outcome');
    fake.generations = [{ ...failed, guildId: '100', state: 'failed' }];
    await press('again');
    expect(fake.orders[0].imagineOptions).toEqual(generation.imagineOptions);
  });
});

test('a member who may not use commands in the channel may not press either', async () => {
  const calls = await client.press(`1:again:${generationId}`, { permissions: [] });
  expect(words(calls[0])).toContain('You cannot use commands');
  expect(fake.orders).toEqual([]);
});

describe('delete', () => {
  test.each([
    ['who asked for it', { userId: '200' }],
    ['whoever may manage messages', moderator],
  ])('is for %s: data and message go', async (_who, presser) => {
    const calls = await client.press(`1:delete:${generationId}`, presser);
    expect(calls.map(kind)).toEqual(['callback 6', 'delete']);
    expect(fake.asked).toEqual([['deletePicture', '100', generationId]]);
  });

  test('cancels what is not over: its pictures are not there yet', async () => {
    fake.services.generations.delete = () => Promise.resolve(false);
    const calls = await client.press(`1:delete:${generationId}`, { userId: '200' });
    expect(calls.map(kind)).toEqual(['callback 6']);
    expect(fake.asked).toEqual([['cancel', '100', generationId]]);
  });

  test('is not for others, who hear so privately, and the picture stays', async () => {
    const calls = await press('delete');
    expect(calls.map(kind)).toEqual(['callback 6', 'follow-up']);
    expect(isPrivate(calls[1])).toBe(true);
    expect(fake.asked).toEqual([]);
  });
});

describe('cancel', () => {
  test('is for who asked for it', async () => {
    await press('cancel', { userId: '200' });
    expect(fake.asked).toEqual([['cancel', '100', generationId]]);
  });

  test('is not for others', async () => {
    const calls = await press('cancel');
    expect(words(calls[1])).toContain('Only the member who made this request');
    expect(fake.asked).toEqual([]);
  });
});

describe('a button that does nothing says so', () => {
  test.each([
    ['of another version', '9:again:x', 'from another version'],
    ['of an unknown action', '1:explode:x', 'from another version'],
    ['of a select, forged as a button', `1:pick:${generationId}`, 'from another version'],
    ['of a request that was erased', '1:recipe:AZVJgone00000000000000', 'no longer exists'],
  ])('%s', async (_what, customId, answer) => {
    const calls = await client.press(customId, stranger);
    expect(words(calls.at(-1)!)).toContain(answer);
  });

  const buttons = ['again', 'stronger', 'weaker', 'plain', 'strip', 'larger', 'varyStrong', 'vary', 'other', 'recipe'];
  test.each(buttons)(
    '%s of an aesthetic’s card, by a forged id: its row is not painted for anybody',
    async (action) => {
      fake.generations = [{ ...generation, guildId: '100', background: true }];
      const message = { attachments: [attachments.a] };
      const calls = await client.press(`1:${action}:${generationId}`, { ...stranger, message });
      expect(words(calls.at(-1)!)).toContain('no longer exists');
      expect(fake.orders).toEqual([]);
    },
  );

  test.each(buttons)('%s of a painted duel, by a forged id: its sides are secret', async (action) => {
    const duel = { sides: [gloomcore, null], minutes: 60 } as const;
    fake.generations = [{ ...generation, guildId: '100', imagineOptions: { ...generation.imagineOptions, duel } }];
    const message = { attachments: [attachments.a] };
    const calls = await client.press(`1:${action}:${generationId}`, { ...stranger, message });
    expect(words(calls.at(-1)!)).toContain('no longer exists');
    expect(fake.orders).toEqual([]);
  });

  test('of another server, by a forged id: there is no difference to one that never was', async () => {
    fake.generations = [];
    const calls = await press('again');
    expect(words(calls.at(-1)!)).toContain('no longer exists');
    expect(fake.orders).toEqual([]);
  });
});
