import { RESTJSONErrorCodes } from 'discord.js';
import { expect, test } from 'vitest';
import { refusalTable, remedyOf } from '../../../src/bot/delivery/refusals.js';

const rows = Object.entries(refusalTable);

test.each(rows)('%s is a code that Discord documents, once', (_name, [code]) => {
  expect(RESTJSONErrorCodes[code]).toBeTypeOf('string');
  expect(rows.filter(([, [other]]) => other === code)).toHaveLength(1);
});

test('a code without a row is about what was sent', () => {
  expect(remedyOf(99_999)).toBe('tell');
});
