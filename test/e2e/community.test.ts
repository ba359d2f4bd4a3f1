import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock, startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';
import { modes } from '../bot/support/stores.js';
import { botProcesses } from './support/botProcesses.js';
import { endDiscord } from './support/discord.js';
import { answer, patienceMs, picture, picturesSeen, privately } from './support/shown.js';
import type { Member, Message } from './support/shown.js';

const storyMs = 600_000;
const hourMs = 3_600_000;
const people = ['guest', 'ann', 'bob', 'cid'].map((name) => ({ name }));
const wait = { timeout: patienceMs, interval: 200 };

describe.each(modes)('looking at pictures and keeping order, %s', (mode) => {
  const clock = createClock();
  let discord: Discord;
  let bot: Awaited<ReturnType<typeof botProcesses>>;
  let admin: Member;
  let guest: Member;
  let aheadMs = 0;

  beforeAll(async () => {
    const guild = {
      name: 'Atelier',
      channels: [{ name: 'studio' }, { name: 'moderators' }, { name: 'showcase' }],
      members: [{ name: 'admin', permissions: PermissionFlagsBits.Administrator }, ...people],
    };
    discord = await startDiscord({ clock, guilds: [guild], rules: { identifyMs: 0 } });
    bot = await botProcesses(mode, discord);
    [admin, guest] = [discord.member('admin'), discord.member('guest')];
    await bot.start();
  }, storyMs);
  afterAll(async () => {
    await bot.remove();
    await endDiscord(discord);
  });

  const restart = async (ms = 0): Promise<void> => {
    await bot.kill('main', 'worker');
    clock.advance(ms);
    aheadMs += ms;
    await bot.start(aheadMs);
  };
  const idOf = (name: string): string => discord.guild('Atelier').channelId(name);
  const imagine = async (who: Member, options: Record<string, string | number> = {}): Promise<Message> =>
    picture(await who.slash('/imagine', { prompt: 'a cactus', steps: 2, ...options }));
  const reports = (): readonly Message[] => admin.in('moderators').messages();

  it(
    'a picture is reported, removed, and back after undo',
    async () => {
      expect(
        (await privately(discord.member('ann').context('Report to moderators', await imagine(guest)))).text,
      ).toContain('/settings safety');
      await answer(await admin.slash('/settings safety', { reports: idOf('moderators') }));
      const [painted] = picturesSeen(guest);
      expect((await privately(discord.member('ann').context('Report to moderators', painted))).text).toContain(
        'Thank you',
      );
      const [report] = reports();
      expect(report.text).toContain('a cactus');
      expect(report.images).toHaveLength(1);
      admin.in('moderators').press(report, 'Remove');
      await expect.poll(() => picturesSeen(guest), wait).toEqual([]);
      await expect.poll(() => reports()[0].text, wait).toContain('removed a picture');
      expect(reports()[0].images).toEqual([]);
      expect((await answer(await guest.slash('/gallery'))).text).toContain('no pictures');
      admin.in('moderators').press(reports()[0], 'Undo');
      await expect.poll(() => picturesSeen(guest).length, wait).toBe(1);
      await expect.poll(async () => (await answer(await guest.slash('/gallery'))).images.length, wait).toBe(1);
      expect((await answer(await admin.slash('/settings audit'))).text).toMatch(
        /undid “Remove”[^]*removed a picture.*undone/,
      );
    },
    storyMs,
  );

  it(
    'words, blocks, ages and quotas keep out, privately, and say why',
    async () => {
      const refused = async (prompt = 'a robot'): Promise<string> =>
        (await privately(await guest.slash('/imagine', { prompt, steps: 2 }))).text;
      await answer(await admin.slash('/settings words add', { word: 'robot' }));
      expect(await refused('a r0b0t')).toContain('“robot”');
      await answer(await admin.slash('/settings words remove', { word: 'robot' }));
      await answer(await admin.slash('/settings blocks add', { member: guest.userId }));
      expect(await refused()).toContain('blocked you');
      await answer(await admin.slash('/settings blocks remove', { member: guest.userId }));
      await answer(await admin.slash('/settings safety', { account_days: 1 }));
      expect(await refused()).toContain('at least 1 day old');
      await answer(await admin.slash('/settings safety', { account_days: 0, member_days: 2 }));
      discord.guild('Atelier').rejoin(guest.userId);
      expect(await refused()).toContain('at least 2 days');
      await answer(await admin.slash('/settings safety', { member_days: 0, daily: 1 }));
      expect(await refused()).toContain('1 request in the last 24 hours');
      await answer(await admin.slash('/settings safety', { daily: 0 }));
    },
    storyMs,
  );

  it(
    'what three others like is in the showcase once, whatever restarts',
    async () => {
      await answer(await admin.slash('/settings showcase', { channel: idOf('showcase'), score: 0.3 }));
      const [liked] = picturesSeen(guest);
      for (const name of ['ann', 'bob', 'cid']) await privately(discord.member(name).press(liked, '👍'));
      const shown = (): readonly Message[] => admin.in('showcase').messages();
      await expect.poll(() => shown().length, wait).toBe(1);
      expect(shown()[0].text).toContain(`/${idOf('studio')}/${liked.id}`);
      await restart();
      expect((await answer(await admin.slash('/gallery'))).images).toHaveLength(1);
      expect(shown()).toHaveLength(1);
    },
    storyMs,
  );

  it(
    'a contest is opened, entered, and ends once after a restart',
    async () => {
      discord.guild('Atelier').overwrite('studio', 'bot', { deny: PermissionFlagsBits.CreatePublicThreads });
      const asked = { aesthetic: 'gloomcore', hours: 1, title: 'Gloom!' };
      expect((await privately(await admin.slash('/contest', asked))).text).toContain('Create Public Threads');
      discord.guild('Atelier').overwrite('studio', 'bot', {});
      expect((await answer(await admin.slash('/contest', asked))).text).toContain('Gloom!');
      const inThread = (name: string): Member => discord.member(name).in('Gloom!');
      const entry = await imagine(inThread('guest'), { aesthetic: 'gloomcore' });
      await privately(inThread('ann').press(entry, '👍'));
      const ends = (): Message[] =>
        inThread('admin')
          .messages()
          .filter(({ text }) => text.includes('Gloom! is over'));
      expect(ends()).toEqual([]);
      await restart(hourMs);
      await expect.poll(() => ends().length, wait).toBe(1);
      expect(ends()[0].text).toContain('**1.** [a cactus]');
      await restart();
      expect((await privately(inThread('bob').press(ends()[0], 'Show all entries'))).text).toContain(
        '**1.** [a cactus]',
      );
      expect(ends()).toHaveLength(1);
      // Two restarts later, and the end of the contest came in the same rounds.
      expect(admin.in('showcase').messages()).toHaveLength(1);
      expect(discord.violations().filter(({ code }) => code !== 10008)).toEqual([]);
    },
    storyMs,
  );
});
