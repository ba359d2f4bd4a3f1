import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage } from '../../src/engine/index.js';
import { modes } from '../bot/support/stores.js';
import { smallSide } from '../support/fewSteps.js';
import { install, startingMs } from './support/installation.js';
import type { Installation } from './support/installation.js';
import { customIdOf, download, labels, patienceMs, picture, privately } from './support/shown.js';
import type { Member, Message } from './support/shown.js';

/*
 * Votes as members cast them, in order: each test goes on where the one before ended.
 */

const voters = 200;
const editRoute = 'PATCH /channels/:channel/messages/:message';
/** Six paintings, one after the other. */
const cardMs = 4 * patienceMs;
/** Of one message, from an edit to the next. Timers may be a little early. */
const leastBetweenMs = 1_990;

describe.each(modes)('votes, %s', (mode) => {
  let installation: Installation;
  let painter: Member;
  let crowd: Member[];
  let painted: Message;

  beforeAll(async () => {
    const members = ['painter', ...Array.from({ length: voters }, (_, i) => `voter${i}`)];
    const channels = [{ name: 'studio' }];
    installation = await install(mode, {
      discord: {
        guilds: [
          { name: 'Atelier', channels, members: members.map((name) => ({ name })) },
          { name: 'Gallery', channels, members: [{ name: 'voter0' }] },
        ],
      },
    });
    const { discord } = installation;
    painter = discord.member('painter');
    crowd = Array.from({ length: voters }, (_, i) => discord.member(`voter${i}`));
    painted = await picture(await painter.slash('/imagine', { prompt: 'a castle', aesthetic: 'gloomcore', steps: 4 }));
  }, startingMs);
  afterAll(() => installation.close());

  const now = ({ id }: Message): Message | undefined => painter.messages().find((message) => message.id === id);
  const tally = (message: Message): string | undefined => /^-# (\d+ votes?)$/m.exec(now(message)?.text ?? '')?.[1];
  const edits = ({ id }: Message): number[] =>
    installation.discord
      .requests()
      .filter(({ route, path }) => route === editRoute && path.endsWith(`/${id}`))
      .map(({ at }) => at);

  test('a press is answered privately; others see the number of votes, and the picture stays', async () => {
    const answer = await privately(crowd[0].press(painted, '👍'));
    expect(answer.text).toContain('You voted 👍 on this picture. 1 of 1 vote is 👍.');
    expect(painter.messages().map(({ id }) => id)).not.toContain(answer.id);
    await expect.poll(() => tally(painted), { timeout: patienceMs }).toBe('1 vote');
    const shown = now(painted)!;
    expect(shown.attachments.map(({ id }) => id)).toEqual(painted.attachments.map(({ id }) => id));
    expect(shown.images.map(({ alt }) => alt)).toEqual(painted.images.map(({ alt }) => alt));
    expect((await decodeImage(await download(shown.images[0]))).width).toBe(2 * smallSide);
    expect(labels(shown)).toEqual(labels(painted));
    // Taken back, as it was before.
    expect((await privately(crowd[0].press(shown, '👍'))).text).toContain(
      'You withdrew your vote on this picture. 0 votes',
    );
    await expect.poll(() => tally(painted), { timeout: patienceMs }).toBeUndefined();
  });

  test('of 200 members at once each press is acknowledged, the total is exact, and edits are at least 2 s apart', async () => {
    const presses = crowd.map((member, i) => member.press(painted, i % 4 === 0 ? '👎' : '👍'));
    const acknowledged = await Promise.allSettled(presses.map((press) => press.acknowledged()));
    expect(acknowledged.filter(({ status }) => status === 'rejected')).toEqual([]);
    const answers = await Promise.all(presses.map((press) => privately(press)));
    expect(answers.every(({ text }) => /^You voted/.test(text))).toBe(true);
    await expect.poll(() => tally(painted), { timeout: patienceMs }).toBe('200 votes');
    const told = await privately(painter.press(painted, '👍'));
    expect(told.text).toContain('150 of 200 votes are 👍. This is your own picture, so your vote does not count');
    const between = edits(painted).map((at, i, all) => at - (all[i - 1] ?? 0));
    expect(Math.min(...between.slice(1))).toBeGreaterThanOrEqual(leastBetweenMs);
    expect(installation.discord.violations()).toEqual([]);
  });

  test('of 50 conflicting presses of one member each is acknowledged, and one vote or none is left', async () => {
    const buttons = ['👍', '👎'].map((label) => customIdOf(painted, label));
    const presses = Array.from({ length: 50 }, (_, i) => crowd[0].press(painted, buttons[i % 2]));
    const acknowledged = await Promise.allSettled(presses.map((press) => press.acknowledged()));
    expect(acknowledged.filter(({ status }) => status === 'rejected')).toEqual([]);
    await Promise.all(presses.map((press) => privately(press)));
    // The last press of this one decides: whatever was left, it is changed, or taken back.
    const after = await privately(crowd[0].press(painted, '👍'));
    const isLike = after.text.startsWith('You voted 👍');
    expect(after.text).toContain(isLike ? '151 of 200 votes are 👍.' : '199 votes');
    if (!isLike) await privately(crowd[0].press(painted, '👍'));
    await expect.poll(() => tally(painted), { timeout: patienceMs }).toBe('200 votes');
  });

  test('several pictures are voted on in a private message, which shows one’s own votes', async () => {
    const both = await picture(
      await painter.slash('/imagine', { prompt: 'a whale', aesthetic: 'none', steps: 4, count: 2 }),
    );
    const asked = crowd[1].press(both, 'Vote');
    const opened = await privately(asked);
    expect(opened.images).toHaveLength(2);
    const [second] = opened.buttons.slice(2);
    crowd[1].press(opened, second.customId ?? '');
    const voted = await asked.reply(({ text }) => text.includes('your vote: 👍'), patienceMs);
    expect(voted.text).toContain('**Picture 2** · your vote: 👍 · 1 of 1 vote is 👍.');
    expect(voted.images).toHaveLength(2);
    await expect.poll(() => tally(both), { timeout: patienceMs }).toBe('1 vote');
  });

  test('a picture of another server, by a forged id, and a deleted one are refused in words', async () => {
    const elsewhere = installation.discord.member('voter0', 'Gallery');
    const shown = await picture(await elsewhere.slash('/imagine', { prompt: 'a bell', steps: 4 }));
    const refused = 'This picture was deleted, or it is not from this server';
    expect((await privately(elsewhere.forge(shown, customIdOf(painted, '👍')))).text).toContain(refused);
    const gone = await picture(await painter.slash('/imagine', { prompt: 'a bell', aesthetic: 'none', steps: 4 }));
    painter.press(gone, 'Delete');
    await expect.poll(() => now(gone)?.deleted ?? true, { timeout: patienceMs }).toBe(true);
    expect((await privately(crowd[2].forge(painted, customIdOf(gone, '👍')))).text).toContain(refused);
    await expect.poll(() => tally(painted), { timeout: patienceMs }).toBe('200 votes');
  });

  test(
    'cards are voted on one after the other, and the leaderboard follows',
    async () => {
      const card = painter.press(
        await privately(await painter.slash('/aesthetic show', { name: 'gloomcore' })),
        'Paint its card',
      );
      const shown = await card.reply(({ images }) => images.length > 0, cardMs);
      expect(labels(shown)).toEqual(['👍', '👎']);
      const stream = await crowd[3].slash('/vote');
      const first = await privately(stream);
      expect(labels(first)).toEqual(['👍', '👎', 'Skip']);
      crowd[3].press(first, 'Skip');
      await stream.reply(({ text }) => text.includes('You skipped 1 card'), patienceMs);
      const again = await crowd[3].slash('/vote');
      crowd[3].press(await privately(again), '👍');
      const end = await again.reply(({ text }) => text.includes('There are no cards here'), patienceMs);
      expect(end.text).toContain('You voted 👍 on **gloomcore**. 1 of 1 vote is 👍.');
      await privately(crowd[4].press(shown, '👎'));
      await expect.poll(() => tally(shown), { timeout: patienceMs }).toBe('2 votes');

      const board = await (
        await painter.slash('/leaderboard aesthetics')
      ).reply(({ attachments }) => attachments.length > 0, patienceMs);
      expect(board.text).toContain('1. **gloomcore** · 50 % (9 to 91), 2 votes');
      // 151 of 200, with an interval over members.
      expect(board.text).toMatch(/1\. \*\*gloomcore\*\* · 76 % \(\d\d to \d\d\), 200 votes/);
      expect((await decodeImage(await download(board.images[0]))).width).toBe(1_100);
      const best = await (
        await painter.slash('/leaderboard pictures', { period: 'day' })
      ).reply(({ attachments }) => attachments.length > 0, patienceMs);
      // Wilson's interval with z = 1.96.
      expect(best.text).toMatch(/1\. \*\*a castle\*\* · <@\d+> · 76 % \(69 to 81\), 200 votes · \[open\]\(https:/);
      expect(installation.complaints()).toEqual([]);
    },
    2 * cardMs,
  );
});
