import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPngText } from '../../src/engine/index.js';
import { createClock, startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';
import { modes } from '../bot/support/stores.js';
import { botProcesses } from './support/botProcesses.js';
import { endDiscord } from './support/discord.js';
import { answer, customIdOf, download, labels, patienceMs, privately } from './support/shown.js';
import type { Exchange, Member, Message } from './support/shown.js';

const minuteMs = 60_000;
const storyMs = 600_000;
const edit = 'PATCH /channels/:channel/messages/:message';
const isOpen = (message: Message): boolean => labels(message).includes('Equal');
const isRevealed = (message: Message): boolean => labels(message).includes('Rematch');

describe.each(modes)('duels of a bot whose processes are killed, %s', (mode) => {
  const clock = createClock();
  let discord: Discord;
  let bot: Awaited<ReturnType<typeof botProcesses>>;
  let admin: Member;
  let guest: Member;
  let aheadMs = 0;

  beforeAll(async () => {
    discord = await startDiscord({ clock, rules: { identifyMs: 0 } });
    bot = await botProcesses(mode, discord);
    [admin, guest] = [discord.member('admin'), discord.member('guest')];
    await bot.start();
  }, storyMs);
  afterAll(async () => {
    await bot.remove();
    await endDiscord(discord);
  });

  const now = ({ id }: Message): Message => admin.messages().find((message) => message.id === id)!;
  const duel = (options: Record<string, string | number> = {}): Promise<Exchange> =>
    admin.slash('/duel start', { prompt: 'a castle', left: 'gloomcore', right: 'plain', minutes: 10, ...options });
  const opened = (asked: Exchange): Promise<Message> => asked.reply(isOpen, 2 * patienceMs);
  const vote = async (member: Member, message: Message, label: string): Promise<string> =>
    (await privately(member.press(message, label))).text;
  const kill = () => bot.kill('worker', 'main');
  /** The processes die, and others take their place so much later. */
  const restartLater = async (ms: number): Promise<void> => {
    await kill();
    clock.advance(ms);
    aheadMs += ms;
    await bot.start(aheadMs);
  };
  /** The one message with the result. */
  const revealed = async (message: Message): Promise<Message> => {
    await expect.poll(() => isRevealed(now(message)), { timeout: patienceMs, interval: 100 }).toBe(true);
    expect(admin.messages().filter(({ text }) => text === now(message).text)).toHaveLength(1);
    return now(message);
  };
  /** Votes of a side by its name. */
  const votesOf = ({ text }: Message, name: string): number =>
    Number(new RegExp(`^[AB]: ${name}.* · (\\d+) vote`, 'm').exec(text)?.[1]);

  it(
    'is shown blind, voted on by two, closed while no process runs, and revealed with every vote',
    async () => {
      const message = await opened(await duel());
      expect(labels(message)).toEqual(['A', 'B', 'Equal', 'Close now', 'Delete']);
      expect(message.attachments.map(({ filename }) => filename)).toEqual(['a.png', 'b.png']);
      const alts = message.images.map(({ alt }) => alt);
      expect(alts).toEqual(['Picture A of a duel: a castle', 'Picture B of a duel: a castle']);
      const told = [message.text, ...message.earlier, JSON.stringify(message.components)].join('\n');
      expect(told).not.toMatch(/gloomcore|plain|cosine/);
      const files = await Promise.all(message.attachments.map(download));
      for (const file of files) expect(readPngText(file)).toEqual({});
      expect(files[0]).not.toEqual(files[1]);

      expect(await vote(admin, message, 'B')).toContain('Your choice: **B**');
      expect(await vote(guest, message, 'Equal')).toContain('Your choice: **Equal**');
      expect(await vote(guest, message, 'A')).toContain('Your choice: **A**');
      expect(await vote(admin, message, 'B')).toContain('took your choice back');
      expect(await vote(admin, message, 'A')).toContain('does not count in rankings');
      await expect.poll(() => now(message).text, { timeout: patienceMs, interval: 100 }).toMatch(/^-# 2 votes$/m);
      expect(now(message).attachments.map(({ id }) => id)).toEqual(message.attachments.map(({ id }) => id));
      const buttonA = customIdOf(message, 'A');

      await restartLater(11 * minuteMs);
      const result = await revealed(message);
      expect(result.text).toMatch(/\*\*A\*\* wins: \*\*(gloomcore v1|plain \(no aesthetic\))/);
      expect(votesOf(result, 'gloomcore') + votesOf(result, 'plain')).toBe(2);
      expect(result.text).toMatch(/^A: .* · 2 votes$/m);
      expect(result.attachments.map(({ id }) => id)).toEqual(message.attachments.map(({ id }) => id));
      expect(await Promise.all(result.attachments.map(download))).toEqual(files);
      // From a client that still shows the open duel.
      const late = await privately(guest.forge(result, buttonA));
      expect(late.text).toContain('This duel is closed.');
      expect(late.text).toContain('**A** wins');
    },
    storyMs,
  );

  it(
    'killed while it is painted, while it is open, and between its end and the reveal: no vote is lost, and it ends once',
    async () => {
      const asked = await duel({ prompt: 'a castle at night' });
      await asked.reply(({ text }) => /Painting|Waiting|Reading/.test(text), patienceMs);
      await restartLater(0);
      const message = await opened(asked);
      // The edit that says so is lost: the next process makes it.
      discord.faults.always(edit, { kind: 'status', status: 503 });
      await vote(guest, message, 'A');
      await kill();
      discord.faults.clear();
      await restartLater(minuteMs);
      await expect.poll(() => now(message).text, { timeout: patienceMs, interval: 100 }).toMatch(/^-# 1 vote$/m);
      await vote(admin, message, 'B');

      discord.faults.always(edit, { kind: 'status', status: 503 });
      await restartLater(11 * minuteMs);
      const refused = () =>
        discord.requests().filter(({ status, path }) => status === 503 && path.includes(message.id));
      await expect.poll(() => refused().length, { timeout: patienceMs, interval: 100 }).toBeGreaterThan(0);
      expect(isRevealed(now(message))).toBe(false);
      const closed = await privately(guest.press(message, 'B'));
      expect(closed.text).toContain('This duel is closed.');
      await kill();
      discord.faults.clear();
      await bot.start(aheadMs);
      const result = await revealed(message);
      expect(result.text).toMatch(/It is a draw\.\nA: .* · 1 vote\nB: .* · 1 vote\nEqual: 0 votes$/m);
      expect(now(message).earlier.filter((text) => text.includes('It is a draw'))).toHaveLength(0);
    },
    storyMs,
  );

  it(
    'is revealed in a new message where the old one may not be edited any more',
    async () => {
      const message = await opened(await duel({ prompt: 'a lighthouse', minutes: 10_080 }));
      await vote(guest, message, 'A');
      // That edit is made, though it may not be written down yet: the next process then makes it again, before the reveal.
      await expect.poll(() => now(message).text, { timeout: patienceMs, interval: 100 }).toMatch(/^-# 1 vote$/m);
      discord.faults.always(edit, { kind: 'status', status: 429, code: 30046 });
      await restartLater(10_081 * minuteMs);
      const anew = await admin.sees((one) => isRevealed(one) && one.text.includes('a lighthouse'), patienceMs);
      discord.faults.clear();
      expect(anew.text).toContain('**A** wins');
      expect(anew.attachments).toHaveLength(2);
      expect(votesOf(anew, 'gloomcore') + votesOf(anew, 'plain')).toBe(1);
      expect(now(message)).toSatisfy(isOpen);
      expect((await privately(guest.press(message, 'B'))).text).toContain('**A** wins');
    },
    storyMs,
  );

  it(
    'is closed early by who started it, fought again, and refused where it cannot be',
    async () => {
      const message = await opened(await duel());
      const elsewhere = discord.member('guest', 'Gallery');
      const other = discord.member('admin', 'Gallery');
      const there = await answer(await other.slash('/imagine', { prompt: 'a castle', steps: 2 }));
      expect((await privately(elsewhere.forge(there, customIdOf(message, 'A')))).text).toContain('no longer exists');
      expect((await privately(guest.press(message, 'Close now'))).text).toContain('Only the member who started');
      admin.press(message, 'Close now');
      const result = await revealed(message);
      expect(result.text).toContain('Nobody voted.');
      const rematch = await opened(guest.press(result, 'Rematch'));
      guest.press(rematch, 'Delete');
      await expect
        .poll(() => admin.messages().some(({ id }) => id === rematch.id), { timeout: patienceMs })
        .toBe(false);
      const forged = guest.forge(result, customIdOf(rematch, 'A'));
      expect((await privately(forged)).text).toContain('its pictures were deleted');
      const same = await admin.slash('/duel start', { prompt: 'a castle', left: 'gloomcore', right: 'gloomcore' });
      expect((await privately(same)).text).toContain('two different sides');
    },
    storyMs,
  );

  it(
    'a stream of pairs comes out of the pictures that exist, and the best of several is one press',
    async () => {
      const several = await admin.slash('/imagine', { prompt: 'a castle', count: 2, steps: 2 });
      const pictures = await several.reply((message) => labels(message).includes('2'), patienceMs);
      expect((await privately(guest.press(pictures, '2'))).text).toContain('Your choice: **picture 2**');
      const first = await privately(await guest.slash('/duel stream'));
      expect(first.attachments).toHaveLength(2);
      expect(first.text).not.toMatch(/gloomcore|plain/);
      const shown = (): Message => guest.messages().find(({ id }) => id === first.id)!;
      const pairs = new Set<string>();
      // Until the guest has seen them all, or chose often enough to be asked why.
      while (labels(shown()).includes('Skip')) {
        const pair = customIdOf(shown(), 'Skip');
        expect(pairs).not.toContain(pair);
        pairs.add(pair);
        const before = shown().earlier.length;
        await guest.press(shown(), pairs.size % 2 === 0 ? 'A' : 'Equal').acknowledged();
        await expect.poll(() => shown().earlier.length, { timeout: patienceMs }).toBeGreaterThan(before);
        if (pairs.size >= 8) break;
      }
      expect(pairs.size).toBeGreaterThan(1);
      expect(discord.violations().filter(({ code }) => code !== 10008)).toEqual([]);
    },
    storyMs,
  );
});
