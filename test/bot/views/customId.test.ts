import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buttonActions, customId, parseCustomId, selectActions } from '../../../src/bot/views/customId.js';

const ids = fc.stringMatching(/^[\w-]{1,64}$/);

test('what is written is read back, in at most 100 characters', () => {
  fc.assert(
    fc.property(fc.constantFrom(...buttonActions), ids, (action, id) => {
      const made = customId(action, id);
      expect(made.length).toBeLessThanOrEqual(100);
      expect(parseCustomId(made, buttonActions)).toEqual({ action, id });
    }),
  );
});

test.each([
  '',
  '1:again',
  '2:again:x',
  '01:again:x',
  '1:again:x:y',
  '1:toString:x',
  '1:again:../x',
  '1:again:',
  'v1.again.x',
  '1:pick:x',
])('an id of another version, another kind, or forged is none: %j', (text) => {
  expect(parseCustomId(text, buttonActions)).toBeUndefined();
});

test('each closed set reads its own actions', () => {
  expect(parseCustomId('1:pick:x', selectActions)).toEqual({ action: 'pick', id: 'x' });
});

test('an id that could not be read back is not made', () => {
  expect(() => customId('again', 'a:b')).toThrow(RangeError);
});
