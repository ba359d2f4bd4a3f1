import { expect, test } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { memoryBudget } from '../../../src/engine/runtime/memoryBudget.js';

test('it is half of the memory together, and all of it for one alone', () => {
  expect(memoryBudget({}, () => 8e9)).toEqual({ together: 4e9, alone: 8e9 });
  expect(memoryBudget({ AESTHETE_MEMORY: '' }, () => 8e9)).toEqual({ together: 4e9, alone: 8e9 });
});

test.each([
  ['6GB', 6e9],
  ['1.5 GB', 1.5e9],
  ['512MiB', 2 ** 29],
  ['1TB', 1e12],
])('AESTHETE_MEMORY %s holds for all and for each', (given, bytes) => {
  expect(memoryBudget({ AESTHETE_MEMORY: given })).toEqual({ together: bytes, alone: bytes });
});

test.each(['6', '0GB', '-1GB', 'half', '6 gigabytes'])('AESTHETE_MEMORY %s is refused by name', (given) => {
  expect(() => memoryBudget({ AESTHETE_MEMORY: given })).toThrow(UserError);
  expect(() => memoryBudget({ AESTHETE_MEMORY: given })).toThrow(`AESTHETE_MEMORY is "${given}"`);
});
