import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escape } from '../../../src/bot/views/markdown.js';
import { parseInline, parseMarkdown, plainText } from '../../../src/playground/page/text/markdown.js';

const text = (value: string) => ({ type: 'text', text: value });

test('marks within a line', () => {
  expect(parseInline('**a** *b* __c__ ~~d~~ ||e|| `f*`')).toEqual([
    { type: 'strong', children: [text('a')] },
    text(' '),
    { type: 'em', children: [text('b')] },
    text(' '),
    { type: 'underline', children: [text('c')] },
    text(' '),
    { type: 'strike', children: [text('d')] },
    text(' '),
    { type: 'spoiler', children: [text('e')] },
    text(' '),
    { type: 'code', text: 'f*' },
  ]);
  expect(parseInline('***both***')).toEqual([{ type: 'strong', children: [{ type: 'em', children: [text('both')] }] }]);
});

test('underscores within words, lonely marks and escaped ones are text', () => {
  for (const plain of ['text_steps and max_length', '2 * 3 * 4', 'a ** b', 'snake_case_name'])
    expect(parseInline(plain)).toEqual([text(plain)]);
  expect(parseInline('\\*not\\* \\_so\\_')).toEqual([text('*not* _so_')]);
  expect(parseInline('**a \\*\\* b**')).toEqual([{ type: 'strong', children: [text('a ** b')] }]);
});

test('links lead to the web and nowhere else', () => {
  expect(parseInline('[here](https://example.org/a)')).toEqual([
    { type: 'link', url: 'https://example.org/a', children: [text('here')] },
  ]);
  expect(parseInline('see https://example.org/a, or <https://b.example>')).toMatchObject([
    text('see '),
    { type: 'link', url: 'https://example.org/a' },
    text(', or '),
    { type: 'link', url: 'https://b.example' },
  ]);
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd'])
    expect(JSON.stringify(parseInline(`[x](${url})`))).not.toContain('"link"');
});

test('mentions, commands and times', () => {
  expect(parseInline('<@12> <@!13> <#14> <@&15> </aesthetic create:16> <t:1700000000:R>')).toEqual([
    { type: 'user', id: '12' },
    text(' '),
    { type: 'user', id: '13' },
    text(' '),
    { type: 'channel', id: '14' },
    text(' '),
    { type: 'role', id: '15' },
    text(' '),
    { type: 'command', name: 'aesthetic create' },
    text(' '),
    { type: 'time', seconds: 1_700_000_000, style: 'R' },
  ]);
});

test('headings, small text, quotes, lists and code are blocks; other lines stay together', () => {
  expect(parseMarkdown('## T\n-# small\none\ntwo\n> q\n- a\n  - b\n3. c\n```ts\nx **y**\n```\nend')).toEqual([
    { type: 'heading', level: 2, children: [text('T')] },
    { type: 'small', children: [text('small')] },
    { type: 'paragraph', children: [text('one'), { type: 'break' }, text('two')] },
    { type: 'quote', children: [{ type: 'paragraph', children: [text('q')] }] },
    {
      type: 'list',
      start: null,
      items: [
        { depth: 0, children: [text('a')] },
        { depth: 1, children: [text('b')] },
        { depth: 0, children: [text('c')] },
      ],
    },
    { type: 'code', text: 'x **y**' },
    { type: 'paragraph', children: [text('end')] },
  ]);
  expect(parseMarkdown('#nope\n-nope')).toEqual([
    { type: 'paragraph', children: [text('#nope'), { type: 'break' }, text('-nope')] },
  ]);
});

test('whatever a stranger writes: escaped by the bot it reads as it was written, and reading always ends', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab *_~|`>#[]()<-+\\/.@1'.split(/(?:)/)), maxLength: 40 });
  fc.assert(
    fc.property(word, (stranger) => {
      const line = stranger.trim();
      expect(plainText(`x${escape(line)}`)).toBe(`x${line}`);
      parseMarkdown(stranger);
    }),
  );
  const begun = performance.now();
  parseMarkdown('*_~~||**__'.repeat(400));
  expect(performance.now() - begun).toBeLessThan(5_000);
});
