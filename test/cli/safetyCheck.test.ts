import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkerPack } from '../support/checkerPack.js';
import { aesthete, inTemporaryFolder, resultOf } from '../support/cli.js';
import type { PackCopy } from '../support/packCopy.js';

let [all, none]: PackCopy[] = [];
beforeAll(async () => {
  [all, none] = await Promise.all([checkerPack('all'), checkerPack('none')]);
});
afterAll(() => Promise.all([all.remove(), none.remove()]));
const folder = inTemporaryFolder();
const imagine = (pack: PackCopy, ...args: string[]) =>
  aesthete(
    'imagine',
    'a castle',
    '--pack',
    resolve(pack.dir),
    '--device',
    'cpu',
    '--steps',
    '2',
    '--size',
    '64',
    '--seed',
    '7',
    ...args,
  );

describe('aesthete imagine, with a pack that has a safety checker', () => {
  test('writes no flagged picture, says so on stderr, and ends with 1', async () => {
    const { code, stdout, stderr } = await imagine(all, '--out', 'flagged.png');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^aesthete: nothing was written: the safety checker flagged 1 picture;.*--no-safety-check/);
    expect(await readdir(folder())).not.toContain('flagged.png');
  });

  test('writes it with --no-safety-check', async () => {
    const { code } = await imagine(all, '--out', 'unchecked.png', '--no-safety-check');
    expect(code).toBe(0);
    expect(await readdir(folder())).toContain('unchecked.png');
  });

  test('writes what passes', async () => {
    const { code, stdout } = await imagine(none, '--out', 'passed.png', '--json');
    expect(code).toBe(0);
    expect(resultOf(stdout)).toMatchObject({ images: [{ file: 'passed.png', seed: 7 }], flagged: [] });
  });
});
