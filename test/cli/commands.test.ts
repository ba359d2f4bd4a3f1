import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeImage, readAesthetic } from '../../src/engine/index.js';
import { aesthete, fast, inTemporaryFolder, resultOf } from '../support/cli.js';

const images = resolve('test/data/images/aivazovsky');
const sunset = resolve('models/demo/examples/sunset');
const demo = resolve('models/demo');
const laion7plus = resolve('assets/paper/aesthetics/laion_7plus.pt');
const folder = inTemporaryFolder();
const read = (name: string): Promise<Buffer> => readFile(join(folder(), name));

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
  const { code, stdout, stderr } = await aesthete('imagine', 'a castle', '--json', ...fast, ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return painted.parse(resultOf(stdout));
}

describe('help', () => {
  const commands = ['imagine', 'compare', 'embed', 'inspect', 'packs', 'reembed', 'export', 'import', 'doctor'];

  test('lists every command', async () => {
    const { code, stdout } = await aesthete('--help');
    expect(code).toBe(0);
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  test.each(commands)('of %s has examples', async (name) => {
    const { code, stdout } = await aesthete(name, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Examples:\n  $ aesthete ${name}`);
  });
});

describe('convention: streams: an error is one line on stderr, and nothing on stdout', () => {
  test.each([
    [2, ['imagine', 'x', '--steps', 'few'], '--steps "few" must be a whole number'],
    [2, ['imagine', 'x', '--stpes', '3'], "unknown option '--stpes' (Did you mean --steps?)"],
    [2, ['imagine', 'x', '--upscale', '5'], '--upscale "5" must be 1, 2, 3 or 4'],
    [2, ['imagine', 'x', '--keep', '0.5'], 'add --image'],
    [2, ['imagine', 'x', '--guide-towards', 'text'], 'add --guide'],
    [1, ['imagine', 'x', '--aesthetic', 'glomcore'], 'gloomcore'],
    [1, ['imagine', 'x', '--size', '130'], '130'],
    [1, ['imagine', 'x', '--pack', 'none'], 'no pack called none'],
    [1, ['embed', 'none.png', '--out', 'a.safetensors'], 'there is no image none.png'],
  ])('exit code %i: %j', async (exitCode, args, message) => {
    const { code, stdout, stderr } = await aesthete(...args);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
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
    const { stdout } = await aesthete('inspect', 'large.png');
    expect(stdout).toMatch(/width +128\n.*height +128\n/s);
    expect(stdout).toMatch(/Postprocess upscale by +2\nPostprocess upscaler +Lanczos/);
  });

  test('without --json says on its lines which file it wrote and what it did', async () => {
    const { code, stdout, stderr } = await aesthete('imagine', 'a castle', ...fast, '--out', 'lines.png');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^lines\.png\nno aesthetic · \w+, 4 steps · seed 42 · cpu fp32\n$/);
    expect(await readdir(folder())).toContain('lines.png');
  });
});

describe('embed', () => {
  test('makes an aesthetic of images, which imagine takes and inspect describes', async () => {
    const made = await aesthete('embed', images, '--out', 'sea.safetensors', '--json');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(resultOf(made.stdout)).toMatchObject({ name: 'sea', kind: 'contrast', count: 3, dims: 256 });

    const { cosine } = await imagine('--aesthetic', 'sea.safetensors', '--strength', '1', '--out', 'sea.png');
    expect(cosine?.after).toBeCloseTo(0.55, 2);

    const file = await aesthete('inspect', 'sea.safetensors', '--json');
    expect(resultOf(file.stdout)).toMatchObject({
      type: 'aesthetic',
      images: 3,
      packs: [{ pack: 'demo', fits: true }],
    });
    const picture = await aesthete('inspect', 'sea.png');
    expect(picture.stdout).toMatch(/^prompt +a castle$/m);
  });

  test('makes the laion_7plus of the paper of the rating buckets, without images and without a model', async () => {
    const made = await aesthete('embed', '--contrast-buckets', '--out', 'laion_7plus.safetensors', '--json');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(resultOf(made.stdout)).toMatchObject({ name: 'laion_7plus', kind: 'contrast', count: 3, dims: 768 });
    const [ours, theirs] = await Promise.all(
      [join(folder(), 'laion_7plus.safetensors'), laion7plus].map(
        async (file) => readAesthetic(await readFile(file), file).vector,
      ),
    );
    expect(Math.max(...ours.map((x, i) => Math.abs(x - theirs[i])))).toBeLessThan(1e-6);
  });

  test.each([
    [['--contrast-buckets', '.', images, '--out', 'x.pt'], 2, 'takes the place of images'],
    [['--contrast-buckets', '--kind', 'mean', '--out', 'x.pt'], 2, 'leave out --kind'],
    [['--contrast-buckets', images, '--out', 'x.pt'], 1, 'rating0.npy to rating9.npy'],
    [['--out', 'x.pt'], 2, 'images, or --contrast-buckets'],
  ])('embed %j is refused', async (args, exitCode, message) => {
    const { code, stderr } = await aesthete('embed', ...args);
    expect(code).toBe(exitCode);
    expect(stderr).toContain(message);
  });

  test('refuses a contrast with nothing to differ from', async () => {
    const bare = join(folder(), 'bare');
    await cp(demo, bare, { recursive: true });
    await rm(join(bare, 'pack.json'));
    const refused = await aesthete('embed', sunset, '--out', 'x.pt', '--kind', 'contrast', '--pack', bare);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^aesthete: a contrast aesthetic needs a reference/);
    const mean = await aesthete('embed', sunset, '--out', 'x.pt', '--pack', bare);
    expect(mean.stdout).toContain('mean of 6 images');
  });
});

test('compare draws one grid of every prompt with every aesthetic', async () => {
  const args = ['compare', 'a castle', 'a cat face', '--aesthetic', 'gloomcore', '--aesthetic', 'popart', '--json'];
  const { code, stdout } = await aesthete(...args, ...fast, '--out', 'grid.png');
  expect(code).toBe(0);
  const { file, rows } = z
    .object({ file: z.string(), rows: z.array(z.object({ prompt: z.string(), aesthetic: z.string() })) })
    .parse(resultOf(stdout));
  expect(rows.map(({ prompt, aesthetic }) => `${prompt}, ${aesthetic}`)).toEqual([
    'a castle, gloomcore',
    'a castle, popart',
    'a cat face, gloomcore',
    'a cat face, popart',
  ]);
  const { width, height } = await decodeImage(await read(file));
  expect(Math.min(width, height)).toBeGreaterThan(4 * 256);
});
