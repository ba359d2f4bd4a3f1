import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEmphasis } from '../../../src/engine/text/emphasis.js';

const read = (prompt: string): [string, number][] =>
  parseEmphasis(prompt).map(({ text, weight }) => [text, Number(weight.toFixed(6))]);

describe('emphasis', () => {
  test.each<[string, [string, number][]]>([
    ['a castle', [['a castle', 1]]],
    ['', []],
    [
      'a (red) castle',
      [
        ['a ', 1],
        ['red', 1.1],
        [' castle', 1],
      ],
    ],
    ['((red))', [['red', 1.21]]],
    ['[red]', [['red', 0.909091]]],
    ['(red:1.3)', [['red', 1.3]]],
    ['(red : 1.3 )', [['red ', 1.3]]],
    ['(red:-.5)', [['red', -0.5]]],
    [
      '(a (b:2) c:0.5)',
      [
        ['a ', 0.5],
        ['b', 1],
        [' c', 0.5],
      ],
    ],
    ['[(even)]', [['even', 1]]],
    [String.raw`\(old\) \[x\] \\`, [[String.raw`(old) [x] \ `.trim(), 1]]],
    [String.raw`\{a\|b\}`, [['{a|b}', 1]]],
    [String.raw`C:\path`, [[String.raw`C:\path`, 1]]],
    ['time 10:30', [['time 10:30', 1]]],
    ['x:1.2) y', [['x:1.2) y', 1]]],
    ['(open', [['open', 1.1]]],
    [') ]', [[') ]', 1]]],
    ['(a:1.2.3)', [['a:1.2.3', 1.1]]],
  ])('%j', (prompt, expected) => {
    expect(read(prompt)).toEqual(expected);
  });

  test('is nothing in a text without brackets and backslashes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const plain = text.replaceAll(/[()[\]\\]/g, '');
        expect(parseEmphasis(plain)).toEqual(plain === '' ? [] : [{ text: plain, weight: 1 }]);
      }),
    );
  });

  test('is nothing in a text whose brackets and backslashes are escaped', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from('a1:. ()[]{}|\\')) }), (text) => {
        const escaped = text.replaceAll(/[()[\]{}|\\]/g, String.raw`\$&`);
        expect(parseEmphasis(escaped)).toEqual([{ text, weight: 1 }]);
      }),
    );
  });

  test('has finite weights, whatever the text, and neighbours of different ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab1:.-+ ()[]\\')), maxLength: 60 }), (text) => {
        const parts = parseEmphasis(text);
        for (const [i, { weight }] of parts.entries()) {
          expect(weight).toSatisfy(Number.isFinite);
          expect(weight).not.toBe(parts.at(i + 1)?.weight);
        }
      }),
    );
  });
});
