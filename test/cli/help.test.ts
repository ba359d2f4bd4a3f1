import { describe, expect, test } from 'vitest';
import { aestheteIn } from '../support/cli.js';

const commands = [
  '',
  'imagine',
  'compare',
  'card',
  'embed',
  'blend',
  'inspect',
  'packs',
  'packs add',
  'packs check',
  'reembed',
  'reproduce',
  'export',
  'import',
  'doctor',
];

describe.each([60, 100])('convention: help: on a terminal of %i columns', (columns) => {
  test.each(commands)('help of "%s" is no wider', async (command) => {
    const { code, stdout } = await aestheteIn(
      { columns },
      ...command.split(' ').filter((word) => word !== ''),
      '--help',
    );
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
  });
});

test('an example that is too long goes on after a backslash, with what is quoted in one piece', async () => {
  const { stdout } = await aestheteIn({ columns: 60 }, 'imagine', '--help');
  expect(stdout).toContain(
    '  $ aesthete imagine "a castle" --aesthetic gloomcore \\\n      --strength strong --seed 42\n',
  );
});
