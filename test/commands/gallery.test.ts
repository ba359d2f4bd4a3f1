import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textsFor } from '../../src/bot/i18n/index.js';
import type { GalleryPicture } from '../../src/bot/types.js';
import { galleryPlaceId, galleryView, parseGalleryPlace } from '../../src/bot/views/gallery.js';
import { createCommands } from '../../src/commands/index.js';
import { gloomcore } from '../bot/views/examples.js';
import { refusedBy, textOf } from '../bot/views/messages.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import { control, isPrivate, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const picture = (i: number): GalleryPicture => ({
  id: `AZVJpicture00000000000${i}`,
  generationId: 'AZVJgeneration00000001',
  prompt: 'a *castle* [here]',
  aesthetic: { id: gloomcore.id, name: 'gloom_core', version: 2 },
  askerId: '200',
  votes: i,
  channelId: '10',
  messageId: '777',
  thumbnail: Uint8Array.of(i),
});
const channelsAsked = (): unknown => fake.asked.at(-1)?.[1];

describe('/gallery', () => {
  test('shows pictures privately, with a link to each message, prompt, aesthetic and the number of votes', async () => {
    fake.shown = [picture(1), picture(2)];
    const calls = await client.slash('gallery');
    expect(isPrivate(calls[0])).toBe(true);
    const said = words(calls.at(-1)!);
    expect(said).toContain(
      '**1.** [a \\*castle\\* \\[here\\]](https://discord.com/channels/100/10/777) · gloom\\_core v2 · <@200> · 1 vote',
    );
    expect(said).toContain('2 votes');
    expect(calls.at(-1)!.files).toEqual(['picture-1.webp', 'picture-2.webp']);
  });

  test('asks for the channels that the member can read', async () => {
    await client.slash('gallery');
    expect(channelsAsked()).toMatchObject({ guildId: '100', channelIds: ['10'] });
    await client.slash('gallery', {}, { roles: ['5'] });
    expect(channelsAsked()).toMatchObject({ channelIds: ['10', '13'] });
  });

  test('shows age-restricted channels, and their threads, in age-restricted channels alone', async () => {
    await client.slash('gallery', {}, { channelId: '11' });
    expect(channelsAsked()).toMatchObject({ channelIds: ['10', '11', '12'] });
    await client.slash('gallery', {}, { channelId: '12' });
    expect(channelsAsked()).toMatchObject({ channelIds: ['10', '11', '12'] });
  });

  test('asks for the interaction’s channel alone where the bot knows no other', async () => {
    await client.slash('gallery', {}, { guildId: '101', channelId: '44' });
    expect(channelsAsked()).toMatchObject({ channelIds: ['44'] });
  });

  test('takes an aesthetic, none, a member and an order, which its pages keep', async () => {
    fake.shown = [picture(1)];
    const [, shown] = await client.slash('gallery', { aesthetic: 'GLOOMCORE', member: '201', sort: 'newest' });
    expect(fake.asked.at(-1)).toEqual([
      'gallery',
      { guildId: '100', channelIds: ['10'], aestheticId: gloomcore.id, memberId: '201' },
      'newest',
      1,
    ]);
    await client.press(control(shown, 'gallery'));
    expect(fake.asked.at(-1)).toEqual([
      'gallery',
      { guildId: '100', channelIds: ['10'], aestheticId: gloomcore.id, memberId: '201' },
      'newest',
      2,
    ]);
    await client.slash('gallery', { aesthetic: 'None' });
    expect(channelsAsked()).toMatchObject({ aestheticId: null });
    expect(words((await client.slash('gallery', { aesthetic: 'gloomcorr' })).at(-1)!)).toContain('Did you mean');
  });

  test('answers a forged page as an old button', async () => {
    expect(words((await client.press('1:gallery:2x_'))[0])).toContain('button');
    expect(fake.asked).toEqual([]);
  });

  test('suggests names and none', async () => {
    const [answer] = await client.complete('gallery', { aesthetic: 'no' }, 'aesthetic');
    expect(answer.body.data?.choices?.map(({ value }) => value)).toContain('none');
  });
});

test('a place survives its button', () => {
  for (const place of [
    { page: 3, sort: 'best' },
    { page: 12, sort: 'newest', memberId: '12345678901234567890', aestheticId: gloomcore.id },
    { page: 1, sort: 'best', aestheticId: null },
    { page: 1, sort: 'best', aestheticId: 'A-_-A-_-A-_-A-_-A-_-A-' },
  ] as const)
    expect(parseGalleryPlace(galleryPlaceId(place))).toEqual(place);
});

test('a full page of long prompts is a message that Discord takes; without pictures it says so', () => {
  const long = {
    ...picture(1),
    prompt: '*'.repeat(6_000),
    aesthetic: { id: '1', name: '_'.repeat(32), version: 1_000 },
  };
  const found = { pictures: Array.from({ length: 6 }, () => long), page: 2, pages: 3, first: 7 };
  expect(refusedBy(galleryView(textsFor('de'), '1'.repeat(20), { page: 2, sort: 'best' }, found))).toEqual([]);
  const none = { pictures: [], page: 1, pages: 1, first: 1 };
  expect(textOf(galleryView(textsFor('en'), '1', { page: 1, sort: 'best' }, none))).toContain('no pictures');
});
