import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { likeRates, plainId, rankStrengths, seededRandom, wilsonInterval } from '../../../src/bot/community/index.js';
import { decodeImage } from '../../../src/engine/index.js';
import { inBrowser, send, seriousFindings } from './browser.js';
import { withPlayground } from './startedPlayground.js';

/*
 * A server's votes as two members cast them in the page, in order: each test goes on where the one before ended. The guest likes what is
 * gloomy, the admin does not like comics, and each votes on the other's pictures, since votes on own ones do not count.
 */

const longMs = 120_000;
const storyMs = 600_000;
/** As few pictures as breeding takes: five that are liked, and five that are not. */
const subjects = ['castle', 'guitar', 'robot', 'crown', 'rocket'];

inBrowser('the community in the page', () => {
  const started = withPlayground();
  let page: Page;
  let duel: Locator;
  /** The darker side, for which both vote. */
  let side = 'A';
  beforeAll(async () => {
    page = await started.browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(longMs);
    await page.goto(started.playground.url);
    await page.locator('#composer').waitFor();
  });

  const messageWith = (picture: string | RegExp): Locator =>
    page.locator('.message', { has: page.getByRole('img', { name: picture }) });
  const painted = (subject: string, aesthetic: string): Locator =>
    messageWith(`a ${subject}, painted in the aesthetic ${aesthetic}`).filter({
      has: page.getByRole('button', { name: 'Recipe' }),
    });
  const become = async (name: string): Promise<void> => {
    await page.locator('.members').getByText(name).click();
    await page.locator('.members .current', { hasText: name }).waitFor();
  };
  /** Presses a button, and waits for one more private answer that says so. */
  const press = async (message: Locator, label: string, said: string | RegExp): Promise<string> => {
    const answers = page.locator('.message.ephemeral', { hasText: said });
    const before = await answers.count();
    await message.getByRole('button', { name: label, exact: true }).click();
    await answers.nth(before).waitFor();
    return answers.nth(before).innerText();
  };
  const paint = async (subject: string, aesthetic: string): Promise<void> => {
    await send(page, `/imagine prompt:a ${subject} aesthetic:${aesthetic} seed:7`);
    await painted(subject, aesthetic).waitFor();
  };
  /** What a new leaderboard says of aesthetics: the entries of each ranking, best first. */
  const leaderboard = async (): Promise<string[][]> => {
    const boards = messageWith(/^Chart: /);
    const before = await boards.count();
    await send(page, '/leaderboard aesthetics');
    await boards.nth(before).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const rankings = await boards.nth(before).locator('ol').all();
    return Promise.all(rankings.map((one) => one.locator('li').allInnerTexts()));
  };

  test(
    'a duel is shown blind, and both members vote in it',
    async () => {
      await send(page, '/duel start prompt:a fox left:gloomcore right:plain minutes:1');
      duel = messageWith('Picture A of a duel: a fox');
      await duel.getByRole('button', { name: 'Equal' }).waitFor();
      expect(await duel.innerText()).not.toMatch(/gloomcore|plain/);
      expect(await seriousFindings(page)).toEqual([]);
      const [a, b] = await Promise.all(['A', 'B'].map((one) => pixels(duel, `Picture ${one} of a duel: a fox`)));
      side = mean(a) < mean(b) ? 'A' : 'B';
      await press(duel, side, 'does not count in rankings');
      await become('guest');
      await press(duel, side, `Your choice: ${side}`);
      await duel.getByText('2 votes').waitFor();
      expect(await duel.innerText()).not.toMatch(/gloomcore|plain/);
    },
    storyMs,
  );

  test(
    'members vote on pictures and on a card, and the leaderboard says what Wilson’s formula does',
    async () => {
      for (const subject of subjects) await paint(subject, 'popart');
      await send(page, '/aesthetic show name:gloomcore');
      await page
        .locator('.message.ephemeral', { hasText: 'gloomcore' })
        .getByRole('button', { name: 'Paint its card' })
        .click();
      const card = messageWith(/^Card of gloomcore/).first();
      await card.waitFor();
      expect(await press(card, '👍', 'You voted 👍 on gloomcore')).toContain('1 of 1 vote is 👍.');
      await card.getByText('1 vote', { exact: true }).waitFor();

      await become('admin');
      for (const subject of subjects)
        expect(await press(painted(subject, 'popart'), '👎', 'You voted 👎 on this picture')).toContain('0 of 1 vote');
      await painted(subjects[0], 'popart').getByText('1 vote', { exact: true }).waitFor();
      // On a slow machine the duel is over by now, and in a ranking of its own.
      const [cards, pictures] = await leaderboard();
      expect([cards, pictures]).toEqual([
        [entry('gloomcore', 1, wilsonInterval(1, 1), '1 vote')],
        [entry('popart', 0, wilsonInterval(0, 5), '5 votes')],
      ]);

      await press(card, '👎', 'You voted 👎 on gloomcore');
      for (const subject of subjects) await paint(subject, 'gloomcore');
      await become('guest');
      for (const subject of subjects) await press(painted(subject, 'gloomcore'), '👍', 'You voted 👍 on this picture');
    },
    storyMs,
  );

  test('the duel closes by itself, and says who won', async () => {
    await page.getByRole('button', { name: 'Rematch' }).waitFor();
    const revealed = page.locator('.message', { has: page.getByRole('button', { name: 'Rematch' }) });
    const text = await revealed.innerText();
    expect(text).toContain(`${side} wins: gloomcore v1`);
    expect(text).toContain(`${side}: gloomcore v1 · 2 votes`);
    expect(text).toContain('Equal: 0 votes');
    expect(await revealed.getByRole('button', { name: 'Equal' }).count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('the leaderboard has changed as the formulas say', async () => {
    const votes = ['gloomcore', 'popart'].flatMap((aestheticId) =>
      subjects.map(() => ({ memberId: aestheticId, aestheticId, like: aestheticId === 'gloomcore' })),
    );
    const rates = likeRates(votes, seededRandom(''));
    // The admin's own choice in the duel is not counted.
    const duels = [{ a: 'gloomcore', b: plainId, aWins: 1, bWins: 0, ties: 0 }];
    const strengths = rankStrengths(['gloomcore'], { duels, bestOf: [] }, seededRandom(''));
    const { beatsPlain, interval } = strengths.find(({ id }) => id === 'gloomcore')!;
    const [low, high] = [interval.low, interval.high].map((logits) => 1 / (1 + Math.exp(-logits)));
    expect(await leaderboard()).toEqual([
      [entry('gloomcore', 1 / 2, wilsonInterval(1, 2), '2 votes')],
      rates.map((rate) => entry(rate.aestheticId, rate.value, rate.interval, '5 votes')),
      [entry('gloomcore', beatsPlain, { low, high }, '1 vote')],
    ]);
  });

  test(
    'an aesthetic that is bred from the votes paints visibly otherwise, towards what was liked',
    async () => {
      await send(page, '/aesthetic breed name:ours');
      // Ten on single pictures, and the guest's choice in the duel.
      await page.locator('.message', { hasText: 'from 11 votes of 2 members' }).waitFor();
      await messageWith(/^Card of ours/).waitFor();
      for (const aesthetic of ['ours', 'gloomcore', 'popart']) await paint('fox', aesthetic);
      await send(page, '/imagine prompt:a fox aesthetic:none seed:7');
      const plain = messageWith('a fox, painted without an aesthetic').filter({
        has: page.getByRole('button', { name: 'Recipe' }),
      });
      await plain.waitFor();
      const [, before, after] = /ours v1 · .* · cosine (\S+) → (\S+) ·/.exec(await painted('fox', 'ours').innerText())!;
      expect(Number(after.replace('−', '-')) - Number(before.replace('−', '-'))).toBeGreaterThan(0.2);
      const [bred, gloomy, comic, without] = await Promise.all([
        ...['ours', 'gloomcore', 'popart'].map((aesthetic) => pixels(painted('fox', aesthetic), /^a fox/)),
        pixels(plain, /^a fox/),
      ]);
      expect(difference(bred, without)).toBeGreaterThan(10);
      expect(difference(bred, gloomy)).toBeLessThan(difference(bred, comic));

      await send(page, '/aesthetic show name:ours');
      await page
        .getByRole('img', { name: /^Family tree of ours v1\. ours v1 comes from gloomcore v1 \d+ %, popart v1 \d+ %/ })
        .waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    },
    storyMs,
  );

  /** RGB of a picture in a message. */
  async function pixels(message: Locator, name: string | RegExp): Promise<Uint8Array> {
    const source = await message.getByRole('img', { name }).getAttribute('src');
    const response = await fetch(new URL(source ?? '', started.playground.url));
    return (await decodeImage(new Uint8Array(await response.arrayBuffer()))).data;
  }
});

/** What the leaderboard says of an aesthetic. `value`, `low` and `high` are shares. */
function entry(name: string, value: number, { low, high }: Record<'low' | 'high', number>, votes: string): string {
  const [share, from, to] = [value, low, high].map((one) => Math.round(100 * one));
  return `${name} · ${share} % (${from} to ${to}), ${votes}`;
}

/** Mean difference of the channels, from 0 to 255. */
function difference(one: Uint8Array, other: Uint8Array): number {
  return mean(one.map((value, i) => Math.abs(value - other[i])));
}

function mean(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
