import { expect, test } from 'vitest';
import { mentionAt, mentionsFor, withMentions, withNames } from '../../../src/playground/page/composer/mentions.js';

const guild = {
  members: [
    { id: '1', name: 'admin' },
    { id: '2', name: 'guest' },
    { id: '3', name: 'guest two' },
  ],
  channels: [{ id: '4', name: 'after-dark' }],
  roles: [
    { id: '5', name: 'everyone' },
    { id: '6', name: 'admin' },
  ],
};

test.each([
  ['look @gu', 8, { sign: '@', start: 5, typed: 'gu' }],
  ['#', 1, { sign: '#', start: 0, typed: '' }],
  ['a mail@example', 14, undefined],
  ['@guest there', 12, undefined],
  ['@guest there', 3, { sign: '@', start: 0, typed: 'gu' }],
] as const)('what is mentioned in “%s” at %i', (text, caret, found) => {
  expect(mentionAt(text, caret)).toEqual(found);
});

test('names that begin with what is typed come first', () => {
  const names = mentionsFor({ sign: '@', start: 0, typed: 'e' }, guild).map(({ name }) => name);
  expect(names).toEqual(['everyone', 'guest', 'guest two']);
  expect(mentionsFor({ sign: '#', start: 0, typed: 'd' }, guild).map(({ id }) => id)).toEqual(['4']);
});

test('names become mentions, the longest that fits, and not in words, addresses or code; edited, they are names again', () => {
  const text = '@guest two and @guest, (#after-dark) @everyone @admin me@guest @guests `@guest`';
  const sent = '<@3> and <@2>, (<#4>) <@&5> <@1> me@guest @guests `@guest`';
  expect(withMentions(text, guild)).toBe(sent);
  expect(withNames(sent, guild)).toBe(text);
});

test('of a member and a role with one name the member is offered', () => {
  expect(mentionsFor({ sign: '@', start: 0, typed: 'ad' }, guild).map(({ id }) => id)).toEqual(['1']);
});
