import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, cut, graphemes } from '../../src/text/clean.js';
import { strangersTexts } from '../support/strangersTexts.js';

const family = '👨‍👩‍👧‍👦';
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...strangersTexts, family, '\ud83d', '\ude00')).map((parts) => parts.join('')),
);

describe('a text that is cleaned', () => {
  test('has nothing that Postgres or JSON would not take, and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(/(?![\t\n])\p{Cc}|\p{Surrogate}|\uFEFF/u);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
  test('keeps its lines, its joiners and its emoji', () => {
    expect(cleanText(` a\r\nb\rc\0 نیم\u200cفاصله ${family}\ud83d `)).toBe(`a\nb\nc نیم\u200cفاصله ${family}`);
  });
});

describe('a text that is cut', () => {
  test('is the longest beginning of whole characters that fits', () => {
    expect(cut(`ab${family}c`, 12)).toBe('ab');
    expect(cut(`ab${family}c`, 13)).toBe(`ab${family}`);
    expect(cut('😀😀', 3)).toBe('😀');
    expect(cut('abc', 3)).toBe('abc');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(50), (text, most) => {
        const kept = cut(text, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});

test('characters are counted as people do', () => {
  expect([family, 'e\u0301', 'नी', 'ab', ''].map((text) => graphemes(text).length)).toEqual([1, 1, 1, 2, 0]);
});

test('a long text is counted window by window, to the same characters, a million of them too', () => {
  const whole = (text: string): string[] => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  const parts = [family, 'e\u0301', 'नी', 'a', '🇫🇷', '\r\n', `z${'\u0301'.repeat(400)}`];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 300 }), (some) => {
      expect(graphemes(some.join(''))).toEqual(whole(some.join('')));
    }),
    { numRuns: 20 },
  );
  expect(graphemes('a'.repeat(1_000_000))).toHaveLength(1_000_000);
});
