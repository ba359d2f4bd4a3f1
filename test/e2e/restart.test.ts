import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttonActions, parseCustomId, selectActions } from '../../src/bot/views/customId.js';
import type { ButtonAction, SelectAction } from '../../src/bot/views/customId.js';
import { createClock, startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';
import { modes } from '../bot/support/stores.js';
import { botProcesses } from './support/botProcesses.js';
import { endDiscord } from './support/discord.js';
import { made } from './support/shown.js';

type Member = ReturnType<Discord['member']>;
type Message = ReturnType<Member['messages']>[number];
type Exchange = ReturnType<Member['press']>;
type Action = ButtonAction | SelectAction;

const patienceMs = 240_000;
const minuteMs = 60_000;
const storyMs = 600_000;
/** Painted long enough to be killed meanwhile. */
const slow = { size: '128x128' };
const folder = 'models/demo/examples/sepia';
const edits = ['PATCH /webhooks/:application/:token/messages/:message', 'PATCH /channels/:channel/messages/:message'];
const isPicture = ({ images, buttons }: Message): boolean =>
  images.length > 0 && buttons.some(({ label }) => label === 'Recipe' || label === 'Equal');
const isOver = (message: Message): boolean => isPicture(message) || /could not be painted|Cancelled/.test(message.text);

/** What a button or select does when it does its job. */
type Job = 'paints' | 'shows a card' | 'answers' | 'asks' | 'changes the message' | 'takes the message away';

/** Of each that there is: a new one belongs in here, and into the messages that are posted below. */
const jobs: Record<Action, Job> = {
  again: 'paints',
  stronger: 'paints',
  weaker: 'paints',
  plain: 'paints',
  strip: 'paints',
  larger: 'paints',
  varySubtle: 'paints',
  varyStrong: 'paints',
  varyPicture: 'paints',
  vary: 'answers',
  pick: 'paints',
  card: 'shows a card',
  other: 'answers',
  recipe: 'answers',
  remove: 'answers',
  undo: 'answers',
  rename: 'asks',
  page: 'changes the message',
  browse: 'changes the message',
  report: 'answers',
  reportRemove: 'changes the message',
  reportWarn: 'changes the message',
  reportBlock: 'changes the message',
  reportUndo: 'changes the message',
  contest: 'answers',
  gallery: 'changes the message',
  cancel: 'changes the message',
  unshare: 'changes the message',
  image: 'changes the message',
  channels: 'changes the message',
  erase: 'changes the message',
  like: 'answers',
  dislike: 'answers',
  likePicture: 'answers',
  dislikePicture: 'answers',
  votePictures: 'answers',
  likeShown: 'changes the message',
  dislikeShown: 'changes the message',
  likeNext: 'changes the message',
  dislikeNext: 'changes the message',
  skip: 'changes the message',
  duelA: 'answers',
  duelB: 'answers',
  duelEqual: 'answers',
  duelClose: 'changes the message',
  rematch: 'paints',
  streamA: 'changes the message',
  streamB: 'changes the message',
  streamEqual: 'changes the message',
  streamSkip: 'changes the message',
  streamStop: 'changes the message',
  best: 'answers',
  whyColour: 'changes the message',
  whyTexture: 'changes the message',
  whySubject: 'changes the message',
  delete: 'takes the message away',
};

/** First what would be over soon; last what takes away what others need. */
const order: Partial<Record<Action, number>> = {
  cancel: -1,
  image: 1,
  duelClose: 1,
  reportUndo: 2,
  delete: 3,
  erase: 4,
};
/** Below the end of a contest, hours later: community.test.ts presses it after a restart. */
const later: readonly Action[] = ['contest'];

describe.each(modes)('a bot whose processes are killed, %s', (mode) => {
  const clock = createClock();
  let discord: Discord;
  let bot: Awaited<ReturnType<typeof botProcesses>>;
  let admin: Member;
  let aheadMs = 0;
  let bad: Message;

  beforeAll(async () => {
    discord = await startDiscord({ clock, rules: { identifyMs: 0 } });
    bot = await botProcesses(mode, discord);
    admin = discord.member('admin');
    await bot.start();
  });
  afterAll(async () => {
    await bot.remove();
    await endDiscord(discord);
  });

  const advance = (ms: number): void => {
    clock.advance(ms);
    aheadMs += ms;
  };
  const said = (asked: Exchange): Promise<Message> => asked.reply(() => true, patienceMs);
  const now = ({ id }: Message): Message | undefined => admin.messages().find((message) => message.id === id);
  const imagine = async (options: Record<string, string | number>) => {
    const asked = await admin.slash('/imagine', { prompt: 'a castle', steps: 2, ...options });
    return { asked, shown: await said(asked) };
  };
  /** The custom ids of a generation's buttons all name it. */
  const generationOf = ({ buttons }: Message): string | undefined =>
    parseCustomId(buttons[0]?.customId ?? '', buttonActions)?.id;
  const pictureOf = (generation: string): Message[] =>
    admin.messages().filter((message) => isPicture(message) && generationOf(message) === generation);
  /** Each has exactly one message with its pictures. */
  const arrive = async (...waiting: Message[]): Promise<void> => {
    const ids = waiting.map((message) => generationOf(message) ?? '');
    const count = (): number[] => ids.map((id) => pictureOf(id).length);
    await expect.poll(count, { timeout: patienceMs, interval: 200 }).toEqual(ids.map(() => 1));
  };

  it(
    'posts messages with every button and select that there is',
    async () => {
      const files = await Promise.all(
        (await readdir(folder)).slice(0, 2).map(async (name) => ({ name, bytes: await readFile(`${folder}/${name}`) })),
      );
      // Made by the button alone, so that it is there.
      await said(await admin.slash('/settings change', { cards: false }));
      for (const name of ['sepia', 'two', 'three', 'four', 'gone']) {
        const images = name === 'sepia' ? { image1: files[0], image2: files[1] } : { image1: files[0] };
        expect((await made(await admin.slash('/aesthetic create', { name, ...images }))).text).toContain(name);
      }
      await said(await admin.slash('/aesthetic show', { name: 'sepia' }));
      await said(await admin.slash('/aesthetic remove', { name: 'sepia' }));
      await said(await admin.slash('/aesthetic share', { name: 'two' }));
      await said(await admin.slash('/aesthetic browse'));
      await said(await admin.slash('/aesthetic list'));
      await said(await admin.slash('/aesthetic delete', { name: 'gone' }));
      await said(await admin.slash('/settings show'));
      await said(await admin.slash('/privacy erase'));
      const { asked } = await imagine({ aesthetic: 'gloomcore' });
      const painted = await asked.reply(isPicture, patienceMs);
      await said(admin.press(painted, 'Another aesthetic'));
      const several = await (await imagine({ count: 2 })).asked.reply(isPicture, patienceMs);
      await said(admin.press(several, 'Vote'));
      await said(admin.press(several, 'Vary…'));
      // Of the pack, since one's own do not come in the stream.
      const shown = await said(await admin.slash('/aesthetic show', { name: 'gloomcore' }));
      await admin.press(shown, 'Paint its card').reply(({ images }) => images.length > 0, patienceMs);
      await said(await admin.slash('/vote'));
      await duels();
      // Enough pictures for two pages, and one message of them to be removed.
      bad = await (await imagine({ count: 4, seed: 9 })).asked.reply(isPicture, patienceMs);
      await said(await admin.slash('/settings safety', { reports: admin.channelId }));
      await said(discord.member('guest').context('Report to moderators', bad));
      await said(admin.press(painted, 'Recipe'));
      await said(await admin.slash('/gallery'));
      // The engine alone knows how many tokens a prompt has, and so how many steps it can take.
      const prompt = 'a castle by a lake under a red sky with three birds';
      const refused = await imagine({ prompt, aesthetic: 'gloomcore', text_steps: 200, lr: 0.001 });
      await refused.asked.reply(isOver, patienceMs);
    },
    storyMs,
  );

  /** A duel that is open, one that is closed, several pictures, and a stream that asks why. */
  async function duels(): Promise<void> {
    const start = async () => {
      const sides = { left: 'gloomcore', right: 'plain', minutes: 10_080 };
      return (await admin.slash('/duel start', { prompt: 'a castle', ...sides })).reply(isPicture, patienceMs);
    };
    await start();
    const over = await start();
    await said(admin.press(over, 'A'));
    admin.press(over, 'Close now');
    const wait = { timeout: patienceMs, interval: 50 };
    await expect.poll(() => now(over)?.buttons.map(({ label }) => label), wait).toContain('Rematch');
    const several = await imagine({ count: 2 });
    await several.asked.reply(isPicture, patienceMs);
    const stream = await said(await admin.slash('/duel stream'));
    // With the vote in the duel, the fifth pair is one that is asked about.
    for (let pairs = 1; pairs < 5; pairs++) {
      const { earlier } = now(stream)!;
      admin.press(stream, 'A');
      await expect.poll(() => now(stream)?.earlier.length, wait).toBeGreaterThan(earlier.length);
    }
  }

  it(
    'paints what was being painted and what waited, a quarter of an hour later; a reply that was deleted stays away',
    async () => {
      const long = await imagine({ ...slow, steps: 60 });
      const kept = await imagine({ seed: 1 });
      const lost = await imagine({ seed: 2 });
      await long.asked.reply(({ text }) => text.includes('Painting'), patienceMs);
      await bot.kill('worker', 'main');
      admin.delete(lost.shown);
      advance(16 * minuteMs);
      const before = discord.requests().length;
      await bot.start(aheadMs);
      await arrive(long.shown, kept.shown);
      expect(now(long.shown)).toSatisfy(isPicture);
      expect(now(kept.shown)).toSatisfy(isPicture);
      expect(now(lost.shown)).toBeUndefined();
      // Its request is cancelled, unless it is painted before anything of it is to be edited.
      expect(pictureOf(generationOf(lost.shown) ?? '').length).toBeLessThan(2);
      // Its buttons are those of the others, and would paint as long.
      admin.delete(long.shown);
      // An expired token is never called.
      expect(
        discord
          .requests()
          .slice(before)
          .filter(({ status }) => status === 401),
      ).toEqual([]);
    },
    storyMs,
  );

  it(
    'goes on when the process that paints is killed, and, distributed, when the one on Discord is killed while a job waits',
    async () => {
      const long = await imagine({ ...slow, steps: 60 });
      const next = await imagine({ seed: 3 });
      await long.asked.reply(({ text }) => text.includes('Painting'), patienceMs);
      await bot.kill(bot.painter);
      await bot.start(aheadMs);
      await bot.kill('main');
      await bot.start(aheadMs);
      await arrive(long.shown, next.shown);
      admin.delete(long.shown);
    },
    storyMs,
  );

  it(
    'shows once what was painted and not shown when it was killed',
    async () => {
      const painted = bot.says(bot.painter, 'painted');
      const { shown } = await imagine({ ...slow, steps: 40 });
      // The second is still there when the processes are back.
      await imagine({ ...slow, steps: 150, count: 10, seed: 4 });
      for (const route of edits) discord.faults.always(route, { kind: 'status', status: 503 });
      await painted;
      await bot.kill('worker', 'main');
      discord.faults.clear();
      await bot.start(aheadMs);
      await arrive(shown);
    },
    storyMs,
  );

  it(
    'does its job at every button that was ever posted',
    async () => {
      const posted = admin
        .messages()
        // A moderator takes it away before it is its turn.
        .filter(({ id }) => id !== bad.id)
        .flatMap((message) => [
          ...message.buttons.flatMap(({ customId = '' }) => ({ message, customId, values: undefined })),
          ...message.selects.map(({ customId, options }) => ({
            message,
            customId,
            values: options.slice(0, 1).map(({ value }) => value),
          })),
        ])
        .map((one) => ({ ...one, action: parseCustomId(one.customId, [...buttonActions, ...selectActions])!.action }))
        .sort((a, b) => (order[a.action] ?? 0) - (order[b.action] ?? 0));
      expect(new Set(posted.map(({ action }) => action))).toEqual(
        new Set([...buttonActions, ...selectActions].filter((action) => !later.includes(action))),
      );
      for (const { message, customId, values, action } of posted) {
        const before = now(message)!;
        // What a button changed may have others by now; a press that was on its way comes nonetheless.
        const isThere = before.buttons.some((button) => button.customId === customId);
        const press = () => (isThere ? admin.press(message, customId) : admin.forge(message, customId));
        const asked = values ? admin.choose(message, customId, values) : press();
        await does(jobs[action], before, asked).catch((error: unknown) => {
          throw new Error(`${action} below ${JSON.stringify(message.text)}`, { cause: error });
        });
      }
      expect(discord.violations().filter(({ code }) => code !== 10008)).toEqual([]);
    },
    storyMs,
  );

  async function does(job: Job, before: Message, asked: Exchange): Promise<void> {
    if (job === 'asks') {
      const form = await asked.modal();
      expect((await said(await admin.submit(form))).text).toContain('is now called');
      return;
    }
    await asked.acknowledged();
    if (job === 'paints') {
      const painted = await asked.reply(isOver, patienceMs);
      // What could not be painted cannot be painted again.
      expect(painted).toSatisfy(before.text.includes('could not be painted') ? isOver : isPicture);
      return;
    }
    if (job === 'shows a card') {
      if (before.text.includes('**gone**')) {
        const refused = await asked.reply(({ ephemeral }) => ephemeral, patienceMs);
        expect(refused.text).toContain('no longer exists');
        return;
      }
      const { buttons } = await asked.reply(({ images }) => images.length > 0, patienceMs);
      expect(buttons.map(({ label }) => label)).toEqual(['👍', '👎']);
      return;
    }
    const wait = { timeout: patienceMs, interval: 50 };
    if (job === 'takes the message away') await expect.poll(() => now(before), wait).toBeUndefined();
    else if (job === 'changes the message')
      await expect.poll(() => now(before)?.earlier.length, wait).toBeGreaterThan(before.earlier.length);
    else {
      const { text, ephemeral } = await said(asked);
      expect(ephemeral).toBe(true);
      expect(text).not.toMatch(/went wrong|not known here/);
    }
  }
});
