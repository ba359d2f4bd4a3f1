import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answer, answerLine } from '../../src/cli/answer.js';
import { aesthete } from '../support/cli.js';

/** What programs read: --json and --json-lines of every command have one shape. */

test('docs/cli.schema.json is the shape that is tested here', async () => {
  const written: unknown = JSON.parse(await readFile(resolve('docs/cli.schema.json'), 'utf8'));
  expect(written).toEqual(z.toJSONSchema(answerLine));
});

test.each([
  [['packs'], 'packs list'],
  [['inspect', 'demo'], 'inspect'],
  [['packs', 'check', 'demo'], 'packs check'],
])('convention: --json: %j has the shape', async (args, command) => {
  for (const option of ['--json', '--json-lines']) {
    const { code, stdout, stderr } = await aesthete(...args, option);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(answer.parse(JSON.parse(stdout))).toMatchObject({ command, ok: true, notices: [] });
  }
});

test.each([
  [['imagine', 'x', '--steps', 'few'], 'usage', 2],
  [['imagine', 'x', '--stpes', '3'], 'usage', 2],
  [['inspect', 'none.txt'], 'failure', 1],
])('convention: --json: so has an error: %j', async (args, kind, exitCode) => {
  const { code, stdout, stderr } = await aesthete(...args, '--json');
  expect(code).toBe(exitCode);
  const { ok, error } = answer.parse(JSON.parse(stdout));
  expect(ok).toBe(false);
  expect(error).toMatchObject({ kind, exitCode });
  expect(stderr).toBe(`aesthete: ${error?.message}\n`);
});
