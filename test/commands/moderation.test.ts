import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { erasedBlock } from '../../src/bot/blocks.js';
import { locales, textsFor } from '../../src/bot/i18n/index.js';
import type { GuildRules } from '../../src/bot/types.js';
import { auditActions } from '../../src/bot/types.js';
import { reportView, warningView } from '../../src/bot/views/reports.js';
import { auditView, blocksView, safetyView, voteRatesView, wordsView } from '../../src/bot/views/rules.js';
import { createCommands } from '../../src/commands/index.js';
import { generation, guildSettings, reportCase } from '../bot/views/examples.js';
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

type Calls = Awaited<ReturnType<TestClient['slash']>>;
const told = (calls: Calls): string => words(calls.at(-1)!);
const set = (rules: Partial<GuildRules>): void => {
  fake.settings = { ...guildSettings, rules: { ...guildSettings.rules, ...rules } };
};
const { ManageGuild, ManageMessages, UseApplicationCommands } = PermissionFlagsBits;
const manager: Presser = { permissions: [ManageGuild, UseApplicationCommands] };
const moderator: Presser = { permissions: [ManageMessages, UseApplicationCommands] };
const settings = (subcommand: string, options: Options = {}, presser = manager): Promise<Calls> =>
  client.slash('settings', options, presser, subcommand);

describe('reports', () => {
  const inMessage = (presser: Presser = {}) => client.onMessage('Report to moderators', '900', true, presser);

  test('go to the moderators’ channel with picture, link, reporter and buttons, once; the reporter is thanked privately', async () => {
    set({ reportChannelId: '13' });
    const calls = await inMessage();
    expect(fake.asked[0]).toEqual(['report', '100', { messageId: '555' }, '200']);
    const post = calls.find(({ path }) => path === '/channels/13/messages')!;
    expect(words(post)).toContain('https://discord.com/channels/100/10/777');
    expect(words(post)).toContain('Reported by <@200>');
    expect(post.files).toEqual(['reported-1.webp']);
    expect(post.body).toMatchObject({ nonce: reportCase.generationId, enforce_nonce: true });
    expect(JSON.stringify(post.body)).toContain(`1:reportRemove:${generation.id}`);
    expect(told(calls)).toContain('Thank you');
    expect(isPrivate(calls[0])).toBe(true);
    fake.reported = { ...reportCase, reporterIds: ['5', '200'] };
    expect((await inMessage()).filter(({ path }) => path === '/channels/13/messages')).toEqual([]);
  });

  test('leave out what comes from an age-restricted channel, unless theirs is one', async () => {
    fake.reported = { ...reportCase, channelId: '12' };
    set({ reportChannelId: '13' });
    const post = (await inMessage()).find(({ path }) => path === '/channels/13/messages')!;
    expect(post.files).toEqual([]);
    expect(words(post)).toContain('age-restricted');
    set({ reportChannelId: '11' });
    expect((await inMessage()).find(({ path }) => path === '/channels/11/messages')!.files).toHaveLength(1);
  });

  test('say that there is no channel for them, or that it cannot be reached', async () => {
    expect(told(await inMessage())).toContain('/settings safety');
    set({ reportChannelId: '404' });
    expect(told(await inMessage())).toContain('cannot post in the channel for reports');
    expect(fake.asked.at(-1)?.[0]).toBe('forgetReport');
  });

  test('by the button carry its id', async () => {
    set({ reportChannelId: '13' });
    await client.press(`1:report:${generation.id}`);
    expect(fake.asked[0]).toEqual(['report', '100', { id: generation.id }, '200']);
  });

  test.each(['reportRemove', 'reportWarn', 'reportBlock', 'reportUndo'])('%s is for moderators', async (action) => {
    expect(told(await client.press(`1:${action}:${generation.id}`))).toContain('Only members with Manage Messages');
    expect(fake.asked).toEqual([]);
    await client.press(`1:${action}:${generation.id}`, moderator);
    expect(fake.asked).toHaveLength(1);
  });

  test('remove deletes the messages that show it', async () => {
    const calls = await client.press(`1:reportRemove:${generation.id}`, moderator);
    expect(fake.asked).toEqual([['act', '100', '200', generation.id, 'remove']]);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toContain('DELETE /channels/10/messages/777');
  });
});

