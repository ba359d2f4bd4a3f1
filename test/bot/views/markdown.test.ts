import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, escape, sentence, short } from '../../../src/bot/views/markdown.js';

describe('escape', () => {
  test.each([
    ['**bold** _it_ ~~no~~ ||spoiler||', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|spoiler\\|\\|'],
    ['# heading', '\\# heading'],
    ['- list', '\\- list'],
    ['-# small', '\\-\\# small'],
    ['a\n\n \t- list\r\n + more\u2028- last', 'a\n\n \t\\- list\r\n \\+ more\u2028\\- last'],
    ['[text](https://example.com)', '\\[text\\]\\(https:\u200b//example.com\\)'],
    ['<@123> <#1> <t:0> </imagine:1>', '\\<@123\\> \\<\\#1\\> \\<t:0\\> \\</imagine:1\\>'],
    ['`code` > quote', '\\`code\\` \\> quote'],
    ['a\\*b', 'a\\\\\\*b'],
    ['see http://a.example or discord.gg/abc', 'see http:\u200b//a.example or discord.gg\u200b/abc'],
    ['@everyone and @here', '@\u200beveryone and @\u200bhere'],
  ])('%s is shown as it was typed', (given, expected) => {
    expect(escape(given)).toBe(expected);
  });

  test('leaves nothing that formats: every special character has a backslash of its own', () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        expect(escape(given).replaceAll(/\\[\\*_~|`>#[\]()<+-]/g, 'x')).not.toMatch(/[\\*_~|`>#[\]()<]|^\s*[-+]/m);
      }),
    );
  });
});

/** A quadratic expression takes minutes over any of these: nothing but the test's own timeout says so. */
const units = [
  '\n',
  '\r',
  '\t',
  ' ',
  '-',
  '*',
  '@',
  '#',
  '.',
  '!',
  'a',
  '\u2028',
  '\n ',
  ' -',
  '-\n',
  '@e',
  'a,',
  'é\u0301',
];
const long = units.map((unit) => unit.repeat(1_000_000));

describe('of a million characters, whichever they are,', () => {
  test.each(long.map((given) => [JSON.stringify(given.slice(0, 4)), given]))('%s… is read to its end', (_, given) => {
    expect(escape(given).length).toBeGreaterThanOrEqual(given.length);
    expect(sentence(given).length).toBeGreaterThanOrEqual(given.length);
    expect(short(given, 60).length).toBeLessThanOrEqual(60);
    expect(code(given).length).toBeGreaterThan(given.length);
  });
});

describe('short', () => {
  test('keeps what fits, on one line', () => {
    expect(short('a\n  castle ', 20)).toBe('a castle');
  });

  test('cuts between characters as people see them, and says so', () => {
    expect(short('👩‍🚀👩‍🚀👩‍🚀', 8)).toBe('👩‍🚀…');
  });

  test('is never longer than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (given, length) => {
        expect(short(given, length).length).toBeLessThanOrEqual(length);
      }),
    );
  });
});

test.each([
  ['a width of 100 is not possible', 'A width of 100 is not possible.'],
  ['mist.jpg looks like text', 'mist.jpg looks like text.'],
  ['text_steps and lr exclude each other', 'text_steps and lr exclude each other.'],
  ['Was it this?', 'Was it this?'],
])('%s is said as a sentence', (message, said) => {
  expect(sentence(message)).toBe(said);
});

test('code cannot be left from inside', () => {
  expect(code('a ``` b').match(/```/g)).toHaveLength(2);
});
