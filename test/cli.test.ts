import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ended } from './support/cli.js';

/** The command line as a process: exit codes, streams and Ctrl-C. What the commands do is tested in test/cli/. */

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'aesthete-cli-'))));
afterAll(() => rm(folder, { recursive: true }));

const cli = resolve('dist/cli.js');
/** A terminal, as far as the progress bar asks. */
const terminal = 'data:text/javascript,process.stderr.isTTY = true';

/** `interruptAt`: Ctrl-C is pressed when stderr first holds this text. */
async function aesthete(args: readonly string[], { interruptAt }: { interruptAt?: string } = {}): Promise<Ended> {
  const imports = interruptAt === undefined ? [] : ['--import', terminal];
  const child = spawn(process.execPath, [...imports, cli, ...args], { cwd: folder });
  let [stdout, stderr, interrupted] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (interrupted || interruptAt === undefined || !stderr.includes(interruptAt)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

test('results go to stdout, with exit code 0', async () => {
  const { code, stdout, stderr } = await aesthete(['packs', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toHaveProperty('packs');
});

test('an error is one line on stderr, with exit code 1 and nothing on stdout', async () => {
  const { code, stdout, stderr } = await aesthete(['imagine', 'x', '--steps', 'few']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe('aesthete: --steps "few" must be a whole number\n');
});

test('Ctrl-C while a picture is painted ends it: exit code 130, no file', async () => {
  const endless = ['imagine', 'a castle', '--device', 'cpu', '--steps', '150', '--count', '10', '--out', 'never.png'];
  const { code, stdout, stderr } = await aesthete(endless, { interruptAt: 'painting' });
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  // The bar is wiped from its line before.
  expect(stderr.split('\x1b[K').at(-1)).toBe('aesthete: the request was cancelled\n');
  expect(await readdir(folder)).toEqual([]);
});