describe('who may paint', () => {
  const dayMs = 86_400_000;
  const epoch = Date.UTC(2015, 0, 1);
  const id = (ms: number): string => String(BigInt(ms - epoch) << 22n);
  const now = Date.UTC(2026, 5, 1);
  const old: Presser = { userId: id(now - 400 * dayMs), joinedAt: now - 100 * dayMs, at: now };
  const imagine = async (presser: Presser): Promise<string> =>
    told(await client.slash('imagine', { prompt: 'a castle' }, presser));

  test('is neither blocked nor too new, unless exempt or a manager', async () => {
    set({ accountDays: 30, memberDays: 7, roles: [{ roleId: '5', exempt: true }] });
    await imagine(old);
    expect(fake.orders).toHaveLength(1);
    expect(await imagine({ ...old, userId: id(now - 29 * dayMs) })).toContain('at least 30 days old');
    expect(await imagine({ ...old, joinedAt: now - 6 * dayMs })).toContain('for at least 7 days');
    expect(fake.orders).toHaveLength(1);
    await imagine({ ...old, joinedAt: now, roles: ['5'] });
    await imagine({ ...old, joinedAt: now, ...manager });
    expect(fake.orders).toHaveLength(3);
  });

  test('is told privately of a block, also of one whose member had their data erased', async () => {
    for (const blocked of ['200', erasedBlock('100', '200')]) {
      set({ blocked: [blocked] });
      const calls = await client.slash('imagine', { prompt: 'a castle' });
      expect(told(calls)).toContain('blocked you');
      expect(isPrivate(calls.at(-1)!)).toBe(true);
      expect(told(await client.slash('aesthetic', { name: 'mist', image1: 'a' }, {}, 'create'))).toContain(
        'blocked you',
      );
    }
    expect(fake.orders).toEqual([]);
  });

  test('may vote as well, and nobody else', async () => {
    set({ blocked: ['200'] });
    for (const action of ['like', 'dislike', 'likePicture', 'dislikePicture', 'likeNext'])
      expect(told(await client.press(`1:${action}:${generation.id}`))).toContain('blocked you');
    expect(fake.asked).toEqual([]);
  });

  test.each([
    [{ dailyQuota: 5 }, {}, 5],
    [{ dailyQuota: 5, roles: [{ roleId: '5', dailyQuota: 9, exempt: false }] }, { roles: ['5'] }, 9],
    [{ dailyQuota: 5, roles: [{ roleId: '5', dailyQuota: 9, exempt: false }] }, {}, 5],
    [{ dailyQuota: 5, roles: [{ roleId: '5', exempt: true }] }, { roles: ['5'] }, undefined],
    [{ dailyQuota: 5 }, manager, undefined],
    [{}, {}, undefined],
  ])('has the quota of server and roles, case %#', async (rules, presser, quota) => {
    set(rules);
    await client.slash('imagine', { prompt: 'a castle' }, presser);
    await client.slash('duel', { prompt: 'a castle', left: 'gloomcore', right: 'plain' }, presser, 'start');
    expect(fake.orders.map(({ dailyQuota }) => dailyQuota)).toEqual([quota, quota]);
  });

  test('is told of a warning once, privately', async () => {
    set({ warned: ['200'] });
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(told(calls)).toContain('warned you about: **a \\*rude\\* castle**');
    expect(isPrivate(calls.at(-1)!)).toBe(true);
    expect(fake.asked.at(-1)).toEqual(['takeWarnings', '100', '200']);
  });

  test('is told nothing where the database is away once the request is in: its reply stays', async () => {
    set({ warned: ['200'] });
    fake.warningsAway = new Error('Connection terminated unexpectedly');
    const calls = await client.slash('imagine', { prompt: 'a castle' });
    expect(calls.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(told(calls)).not.toContain('went wrong');
    expect(fake.left).toEqual([fake.warningsAway]);
  });
});

describe('/settings', () => {
  test.each(['safety', 'role', 'showcase', 'words list', 'blocks list', 'audit', 'votes'])(
    '%s is for managers',
    async (part) => {
      expect(told(await settings(part, {}, moderator))).toContain('Only members with Manage Server');
    },
  );

  test('safety changes what is named, 0 is any, and shows itself', async () => {
    await settings('safety', { reports: '13', account_days: 30, member_days: 0, daily: 10 });
    expect(fake.asked).toEqual([
      ['changeRules', '100', '200', { reportChannelId: '13', accountDays: 30, memberDays: null, dailyQuota: 10 }],
    ]);
    expect(told(await settings('safety'))).toContain('nothing can be reported');
    expect(fake.asked).toHaveLength(1);
  });

  test('a channel that the bot cannot post in is refused, and what it lacks is named', async () => {
    for (const [part, option] of [
      ['safety', 'reports'],
      ['showcase', 'channel'],
    ])
      expect(told(await settings(part, { [option]: '11' }))).toContain('lacks permissions in \\#adults: Attach Files');
    expect(fake.asked).toEqual([]);
  });

  test('showcase needs channel and score', async () => {
    expect(told(await settings('showcase', { channel: '13' }))).toContain('both options');
    await settings('showcase', { channel: '13', score: 0.4 });
    expect(fake.asked.at(-1)).toEqual(['changeRules', '100', '200', { showcaseChannelId: '13', showcaseScore: 0.4 }]);
    await settings('showcase', { off: true });
    expect(fake.asked.at(-1)).toEqual(['changeRules', '100', '200', { showcaseChannelId: null, showcaseScore: null }]);
  });

  test('words are kept clean', async () => {
    await settings('words add', { word: '  Blue  BIRD* ' });
    await settings('words remove', { word: 'Mist' });
    expect(fake.asked).toEqual([
      ['addWord', '100', '200', 'blue bird*'],
      ['removeWord', '100', '200', 'mist'],
    ]);
    expect(told(await settings('words add', { word: '*' }))).toContain('at least two letters');
  });

  test('blocks take a member', async () => {
    await settings('blocks add', { member: '201' });
    await settings('blocks remove', { member: '201' });
    expect(fake.asked).toEqual([
      ['block', '100', '200', '201'],
      ['unblock', '100', '200', '201'],
    ]);
  });

  test('reset takes the rules back, too', async () => {
    await settings('reset');
    expect(fake.asked.map(([name]) => name)).toEqual(['changeRules', 'settings']);
  });
});

test.each(locales)('in %s, Discord takes every message about rules and reports', (locale) => {
  const texts = textsFor(locale);
  const actions = auditActions.map((action) => ({
    id: '1',
    action,
    at: 0,
    isUndone: action === 'warn',
    actorId: '1',
    ...(action !== 'remove' && { memberId: '2' }),
    detail: action === 'undo' ? 'remove' : 'a*b',
  }));
  const rules = {
    ...guildSettings.rules,
    reportChannelId: '1',
    showcase: { channelId: '2', score: 0.5 },
    dailyQuota: 3,
    roles: [{ roleId: '5', exempt: false, dailyQuota: 2 }],
  };
  const views = [
    reportView(texts, '1', { ...reportCase, actions }, true),
    reportView(texts, '1', { ...reportCase, isRemoved: true }, true),
    warningView(texts, ['a*b']),
    safetyView(texts, rules, ['SendMessages'], true),
    wordsView(texts, ['a*b', 'mist*']),
    wordsView(
      texts,
      Array.from({ length: 200 }, () => 'w'.repeat(60)),
    ),
    blocksView(texts, ['1', 'sha256:0']),
    auditView(texts, actions),
    voteRatesView(texts, [{ name: 'a_b', votes: 3, members: 2, busiest: 2, latest: 1 }]),
    ...[wordsView(texts, []), blocksView(texts, []), auditView(texts, []), voteRatesView(texts, [])],
  ];
  expect(views.flatMap(refusedBy)).toEqual([]);
  expect(textOf(auditView(texts, actions))).toContain('a\\*b');
});
