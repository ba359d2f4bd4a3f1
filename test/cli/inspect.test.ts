import { cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { encodeSafetensors } from '../../src/engine/weights/safetensors.js';
import { aesthete, inTemporaryFolder, resultOf } from '../support/cli.js';

const demo = resolve('models/demo');
const reports = resolve('test/data/reports');
const tiny = resolve('test/golden/models/tiny-sd1');
const lora = resolve('test/golden/more/lora/kohya.safetensors');
const xl = resolve('test/golden/more/models/tiny-sdxl');
const folder = inTemporaryFolder();
afterEach(() => {
  vi.unstubAllEnvs();
});

/** stdout of a command that must succeed. */
async function output(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await aesthete(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}
const json = async (...args: string[]): Promise<Record<string, unknown>> => resultOf(await output(...args, '--json'));

describe('packs', () => {
  beforeAll(async () => {
    const models = join(folder(), 'more');
    await cp(tiny, join(models, 'small'), { recursive: true });
    await cp(tiny, join(models, 'broken'), { recursive: true });
    await rm(join(models, 'broken', 'vae'), { recursive: true });
    await mkdir(join(models, 'no-pack'));
  });

  test('lists those of the installation, by name, title and folder', async () => {
    const { packs } = await json('packs');
    expect(packs).toContainEqual({ name: 'demo', title: expect.any(String) as unknown, dir: demo });
    expect(await output('packs')).toMatch(new RegExp(`^demo +\\S.* +${demo}$`, 'm'));
  });

  test('lists those of AESTHETE_MODELS, and says of a broken one why it cannot be used', async () => {
    vi.stubEnv('AESTHETE_MODELS', join(folder(), 'more'));
    const { packs } = (await json('packs')) as { packs: { dir: string }[] };
    const more = join(folder(), 'more');
    expect(packs.filter(({ dir }) => dir.startsWith(more))).toEqual([
      { name: 'broken', dir: join(more, 'broken'), error: expect.stringContaining('has no vae/') as unknown },
      { name: 'small', title: 'small', dir: join(more, 'small') },
    ]);
    expect(await output('packs')).toMatch(/^broken +cannot be used: .*has no vae\//m);
  });
});

describe('packs check', () => {
  test('says what a pack can do, what it takes and where its defaults come from', async () => {
    const text = await output('packs', 'check', 'demo');
    expect(text).toMatch(
      /^can +paint from text \(Stable Diffusion 1's architecture\), personalised by vectors of 256 numbers$/m,
    );
    expect(text).toMatch(/^ {2}cpu +[\d.]+ MB +text encoder [\d.]+ MB in fp32, .*U-Net [\d.]+ MB in fp32/m);
    expect(text).toMatch(/^ {2}gpu +[\d.]+ MB .*U-Net [\d.]+ MB in fp16/m);
    expect(text).toMatch(/^ {2}defaults\.steps +25 +pack\.json$/m);
    const { kind, memory, defaults } = await json('packs', 'check', tiny);
    expect({ kind, steps: (defaults as { steps: unknown }).steps }).toEqual({
      kind: 'sd1',
      steps: { value: 25, origin: 'default' },
    });
    expect(Object.keys(memory as object)).toEqual(['cpu', 'cpu, int8', 'gpu']);
  });

  test('--run paints one picture, too', async () => {
    const { code, stdout } = await aesthete('packs', 'check', tiny, '--run', '--device', 'cpu');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^tiny-sd1-check\.png$/m);
    expect(stdout).toMatch(/^"a castle" · 64x64 · dpmpp_2m, 25 steps · cpu fp32 · text /m);
    expect((await stat(join(folder(), 'tiny-sd1-check.png'))).size).toBeGreaterThan(100);
  });

  test('of what cannot be used is one line with the reason, and exit code 1', async () => {
    const { code, stdout, stderr } = await aesthete('packs', 'check', lora);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^aesthete: .*kohya\.safetensors is a LoRA, which belongs to a model, not a model; .*\n$/);
  });
});

describe('inspect of a pack', () => {
  test('tells its parts, its settings and where each comes from', async () => {
    const text = await output('inspect', 'demo');
    expect(text).toContain(demo);
    expect(text).toMatch(/^clip id +[0-9a-f]{64}$/m);
    expect(text).toMatch(/^vectors +256 numbers$/m);
    expect(text).toMatch(/^ {2}U-Net +[\d,]+ parameters +.*levels of /m);
    expect(text).toMatch(/^ {2}safe +yes: .* +pack\.json$/m);
    expect(text).toMatch(/^ {2}gloomcore +contrast +/m);
  });

  test('of Stable Diffusion XL has two text encoders', async () => {
    const text = await output('inspect', xl);
    expect(text).toMatch(/^kind +Stable Diffusion XL$/m);
    expect(text).toMatch(/^ {2}text encoder +.*3 layers, 32 wide, 77 positions$/m);
    expect(text).toMatch(/^ {2}second text encoder +.*4 layers, 48 wide, 77 positions$/m);
  });

  test('without pack.json says what follows from the model, and what is a guess', async () => {
    const text = await output('inspect', tiny);
    expect(text).toMatch(/^ {2}name +tiny-sd1 +the folder's name$/m);
    expect(text).toMatch(/^ {2}defaults\.size +\d+x\d+ +the model's configuration$/m);
    expect(text).toMatch(/^ {2}strength\.mean +cosine 0\.5 at strength 1, not measured for this pack +default$/m);
  });

  test('gives the same as JSON', async () => {
    expect(await json('inspect', 'demo')).toMatchObject({
      type: 'pack',
      dir: demo,
      projection: 256,
      hasChecker: false,
      parts: { 'U-Net': { dtypes: ['F16'] } },
      settings: { name: 'demo', safe: true, origin: { safe: 'pack.json' } },
    });
  });
});

describe('inspect of a prompt', () => {
  test('shows the tokens of each chunk, what counts more or less, and what is left out', async () => {
    const text = await output('inspect', 'demo', '--prompt', `a (castle:1.3) [cat] ${'ship '.repeat(200)}`);
    expect(text).toMatch(/^chunk 1 of 5: 30 of 30 tokens$/m);
    expect(text).toMatch(/^ {2}\d+ +castle<\/w> +× 1\.3$/m);
    expect(text).toMatch(/^ {2}\d+ +cat<\/w> +× 0\.9091$/m);
    expect(text).toMatch(/^left out: (ship ?)+$/m);
  });

  test('says what the seed chooses, as a picture with that seed does', async () => {
    const chosen = new Set<unknown>();
    for (const seed of ['1', '2', '3', '4', '5', '6'])
      chosen.add((await json('inspect', '--prompt', 'a {red|blue} castle', '--seed', seed)).prompt);
    expect(chosen).toEqual(new Set(['a red castle', 'a blue castle']));
  });

  test('needs something to inspect', async () => {
    const { code, stderr } = await aesthete('inspect');
    expect(code).toBe(2);
    expect(stderr).toContain('say what to inspect');
  });
});

describe('inspect of a checkpoint', () => {
  test('tells its tensors, their number, size and types', async () => {
    const tensors = {
      'a.weight': { shape: [2, 3], data: new Float32Array(6) },
      b: { shape: [4], data: new Float32Array(4) },
    };
    await writeFile('two.safetensors', encodeSafetensors(tensors, { made_by: 'a test' }));
    expect(await output('inspect', 'two.safetensors')).toBe(
      [
        '2 tensors · 10 parameters · 40 B · F32',
        'made_by: a test',
        'a.weight  F32  [2,3]',
        'b         F32  [4]',
        '',
      ].join('\n'),
    );
    expect(await json('inspect', 'two.safetensors')).toEqual({
      type: 'checkpoint',
      file: 'two.safetensors',
      parameters: 10,
      bytes: 40,
      dtypes: ['F32'],
      metadata: { made_by: 'a test' },
      tensors: [
        { name: 'a.weight', dtype: 'F32', shape: [2, 3] },
        { name: 'b', dtype: 'F32', shape: [4] },
      ],
    });
  });

  test('of many tensors shows the first forty, and with --json all', async () => {
    const unet = join(demo, 'unet', 'diffusion_pytorch_model.safetensors');
    const lines = (await output('inspect', unet)).trimEnd().split('\n');
    const { tensors } = (await json('inspect', unet)) as { tensors: unknown[] };
    expect(tensors.length).toBeGreaterThan(40);
    expect(lines.at(-1)).toBe(`… and ${tensors.length - 40} more (--json lists all)`);
    expect(lines.filter((line) => /\[[\d,]*\]$/.test(line))).toHaveLength(40);
  });

  test('that is damaged says so', async () => {
    await writeFile('cut.safetensors', Buffer.alloc(4));
    const { code, stderr } = await aesthete('inspect', 'cut.safetensors');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^aesthete: .*cut\.safetensors has 4 bytes, too few for a safetensors file\n$/);
  });
});

test('inspect of anything else is refused with what it takes', async () => {
  await writeFile('notes.txt', 'notes');
  const { code, stderr } = await aesthete('inspect', 'notes.txt');
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'aesthete: notes.txt is no pack, .safetensors, .pt or .png\n' });
});

test('a picture of another program is called that where its settings cannot be read', async () => {
  const { code, stderr } = await aesthete('inspect', join(reports, 'comfy.png'));
  expect(code).toBe(1);
  expect(stderr).toContain('was made by ComfyUI');
});
