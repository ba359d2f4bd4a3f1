import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The command line as a process: exit codes, streams and signals. What the commands do is tested in test/cli/. */

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'aesthete-cli-'))));
afterAll(() => rm(folder, { recursive: true }));

const cli = resolve('dist/cli.js');
/** A terminal, as far as the progress asks. */
const terminal = 'data:text/javascript,process.stderr.isTTY = true';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `onStderr`: called once, when stderr first holds this text. */
async function aesthete(
  args: readonly string[],
  onStderr?: { readonly text: string; readonly act: (child: ChildProcess) => void },
): Promise<Ended> {
  const imports = onStderr === undefined ? [] : ['--import', terminal];
  const child = spawn(process.execPath, [...imports, cli, ...args], { cwd: folder });
  let [stdout, stderr, acted] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (acted || onStderr === undefined || !stderr.includes(onStderr.text)) return;
    acted = true;
    onStderr.act(child);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const endless = ['imagine', 'a castle', '--device', 'cpu', '--steps', '150', '--count', '10', '--size', '64'];

test('convention: streams: results go to stdout, with exit code 0', async () => {
  const { code, stdout, stderr } = await aesthete(['packs', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ command: 'packs list', ok: true });
});

describe('convention: signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    '%s while a picture is painted ends it with exit code %i, and leaves no half-written file',
    async (signal, exitCode) => {
      const { code, stdout, stderr } = await aesthete([...endless, '--out', 'never.png'], {
        text: 'painting',
        act: (child) => child.kill(signal),
      });
      expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
      // The bar is wiped from its line before.
      expect(stderr.split('\x1b[K').at(-1)).toBe('aesthete: interrupted\n');
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test('a second one ends the program at once', async () => {
    const { code, stderr } = await aesthete([...endless, '--out', 'never.png'], {
      text: 'painting',
      // Both are there before the engine has stopped. The lower number comes first.
      act: (child) => {
        child.kill('SIGINT');
        child.kill('SIGTERM');
      },
    });
    expect(code).toBe(143);
    expect(stderr).not.toContain('interrupted');
    expect(await readdir(folder)).toEqual([]);
  });
});

test('convention: | head -1: a reader that has gone ends it silently', async () => {
  const child = spawn(process.execPath, [cli, 'packs'], { cwd: folder });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, stderr }).toEqual({ code: 141, stderr: '' });
});
