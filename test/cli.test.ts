import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeImage } from '../src/engine/index.js';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'aesthete-cli-'))));
afterAll(() => rm(folder, { recursive: true }));

const tsx = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href;
const cli = resolve('src/cli.ts');
const fast = ['--device', 'cpu', '--steps', '4', '--seed', '42'];

/** Runs the command line as people do, in a folder of its own. `interruptMs`: after how long Ctrl-C is pressed. */
function aesthete(args: readonly string[], { interruptMs }: { interruptMs?: number } = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', tsx, cli, ...args], { cwd: folder });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  if (interruptMs !== undefined) setTimeout(() => child.kill('SIGINT'), interruptMs);
  return new Promise((done) => {
    child.on('close', (code) => {
      done({ code, stdout: stdout.join(''), stderr: stderr.join('') });
    });
  });
}

const painted = z.object({
  images: z.array(z.object({ file: z.string(), seed: z.number() })),
  cosine: z.object({ before: z.number(), after: z.number() }).optional(),
  textSteps: z.number(),
  device: z.literal('cpu'),
  precision: z.literal('fp32'),
  cut: z.array(z.string()),
  ms: z.record(z.string(), z.number()),
});

async function imagine(...args: string[]): Promise<z.infer<typeof painted>> {
  const { code, stdout, stderr } = await aesthete(['imagine', 'a castle', '--json', ...fast, ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return painted.parse(JSON.parse(stdout));
}

const read = (name: string): Promise<Buffer> => readFile(join(folder, name));

describe('help', () => {
  test('lists every command, and each has examples', async () => {
    const commands = ['imagine', 'compare', 'embed', 'inspect', 'packs', 'doctor'];
    const [all, ...each] = await Promise.all(
      [[], ...commands.map((name) => [name])].map((a) => aesthete([...a, '--help'])),
    );
    for (const name of commands) expect(all.stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const [i, { code, stdout }] of each.entries()) {
      expect(code).toBe(0);
      expect(stdout).toContain(`Examples:\n  $ aesthete ${commands[i]}`);
    }
  });
});

describe('an error is one line on stderr, with exit code 1 and nothing on stdout', () => {
  test.each([
    [['imagine', 'x', '--steps', 'few'], '--steps "few" must be a whole number'],
    [['imagine', 'x', '--stpes', '3'], "unknown option '--stpes' (Did you mean --steps?)"],
    [['imagine', 'x', '--aesthetic', 'glomcore'], 'gloomcore'],
    [['imagine', 'x', '--size', '130', '--json'], '130'],
    [['imagine', 'x', '--upscale', '5'], '--upscale "5" must be 1, 2, 3 or 4'],
    [['imagine', 'x', '--pack', 'none'], 'no pack called none'],
    [['embed', 'none.png', '--out', 'a.safetensors'], 'there is no image none.png'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await aesthete(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^aesthete: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});

describe('imagine', () => {
  test('gives the same bytes twice, under a name of prompt, aesthetic and seed', async () => {
    const first = await imagine('--aesthetic', 'gloomcore');
    const again = await imagine('--aesthetic', 'gloomcore', '--out', 'again.png');
    expect(first.images).toEqual([{ file: 'a-castle-gloomcore-42.png', seed: 42 }]);
    expect((await read('again.png')).equals(await read('a-castle-gloomcore-42.png'))).toBe(true);
    expect(again.cosine).toEqual(first.cosine);
    expect(first.cosine?.after).toBeGreaterThan(0.2);
  });

  test('with strength 0 gives the pixels of no aesthetic', async () => {
    const plain = await imagine('--count', '2', '--out', 'plain.png');
    const zero = await imagine('--count', '2', '--aesthetic', 'gloomcore', '--strength', '0', '--out', 'zero.png');
    expect(plain.images.map(({ file }) => file)).toEqual(['plain-1.png', 'plain-2.png']);
    for (const i of [0, 1]) {
      const [a, b] = await Promise.all([plain, zero].map(async (one) => decodeImage(await read(one.images[i].file))));
      expect(Buffer.from(a.data).equals(Buffer.from(b.data))).toBe(true);
    }
  });

  test('writes pictures as painted, or as many times larger as --upscale says', async () => {
    const native = await imagine('--out', 'native.png');
    const large = await imagine('--upscale', '2', '--out', 'large.png');
    expect(await decodeImage(await read(native.images[0].file))).toMatchObject({ width: 128, height: 128 });
    expect(await decodeImage(await read(large.images[0].file))).toMatchObject({ width: 256, height: 256 });
    const { stdout } = await aesthete(['inspect', 'large.png']);
    expect(stdout).toMatch(/width +128\n.*height +128\n/s);
    expect(stdout).toMatch(/Postprocess upscale by +2\nPostprocess upscaler +Lanczos/);
  });

  test('obeys Ctrl-C: exit code 130, no file', async () => {
    const endless = ['imagine', 'a castle', '--steps', '150', '--count', '10', '--out', 'never.png'];
    const { code, stderr } = await aesthete(endless, { interruptMs: 12_000 });
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'aesthete: the request was cancelled\n' });
    expect(await readdir(folder)).not.toContain('never-1.png');
  });
});

describe('embed', () => {
  test('makes an aesthetic of images, which imagine takes and inspect describes', async () => {
    const images = resolve('test/data/images/aivazovsky');
    const made = await aesthete(['embed', images, '--out', 'sea.safetensors', '--json']);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({ name: 'sea', kind: 'contrast', count: 3, dims: 256 });

    const { cosine } = await imagine('--aesthetic', 'sea.safetensors', '--strength', '1', '--out', 'sea.png');
    expect(cosine?.after).toBeCloseTo(0.55, 2);

    const [file, picture] = await Promise.all([
      aesthete(['inspect', 'sea.safetensors', '--json']),
      aesthete(['inspect', 'sea.png']),
    ]);
    expect(JSON.parse(file.stdout)).toMatchObject({
      type: 'aesthetic',
      images: 3,
      packs: [{ pack: 'demo', fits: true }],
    });
    expect(picture.stdout).toMatch(/^prompt +a castle$/m);
  });

  test('refuses a contrast with nothing to differ from', async () => {
    const bare = join(folder, 'bare');
    await cp('models/demo', bare, { recursive: true });
    await rm(join(bare, 'pack.json'));
    const images = resolve('models/demo/examples/sunset');
    const refused = await aesthete(['embed', images, '--out', 'x.pt', '--kind', 'contrast', '--pack', bare]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^aesthete: a contrast aesthetic needs a reference/);
    const mean = await aesthete(['embed', images, '--out', 'x.pt', '--pack', bare]);
    expect(mean.stdout).toContain('mean of 6 images');
  });
});

test('compare draws one grid of every prompt with every aesthetic', async () => {
  const args = ['compare', 'a castle', 'a cat face', '--aesthetic', 'gloomcore', '--aesthetic', 'popart', '--json'];
  const { code, stdout } = await aesthete([...args, ...fast, '--out', 'grid.png']);
  expect(code).toBe(0);
  const { file, rows } = z
    .object({ file: z.string(), rows: z.array(z.object({ prompt: z.string() })) })
    .parse(JSON.parse(stdout));
  expect(rows.map(({ prompt }) => prompt)).toEqual(['a castle', 'a castle', 'a cat face', 'a cat face']);
  const { width, height } = await decodeImage(await read(file));
  expect(Math.min(width, height)).toBeGreaterThan(4 * 256);
});
