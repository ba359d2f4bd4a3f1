import { expect, test } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { cpuThreads } from '../../../src/engine/runtime/cpuThreads.js';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['1', 1],
  ['16', 16],
])('AESTHETE_THREADS %j is %j', (given, threads) => {
  expect(cpuThreads({ AESTHETE_THREADS: given })).toBe(threads);
});

test.each(['0', '-1', '1.5', 'all', '1e9'])('AESTHETE_THREADS %s is refused by name', (given) => {
  expect(() => cpuThreads({ AESTHETE_THREADS: given })).toThrow(UserError);
  expect(() => cpuThreads({ AESTHETE_THREADS: given })).toThrow(`AESTHETE_THREADS is "${given}"`);
});
