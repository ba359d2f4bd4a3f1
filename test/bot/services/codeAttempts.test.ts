import { expect, it } from 'vitest';
import { countCodeAttempts } from '../../../src/bot/services/codeAttempts.js';
import { saying } from '../../support/inWords.js';

it('lets a member type ten wrong codes an hour, and others go on', () => {
  let now = 0;
  const guesses = countCodeAttempts(() => now);
  for (let i = 0; i < 10; i++) {
    guesses.check('1');
    guesses.count('1');
    now += 1_000;
  }
  expect(() => {
    guesses.check('1');
  }).toThrow(saying('wrong codes'));
  guesses.check('2');
  now = 3_600_000;
  guesses.check('1');
});
