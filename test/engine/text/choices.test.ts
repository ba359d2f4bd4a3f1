import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose, drawsOf } from '../../../src/engine/text/choices.js';

const first = (): number => 0;
const last = (count: number): number => count - 1;

describe('choices in a prompt', () => {
  test.each([
    ['a {red|blue|green} castle', 'a red castle', 'a green castle'],
    ['{|old }castle', 'castle', 'old castle'],
    ['{a {red|blue}|no} castle', 'a red castle', 'no castle'],
    ['{a|b}{c|d}', 'ac', 'bd'],
    ['{(red:1.3)|[blue]}', '(red:1.3)', '[blue]'],
  ])('%j', (text, ifFirst, ifLast) => {
    expect(choose(text, first)).toBe(ifFirst);
    expect(choose(text, last)).toBe(ifLast);
  });

  test.each([
    '{one}',
    'a | b',
    '{',
    '}',
    '{a|b',
    'a|b}',
    '{{a}}',
    String.raw`\{a|b\}`,
    String.raw`\{a\|b}`,
    '{a{b|',
    '\\',
  ])('leave %j as it is', (text) => {
    expect(choose(text, first)).toBe(text);
    expect(choose(text, last)).toBe(text);
  });

  test('inside a brace that is never closed are chosen all the same', () => {
    expect(choose('{a {b|c}', last)).toBe('{a c');
  });

  test('hold for good: choosing again changes nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab {|}\\')), maxLength: 40 }),
        fc.nat(),
        (text, seed) => {
          const chosen = choose(text, drawsOf(seed));
          fc.pre(!chosen.includes('|') || chosen === text);
          expect(choose(chosen, drawsOf(seed + 1))).toBe(chosen);
        },
      ),
    );
  });

  test('are the same for the same seed, and each part comes up about as often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const chosen = choose('{a|b|c}', drawsOf(seed));
      expect(choose('{a|b|c}', drawsOf(seed))).toBe(chosen);
      counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
    }
    // Five standard deviations of a fair draw: √(3000·⅓·⅔) is 26.
    for (const part of 'abc') expect(Math.abs((counts.get(part) ?? 0) - 1000)).toBeLessThan(130);
  });
});
