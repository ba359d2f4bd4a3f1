import { ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { DuelResult, ImagineOptions } from '../../../src/bot/types.js';
import { choiceView, openDuelView, pairView, resultText, revealedDuelView } from '../../../src/bot/views/duels.js';
import { pictureView } from '../../../src/bot/views/picture.js';
import { duelResult, english, generation, generationId, gloomcore, outcome, pairOfTwo, picture } from './examples.js';
import { actionsOf, idsOf, refusedBy, textOf } from './messages.js';

const { id, name, version } = gloomcore;
const imagineOptions: ImagineOptions = {
  prompt: 'a castle',
  duel: { sides: [{ id, name, version }, null], minutes: 60 },
};
const duel = { ...generation, imagineOptions };
const duelId = 'AZVJduel0000000000001_';

describe('an open duel', () => {
  const view = openDuelView(english, { ...duel, outcome }, [picture, { ...picture, plain: true }], 1_700_000_000_500);

  test('shows both pictures, when it ends and what can be pressed', () => {
    expect(view.files.map((file) => file.name)).toEqual(['a.png', 'b.png']);
    expect(textOf(view)).toContain('Voting ends <t:1700000001:R>');
    expect(actionsOf(view)).toEqual(['duelA', 'duelB', 'duelEqual', 'duelClose', 'delete']);
    expect(refusedBy(view)).toEqual([]);
  });

  test('says nowhere what the pictures were painted with', () => {
    const everything = JSON.stringify({ components: view.components, files: view.files.map((file) => file.name) });
    for (const word of [name, id, 'plain', 'aesthetic', 'cosine']) expect(everything).not.toContain(word);
  });
});

describe('a duel that is over', () => {
  test('names its sides, in text and for screen readers, and keeps its pictures', () => {
    const kept = [
      { id: '81', name: 'a.png' },
      { id: '82', name: 'b.webp' },
    ];
    const view = revealedDuelView(english, duel, duelId, duelResult, { kept });
    expect(textOf(view)).toBe(
      [
        '**a castle** · <@200>',
        '**A** wins: **gloomcore v2**',
        'A: gloomcore v2 · 3 votes',
        'B: plain (no aesthetic) · 1 vote',
        'Equal: 2 votes',
        '-# Not counted in rankings: 1 vote of the member who started the duel or made one of the aesthetics.',
      ].join('\n'),
    );
    expect(view).toMatchObject({ files: [], kept });
    const gallery = view.components.find((one) => one.type === ComponentType.MediaGallery);
    expect(gallery?.items.map(({ media, description }) => [media.url, description])).toEqual([
      ['attachment://a.png', 'Picture A of a duel: a castle. Painted with: gloomcore v2'],
      ['attachment://b.webp', 'Picture B of a duel: a castle. Painted with: plain (no aesthetic)'],
    ]);
    expect(idsOf(view)).toEqual([`1:rematch:${duelId}`, `1:delete:${generationId}`]);
  });

  const told = (result: Partial<DuelResult>) => resultText(english, { ...duelResult, own: 0, ...result });

  test('has a winner, or none', () => {
    expect(told({ wins: [1, 3] })).toContain('**B** wins: **plain (no aesthetic)**');
    expect(told({ wins: [2, 2] })).toContain('It is a draw.');
    expect(told({ wins: [0, 0], ties: 1 })).toContain('It is a draw.');
    expect(told({ wins: [0, 0], ties: 0 })).toContain('Nobody voted.');
  });

  test('tells names of strangers as they are, what was deleted as such, and what was erased without its name', () => {
    const sides = [{ name: '**bold**', version: 1, deleted: true }, 'erased'] as const;
    expect(told({ sides })).toContain('A: \\*\\*bold\\*\\* v1 (deleted) · 3 votes');
    expect(told({ sides })).toContain('B: an aesthetic that was erased · 1 vote');
  });
});

test('a choice that was taken back asks nothing more', () => {
  const view = choiceView(english, 'A', { pressed: 'takenBack', own: false, asksWhy: duelId });
  expect([textOf(view), actionsOf(view)]).toEqual(['You took your choice back.', []]);
});

test('a pair says its prompt and nothing of aesthetics', () => {
  const view = pairView(english, pairOfTwo, '200');
  expect(actionsOf(view)).toEqual(['streamA', 'streamB', 'streamEqual', 'streamSkip', 'streamStop']);
  expect(refusedBy(view)).toEqual([]);
});

test.each([
  [1, []],
  [2, ['best', 'best']],
  [4, ['best', 'best', 'best', 'best']],
  [5, []],
])('below %i pictures of a request one chooses the best: %j', (count, buttons) => {
  const pictures = Array.from({ length: count }, (_, i) => ({ ...picture, seed: i }));
  const view = pictureView(english, generation, pictures);
  expect(actionsOf(view).filter((action) => action === 'best')).toEqual(buttons);
  expect(textOf(view).includes('Which is the best?')).toBe(buttons.length > 0);
});
