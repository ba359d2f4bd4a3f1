import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { answer } from '../../src/cli/answer.js';
import { Interruption } from '../../src/cli/interruption.js';
import { Output } from '../../src/cli/output.js';
import { decodeImage } from '../../src/engine/index.js';
import { aesthete, aestheteIn, inTemporaryFolder } from '../support/cli.js';

/** Of the table of conventions in docs/cli.md. */

const images = resolve('test/data/images/aivazovsky');
const folder = inTemporaryFolder();
const cpu = ['--device', 'cpu'];
const imagine = ['imagine', 'a castle', '--device', 'cpu', '--seed', '42', '--size', '64', '--steps', '2'];

describe('convention: -: standard input and output', () => {
  test('a picture comes from one and goes to the other, and what is said to stderr', async () => {
    const stdin = await readFile(join(images, (await readdir(images))[0]));
    const { code, bytes, stderr } = await aestheteIn({ stdin }, ...imagine, '--image', '-', '--out', '-');
    expect(code).toBe(0);
    expect(await decodeImage(bytes)).toMatchObject({ width: 64, height: 64 });
    expect(stderr).toContain('seed 42');
    const read = await aestheteIn({ stdin: bytes }, 'inspect', '-');
    expect(read.stdout).toMatch(/^prompt +a castle$/m);
  });

  test.each([
    [['--out', '-', '--json'], 'name a file'],
    [['--out', '-', '--count', '2'], 'one picture'],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await aesthete(...imagine, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('a terminal is no place for a picture', async () => {
    const { code, stderr } = await aestheteIn({ columns: 80 }, ...imagine, '--out', '-');
    expect(code).toBe(2);
    expect(stderr).toContain('a terminal does not show');
  });

  test('an aesthetic goes to standard output as .safetensors, and is refused there as pictures are', async () => {
    const stdin = await readFile(join(images, (await readdir(images))[0]));
    const { code, bytes, stderr } = await aestheteIn({ stdin }, 'embed', '-', '--out', '-', '--kind', 'mean', ...cpu);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^aesthetic · mean of 1 image · 256 numbers/);
    await writeFile('piped.safetensors', bytes);
    expect((await aesthete('inspect', 'piped.safetensors')).stdout).toMatch(/^fits +demo/m);
    const blend = ['blend', 'piped.safetensors', 'gloomcore', '--out', '-', '--name', 'both'];
    await writeFile('blended.safetensors', (await aesthete(...blend)).bytes);
    expect((await aesthete('inspect', 'blended.safetensors')).stdout).toMatch(/^name +both$/m);
    for (const command of [blend, ['embed', images, '--out', '-']]) {
      expect((await aesthete(...command, '--json')).stderr).toContain('both write on stdout: name a file');
      const { code, stderr } = await aestheteIn({ columns: 80 }, ...command);
      expect(code).toBe(2);
      expect(stderr).toContain('writes an aesthetic, which a terminal does not show: redirect it (> mine.safetensors)');
    }
  });

  test('nothing on standard input is a failure', async () => {
    const { code, stderr } = await aesthete('inspect', '-');
    expect(code).toBe(1);
    expect(stderr).toContain('nothing came');
  });
});

describe('convention: files', () => {
  test('that are there are left alone, before anything is painted', async () => {
    for (const name of ['taken.png', 'taken.pt']) await writeFile(name, 'mine');
    for (const args of [
      [...imagine, '--out', 'taken.png'],
      ['compare', 'a castle', '-o', 'taken.png'],
      ['embed', images, '--out', 'taken.pt'],
    ]) {
      const { code, stderr } = await aesthete(...args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^aesthete: taken\.\w+ is there already: --force replaces it\n$/);
    }
    expect(await readFile('taken.png', 'utf8')).toBe('mine');
  });

  test('are replaced by --force; -q says which, and no more', async () => {
    await writeFile('forced.png', 'mine');
    const { code, stdout, stderr } = await aesthete(...imagine, '-o', 'forced.png', '-f', '-q');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'forced.png\n', stderr: '' });
    expect(await decodeImage(await readFile('forced.png'))).toMatchObject({ width: 64 });
  });

  test('are written when they are done: who stops after one of nine has one', async () => {
    const abort = new AbortController();
    const onText = (text: string): void => {
      if (text.includes('"event":"picture"')) abort.abort(new Interruption('SIGINT'));
    };
    const surroundings = { signal: abort.signal, onText };
    const nine = [...imagine, '--count', '9', '--out', 'nine.png', '--json-lines'];
    const { code, stdout } = await aestheteIn(surroundings, ...nine);
    expect(code).toBe(130);
    const { ok, error, result } = answer.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
    expect({ ok, kind: error?.kind }).toEqual({ ok: false, kind: 'interrupted' });
    expect(result?.['images']).toEqual([{ file: 'nine-1.png', seed: 42 }]);
    expect((await readdir(folder())).filter((name) => name.startsWith('nine'))).toEqual(['nine-1.png']);
  });
});

describe('convention: --quiet, -q', () => {
  test('leaves results and errors alone: no notes, no progress, no summary', async () => {
    const blend = ['blend', 'gloomcore', 'popart', '-f', '--out'];
    const spoken = await aesthete(...blend, 'spoken.pt');
    expect(spoken.stdout.split('\n')).toHaveLength(3);
    for (const flag of ['--quiet', '-q'])
      expect(await aesthete(...blend, 'quiet.pt', flag)).toMatchObject({ code: 0, stdout: 'quiet.pt\n', stderr: '' });
    const { stderr } = await aesthete('inspect', 'nothing', '-q');
    expect(stderr).toMatch(/^aesthete: no pack called nothing/);
  });
});

describe('convention: --verbose, -v', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('shows where an error came from, as AESTHETE_DEBUG=1 does', async () => {
    const trace = /^ +at .*findPack/m;
    expect((await aesthete('inspect', 'nothing')).stderr).not.toMatch(trace);
    for (const flag of ['--verbose', '-v']) expect((await aesthete('inspect', 'nothing', flag)).stderr).toMatch(trace);
    vi.stubEnv('AESTHETE_DEBUG', '1');
    expect((await aesthete('inspect', 'nothing')).stderr).toMatch(trace);
  });

  test.each([
    [{}, ''],
    [{ verbose: true }, 'a warning\n'],
  ])('%j: the engine’s process writes %j', (options, expected) => {
    let written = '';
    const stream = { write: (text: string | Uint8Array) => (written += String(text)) };
    const output = new Output({ stdin: Readable.from([]), stdout: stream, stderr: stream }, AbortSignal.abort());
    output.begin('imagine', options);
    output.log('a warning\n');
    expect(written).toBe(expected);
  });
});
