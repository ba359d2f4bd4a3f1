import { describe, expect, test } from 'vitest';
import { errorData } from '../../../src/bot/errors.js';
import type { Card } from '../../../src/bot/types.js';
import { browseView } from '../../../src/bot/views/browse.js';
import { cardView } from '../../../src/bot/views/cards.js';
import { without } from '../../support/without.js';
import { details, english, generationId, gloomcore } from './examples.js';
import { idsOf, refusedBy, textOf } from './messages.js';

const card: Card = {
  picture: new Uint8Array([9]),
  columns: [
    { prompt: 'a castle', before: -0.34, after: 0.21 },
    { prompt: '*'.repeat(300), before: 0, after: 0.1 },
  ],
};

describe('a card', () => {
  test('is a picture with what was measured, also for those who do not see it', () => {
    const view = cardView(english, '**gloomcore** is made.', gloomcore, { state: 'painted', card });
    expect(textOf(view)).toContain(
      '**gloomcore** is made.\n-# Above without, below with it, same seed. Cosines: a castle −0.34 → 0.21',
    );
    expect(JSON.stringify(view.components)).toContain('Card of gloomcore: the same prompts and seed');
    expect(idsOf(view)).toEqual([`1:like:${gloomcore.id}`, `1:dislike:${gloomcore.id}`]);
    expect(refusedBy(view)).toEqual([]);
  });

  test('that another message will show has a link to that one, and nothing to press', () => {
    const shownIn = 'https://discord.com/channels/1/2/3';
    const view = cardView(english, 'made', gloomcore, { state: 'painting', generationId, shownIn });
    expect(textOf(view)).toContain(`${shownIn} will show it`);
    expect(idsOf(view)).toEqual([]);
    expect(refusedBy(view)).toEqual([]);
  });

  test.each([
    [
      'painting',
      { state: 'painting', generationId },
      `1:cancel:${generationId}`,
      'will be painted when no other requests wait',
    ],
    ['offered', { state: 'offered' }, `1:card:${gloomcore.id}`, 'made'],
    ['cancelled', { state: 'cancelled' }, `1:card:${gloomcore.id}`, 'was cancelled'],
    [
      'failed',
      { state: 'failed', reason: 'no *memory*' },
      `1:card:${gloomcore.id}`,
      'could not be painted. No \\*memory\\*.',
    ],
  ] as const)('that is %s says so, and has the button for what is next', (_state, state, id, said) => {
    const view = cardView(english, 'made', gloomcore, state);
    expect(idsOf(view)).toEqual([id]);
    expect(textOf(view)).toContain(said);
    expect(refusedBy(view)).toEqual([]);
  });
});

describe('the gallery', () => {
  const bare = { ...without(details, 'card'), id: 'AZVJaesthetic000000007' };

  test('has a button for a card that is not there, but not for what the pack cannot use', () => {
    const unusable = {
      ...bare,
      id: 'AZVJaesthetic000000008',
      unusable: errorData('anotherClip', { pack: 'another pack' }),
    };
    const view = browseView(english, [details, bare, unusable], 2, 3, true);
    const votes = [`1:like:${details.id}`, `1:dislike:${details.id}`];
    expect(idsOf(view)).toEqual([...votes, `1:card:${bare.id}`, '1:browse:1', '1:browse:3']);
    expect(view.files).toHaveLength(1);
    expect(refusedBy(view)).toEqual([]);
  });

  test('fits into a message with the longest names and notes', () => {
    const long = {
      name: '*'.repeat(32),
      note: '_'.repeat(200),
      unusable: errorData('anotherClip', { pack: '#'.repeat(300) }),
      card,
    };
    const many = ['1', '2', '3'].map((n) => ({ ...details, ...long, id: n.repeat(22) }));
    expect(refusedBy(browseView(english, many, 1, 9, true))).toEqual([]);
  });

  test('of nothing says how to begin', () => {
    expect(textOf(browseView(english, [], 1, 1, true))).toContain('/aesthetic create');
  });
});
