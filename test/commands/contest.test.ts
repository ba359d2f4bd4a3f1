import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needed } from '../../src/bot/discord/permissions.js';
import { locales, textsFor } from '../../src/bot/i18n/index.js';
import type { ContestEntry } from '../../src/bot/types.js';
import {
  contestEndView,
  contestIntroView,
  contestOpenedView,
  contestRankingView,
} from '../../src/bot/views/contest.js';
import { showcaseView } from '../../src/bot/views/showcase.js';
import { createCommands } from '../../src/commands/index.js';
import { contestExample, gloomcore } from '../bot/views/examples.js';
import { refusedBy, textOf } from '../bot/views/messages.js';
import { fakeServices } from './fakeServices.js';
import type { FakeServices } from './fakeServices.js';
import type { Options, Presser } from './payloads.js';
import { isPrivate, openTestClient, words } from './testClient.js';
import type { TestClient } from './testClient.js';

let fake: FakeServices;
let client: TestClient;
beforeEach(() => {
  fake = fakeServices();
  client = openTestClient(createCommands(fake.services));
});
afterEach(() => client.close());

const { CreatePublicThreads, ManageMessages, UseApplicationCommands } = PermissionFlagsBits;
const usual = new PermissionsBitField(needed).bitfield;
const host: Presser = {
  permissions: [UseApplicationCommands, CreatePublicThreads],
  appPermissions: usual | CreatePublicThreads,
};
const start = async (options: Options, presser: Presser = host): Promise<string> =>
  words((await client.slash('contest', { aesthetic: 'gloomcore', ...options }, presser)).at(-1)!);

test('asks for the permission to open public threads, of the member and of the bot', async () => {
  expect(await start({}, { ...host, permissions: [UseApplicationCommands] })).toContain('cannot use commands');
  expect(await start({}, { ...host, appPermissions: usual })).toContain('Create Public Threads');
  expect(
    await start(
      {},
      { ...host, appPermissions: CreatePublicThreads | (usual & ~PermissionFlagsBits.SendMessagesInThreads) },
    ),
  ).toContain('Send Messages in Threads');
  expect(fake.asked).toEqual([]);
  await start({}, { ...host, permissions: [UseApplicationCommands, ManageMessages] });
  expect(fake.asked[0]?.[0]).toBe('createContest');
});

test('is for ordinary text channels and aesthetics that exist', async () => {
  expect(await start({}, { ...host, channelId: '12' })).toContain('ordinary text channel');
  expect(await start({ aesthetic: 'gloomcorr' })).toContain('Did you mean');
  expect(fake.asked).toEqual([]);
});

test('has a title and an end of its own, or the usual ones', async () => {
  await start({ title: ' Fog  night ', hours: 3 });
  expect(fake.asked[0][1]).toMatchObject({ aestheticId: gloomcore.id, title: 'Fog night', hours: 3, channelId: '10' });
  await start({});
  expect(fake.asked.filter(([name]) => name === 'createContest')[1][1]).toMatchObject({
    title: 'Contest: gloomcore',
    hours: 24,
  });
});

const entry = (i: number, rank?: number): ContestEntry => ({
  id: `AZVJpicture00000000000${i}`,
  generationId: 'AZVJgeneration00000001',
  prompt: `castle ${i}`,
  askerId: '200',
  votes: 3,
  channelId: '12',
  messageId: '777',
  thumbnail: Uint8Array.of(i),
  ...(rank !== undefined && { rank }),
});

test('the button below its end shows all entries, privately', async () => {
  fake.entries = [entry(1, 1), entry(2, 1), entry(3)];
  const calls = await client.press(`1:contest:${contestExample.id}`);
  expect(isPrivate(calls[0])).toBe(true);
  const said = words(calls.at(-1)!);
  for (const line of ['**1.** [castle 1]', '**1.** [castle 2]', '**–** [castle 3]']) expect(said).toContain(line);
});

test.each(locales)('in %s, Discord takes its messages and those of the showcase', (locale) => {
  const texts = textsFor(locale);
  const entries = Array.from({ length: 40 }, (_, i) => ({ ...entry(i % 10, i + 1), prompt: '*'.repeat(500) }));
  const views = [
    contestOpenedView(texts, contestExample),
    contestIntroView(texts, contestExample),
    contestEndView(texts, contestExample, entries),
    contestEndView(texts, contestExample, []),
    contestRankingView(texts, contestExample, entries),
    contestRankingView(texts, contestExample, []),
    showcaseView(texts, '1', entry(1)),
  ];
  expect(views.flatMap(refusedBy)).toEqual([]);
  expect(textOf(contestEndView(texts, contestExample, []))).toContain('Mist & \\*fog\\*');
});
