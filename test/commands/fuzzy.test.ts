import { expect, test } from 'vitest';
import { rank } from '../../src/commands/fuzzy.js';

const all = [
  { name: 'gloomcore', uses: 2, score: 0 },
  { name: 'Glowwave', uses: 9, score: 0 },
  { name: 'neon gloom', uses: 50, score: 0 },
  { name: 'igloo', uses: 1, score: 0 },
  { name: 'tealtone', uses: 3, score: 0 },
];
const ranked = (typed: string): string[] => rank(typed, all).map(({ name }) => name);

test('nothing typed gives all, the most used first', () => {
  expect(ranked('')).toEqual(['neon gloom', 'Glowwave', 'tealtone', 'gloomcore', 'igloo']);
});

test('votes come before uses, and a better match before both', () => {
  const voted = all.map((one) => ({ ...one, score: one.name === 'igloo' ? 0.4 : one.name === 'tealtone' ? 0.2 : 0 }));
  const names = (typed: string): string[] => rank(typed, voted).map(({ name }) => name);
  expect(names('')).toEqual(['igloo', 'tealtone', 'neon gloom', 'Glowwave', 'gloomcore']);
  expect(names('gloo')[0]).toBe('gloomcore');
});

test('the beginning of a name comes before that of a word, and that before the middle', () => {
  expect(ranked('gloo')).toEqual(['gloomcore', 'neon gloom', 'igloo']);
});

test('case does not matter', () => {
  expect(ranked('GLOW')[0]).toBe('Glowwave');
  expect(ranked('GLOW')).toEqual(ranked('glow'));
});

test('letters in order are enough', () => {
  expect(ranked('tltn')).toEqual(['tealtone']);
});

test('a typing error still finds it', () => {
  expect(ranked('gloomcoer')[0]).toBe('gloomcore');
});

test('what is like none gives none', () => {
  expect(ranked('zzzzzz')).toEqual([]);
});
