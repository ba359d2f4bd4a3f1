import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from '../../src/text/editDistance.js';

test.each([
  ['kitten', 'sitting', 3],
  ['gloomcoer', 'gloomcore', 2],
  ['', 'abc', 3],
  ['castle', 'castle', 0],
])('%s and %s are %d edits apart', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
});

test('is a metric', () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});
