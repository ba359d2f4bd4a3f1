import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage } from '../../src/engine/index.js';
import { modes } from '../bot/support/stores.js';
import { install, startingMs } from './support/installation.js';
import type { Installation } from './support/installation.js';
import { answer, download, patienceMs, picture, privately, proof } from './support/shown.js';
import type { Member, Message } from './support/shown.js';

/*
 * From votes to a new aesthetic, in order: each test goes on where the one before ended. The members like gloomy pictures and dislike
 * comics.
 */

const storyMs = 600_000;
const subjects = ['castle', 'guitar', 'robot', 'crown', 'rocket'];

/** Mean difference of the channels of two pictures, from 0 to 255. */
async function difference(a: Message, b: Message): Promise<number> {
  const [one, other] = await Promise.all(
    [a, b].map(async ({ images }) => (await decodeImage(await download(images[0]))).data),
  );
  return one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;
}

describe.each(modes)('breeding, %s', (mode) => {
  let installation: Installation;
  let painter: Member;
  let voters: Member[];
  const liked: Message[] = [];
  const disliked: Message[] = [];
  let plain: Message;

  beforeAll(async () => {
    const members = ['painter', 'ann', 'bob', 'cleo'].map((name) => ({ name }));
    const guilds = [{ name: 'Atelier', channels: [{ name: 'studio' }], members }];
    installation = await install(mode, { discord: { guilds } });
    painter = installation.discord.member('painter');
    voters = ['ann', 'bob'].map((name) => installation.discord.member(name));
  }, startingMs);
  afterAll(() => installation.close());

  const paint = async (who: Member, options: Record<string, string | number>): Promise<Message> =>
    picture(await who.slash('/imagine', { steps: 6, seed: 7, ...options }));

  test('out of nothing is refused, with what it takes', async () => {
    const refused = await privately(await painter.slash('/aesthetic breed', { name: 'ours' }));
    expect(refused.text).toMatch(/from 0, and it takes 2\. .* Have others press 👍 and 👎 below pictures/);
    const mine = await privately(await voters[0].slash('/imagine', { prompt: 'a castle', aesthetic: 'my taste' }));
    expect(mine.text).toContain('Use /taste on');
  });

  test(
    'members vote on pictures of two aesthetics',
    async () => {
      for (const subject of subjects) {
        liked.push(await paint(painter, { prompt: `a ${subject}`, aesthetic: 'gloomcore' }));
        disliked.push(await paint(painter, { prompt: `a ${subject}`, aesthetic: 'popart' }));
      }
      for (const voter of voters) {
        for (const message of liked) expect((await privately(voter.press(message, '👍'))).text).toContain('👍');
        for (const message of disliked) expect((await privately(voter.press(message, '👎'))).text).toContain('👎');
      }
    },
    storyMs,
  );

  test(
    'what is bred from the votes says on what it rests, and gets a card beside that of its parent',
    async () => {
      const asked = await painter.slash('/aesthetic breed', { name: 'ours' });
      const made = await answer(asked);
      expect(made.text).toContain('bred by');
      expect(made.text).toContain('from 20 votes of 2 members');
      const card = await asked.reply(({ images }) => images.length > 0, patienceMs);
      expect(card.images.at(-1)!.alt).toContain('Card of ours');
    },
    storyMs,
  );

  test(
    'it paints visibly otherwise: towards what was liked, unlike plain and unlike what was not',
    async () => {
      plain = await paint(painter, { prompt: 'a fox', aesthetic: 'none' });
      const bred = await paint(painter, { prompt: 'a fox', aesthetic: 'OURS' });
      expect(proof(bred)).toMatchObject({ name: 'ours', version: 1 });
      expect(proof(bred).after - proof(bred).before).toBeGreaterThan(0.2);
      const comic = await paint(painter, { prompt: 'a fox', aesthetic: 'popart' });
      const gloomy = await paint(painter, { prompt: 'a fox', aesthetic: 'gloomcore' });
      expect(await difference(bred, plain)).toBeGreaterThan(10);
      expect(await difference(bred, gloomy)).toBeLessThan(await difference(bred, comic));
    },
    storyMs,
  );

  test('/aesthetic show has its family tree', async () => {
    const shown = await privately(await painter.slash('/aesthetic show', { name: 'ours' }));
    const tree = shown.images.find(({ alt }) => alt.startsWith('Family tree'))!;
    expect(tree.alt).toBe('Family tree of ours v1. ours v1 comes from gloomcore v1 50 %, popart v1 50 %.');
    expect((await decodeImage(await download(tree))).width).toBe(1100);
  });

  test(
    'a member switches their own taste on, sees it, and paints with it; others cannot name it or paint with it',
    async () => {
      const [ann, bob] = voters;
      expect((await privately(await ann.slash('/taste on'))).text).toContain('for you alone');
      const shown = await privately(await ann.slash('/taste show'));
      expect(shown.text).toMatch(/Learned from 10 of your votes.\nProvisional/);
      expect(shown.text).toMatch(/gloomcore \d+ %/);
      expect(shown.text).toMatch(/Words nearest to it: \w+, \w+/);
      expect(shown.images.length).toBeGreaterThan(5);
      const [first] = await ann.autocomplete('/imagine', 'aesthetic', 'my', { prompt: 'a fox' });
      expect(first).toEqual({ name: 'my taste (yours alone)', value: 'my taste' });
      expect(await bob.autocomplete('/imagine', 'aesthetic', 'my taste', { prompt: 'a fox' })).not.toContainEqual(
        first,
      );

      const painted = await paint(ann, { prompt: 'a fox', aesthetic: 'my taste' });
      expect(proof(painted)).toMatchObject({ name: 'my taste', version: 1 });
      expect(proof(painted).after - proof(painted).before).toBeGreaterThan(0.2);
      expect(await difference(painted, plain)).toBeGreaterThan(10);
      const refused = await privately(bob.press(painted, 'Again'));
      expect(refused.text).toContain('another member’s own taste');
      expect(proof(await picture(ann.press(painted, 'Again')))).toMatchObject({ name: 'my taste', version: 1 });
      const listed = await privately(await bob.slash('/aesthetic list'));
      expect(listed.text).not.toContain('my taste');

      await privately(await ann.slash('/taste forget'));
      const forgotten = await privately(ann.press(painted, 'Again'));
      expect(forgotten.text).toMatch(/no longer exists|cannot be used|another member/);
      expect(installation.discord.violations()).toEqual([]);
    },
    storyMs,
  );
});
