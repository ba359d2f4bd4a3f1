import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { aesthete, fast, inTemporaryFolder } from '../support/cli.js';
import { startFakeHub } from '../support/fakeHub.js';
import type { FakeRepository } from '../support/fakeHub.js';
import { tinyVaeFiles } from '../support/tinyVae.js';

const tiny = resolve('test/golden/models/tiny-lcm');
const cli = ['--import', import.meta.resolve('tsx'), resolve('src/cli.ts')];
const commits = ['a'.repeat(40), 'b'.repeat(40)];
const folder = inTemporaryFolder();

let fake: Awaited<ReturnType<typeof startFakeHub>>;
const repositories: Record<string, FakeRepository> = {};
let number = 0;
/** The models folder of this test. */
let models: string;

async function filesOf(dir: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(paths.map(async (path) => [relative(dir, path), await readFile(path)] as const)));
}

beforeAll(async () => {
  const files = await filesOf(tiny);
  files.set('unet/diffusion_pytorch_model.bin', new Uint8Array(10));
  repositories['own/tiny'] = { files, license: 'openrail', commit: commits[0] };
  const broken = new Map(files).set('vae/config.json', new TextEncoder().encode('half a fi'));
  repositories['own/broken'] = { files: broken };
  fake = await startFakeHub(repositories);
});
afterAll(() => fake.close());
beforeEach(() => {
  models = join(folder(), `models-${number++}`);
  vi.stubEnv('AESTHETE_MODELS', models);
  vi.stubEnv('HF_ENDPOINT', fake.endpoint);
  vi.stubEnv('HF_TOKEN', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fake.faults.length = 0;
  fake.requests.length = 0;
});

const packsJson = z.object({
  packs: z.array(
    z.object({ name: z.string(), source: z.object({ repoId: z.string(), commit: z.string() }).optional() }),
  ),
});
const listed = async () => {
  const { stdout } = await aesthete('packs', '--json');
  return packsJson.parse(JSON.parse(stdout)).packs.filter(({ name }) => name !== 'demo');
};
const bytesServed = (): string[] => fake.requests.filter(({ host }) => host === 'cdn').map(({ path }) => path);

/** Once the hub has gone silent. */
const silence = (ended: () => boolean) =>
  vi.waitUntil(() => fake.faults.length === 0 || ended(), { timeout: 60_000, interval: 5 });

async function kill(): Promise<unknown> {
  const child = spawn(process.execPath, [...cli, 'packs', 'add', 'own/tiny'], { env: process.env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await silence(() => child.exitCode !== null);
  child.kill('SIGKILL');
  return ((await ended) as [number | null, string | null])[1];
}

/** Ctrl-C. @returns the exit code */
async function interrupt(): Promise<unknown> {
  const before = process.listeners('SIGINT');
  const ended = aesthete('packs', 'add', 'own/tiny');
  await silence(() => false);
  for (const listener of process.listeners('SIGINT')) if (!before.includes(listener)) listener('SIGINT');
  return (await ended).code;
}

describe('aesthete packs add', () => {
  test('shows size, licence and place, downloads, and the model paints', async () => {
    const { code, stdout, stderr } = await aesthete('packs', 'add', 'own/tiny', '--name', 'Little');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `added ${join(models, 'little')}\n` });
    expect(stderr).toMatch(/own\/tiny@aaaaaaa +2\.\d+ MB +licence: openrail +→ .*little\n +2\.\d+ MB in all/);
    expect(await listed()).toMatchObject([{ name: 'little', source: { repoId: 'own/tiny', commit: commits[0] } }]);
    expect(await readdir(models)).toEqual(['little']);
    const painted = await aesthete('imagine', 'a castle', '--pack', 'little', ...fast, '--out', 'little.png');
    expect(painted.code).toBe(0);
    expect((await stat(join(folder(), 'little.png'))).size).toBeGreaterThan(100);
  });

  test('with --dry-run downloads nothing', async () => {
    const { stdout } = await aesthete('packs', 'add', 'own/tiny', '--dry-run', '--json');
    const { downloads } = JSON.parse(stdout) as { downloads: { files: string[]; commit: string; license: string }[] };
    expect(downloads).toMatchObject([{ commit: commits[0], license: 'openrail' }]);
    expect(downloads[0].files).toContain('unet/diffusion_pytorch_model.safetensors');
    expect(downloads[0].files).not.toContain('unet/diffusion_pytorch_model.bin');
    expect(bytesServed()).toEqual([]);
    expect(await listed()).toEqual([]);
  });

  test('interrupted ten times at random bytes, twice by SIGKILL, it still ends right, and is no pack before', async () => {
    for (let time = 0; time < 10; time++) {
      // The rest comes only to the next process.
      fake.faults.push({ kind: 'silent', after: Math.floor(Math.random() * 200_000) });
      const stop = time % 5 === 4 ? await kill() : await interrupt();
      expect(stop).toBe(time % 5 === 4 ? 'SIGKILL' : 130);
      expect(await listed()).toEqual([]);
    }
    fake.faults.length = 0;
    expect((await aesthete('packs', 'add', 'own/tiny')).code).toBe(0);
    const files = await filesOf(join(models, 'tiny'));
    for (const [path, bytes] of await filesOf(tiny)) expect(files.get(path), path).toEqual(bytes);
  });

  test('goes on with the commit at which it began, also where the branch has moved', async () => {
    fake.faults.push(...Array.from({ length: 50 }, () => ({ kind: 'status', status: 404 }) as const));
    expect((await aesthete('packs', 'add', 'own/tiny')).code).toBe(1);
    fake.faults.length = 0;
    repositories['own/tiny'] = { ...repositories['own/tiny'], commit: commits[1] };
    const asked = async (...more: string[]): Promise<string> => {
      fake.requests.length = 0;
      await aesthete('packs', 'add', 'own/tiny', '--dry-run', ...more);
      return fake.requests.map(({ path }) => path).join(' ');
    };
    expect(await asked()).toContain(`revision/${commits[0]}`);
    expect(await asked('--name', 'other')).toContain('revision/main');
    repositories['own/tiny'] = { ...repositories['own/tiny'], commit: commits[0] };
  });

  test('says why a model cannot be used, and keeps no pack of it', async () => {
    const { code, stderr } = await aesthete('packs', 'add', 'own/broken');
    expect(code).toBe(1);
    expect(stderr).toContain('vae/config.json');
    expect(await listed()).toEqual([]);
    expect(await readdir(models)).toEqual([]);
  });

  test('replaces nothing that is there', async () => {
    await mkdir(join(models, 'tiny'), { recursive: true });
    const { code, stderr } = await aesthete('packs', 'add', 'own/tiny');
    expect(code).toBe(1);
    expect(stderr).toContain('is there already; remove it first, or choose another name by --name');
  });

  test('of nothing that there is says what can be given', async () => {
    expect((await aesthete('packs', 'add', 'nothing')).stderr).toContain('no model called nothing; give one of sd15');
    expect((await aesthete('packs', 'add', 'own/nothing')).stderr).toContain('has no own/nothing');
  });

  test('links a model that is on this machine', async () => {
    const { code, stdout } = await aesthete('packs', 'add', tiny, '--name', 'linked');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `linked ${join(models, 'linked')} → ${tiny}\n` });
    expect(await listed()).toMatchObject([{ name: 'linked' }]);
    expect((await aesthete('packs', 'add', tiny, '--name', 'linked')).stderr).toContain('is there already');
  });
});

describe('presets', () => {
  const goldenModels = resolve('test/golden/models');
  const more = resolve('test/golden/more');
  /** A pack's folder without its CLIP, and the CLIP alone. */
  async function apart(dir: string): Promise<{ model: Map<string, Uint8Array>; clip: Map<string, Uint8Array> }> {
    const files = [...(await filesOf(dir))];
    const isClip = ([path]: [string, Uint8Array]): boolean => path.startsWith('clip/');
    return {
      model: new Map(files.filter((entry) => !isClip(entry))),
      clip: new Map(files.filter(isClip).map(([path, bytes]) => [path.slice('clip/'.length), bytes])),
    };
  }

  beforeAll(async () => {
    const [first, second] = [await apart(join(more, 'models/tiny-sd1')), await apart(join(goldenModels, 'tiny-sd2'))];
    const lora = await readFile(join(more, 'lora/kohya.safetensors'));
    Object.assign(repositories, {
      'stable-diffusion-v1-5/stable-diffusion-v1-5': { files: first.model, license: 'creativeml-openrail-m' },
      'openai/clip-vit-large-patch14': { files: first.clip },
      'latent-consistency/lcm-lora-sdv1-5': { files: new Map([['pytorch_lora_weights.safetensors', lora]]) },
      'madebyollin/taesd': { files: tinyVaeFiles(4), license: 'mit' },
      'stabilityai/sd-turbo': { files: second.model },
      'laion/CLIP-ViT-H-14-laion2B-s32B-b79K': { files: second.clip },
      'SimianLuo/LCM_Dreamshaper_v7': { files: await filesOf(join(goldenModels, 'tiny-lcm')) },
    });
  });

  const paints = async (pack: string): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await aesthete(
      'imagine',
      'a castle',
      '--pack',
      pack,
      '--device',
      'cpu',
      '--seed',
      '1',
      '--json',
    );
    expect(stderr).not.toContain('aesthete:');
    expect(code).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  test('sd15-lcm comes with its CLIP, its LoRA and a tiny decoder, all shown before, and paints in four steps', async () => {
    const { code, stderr } = await aesthete('packs', 'add', 'sd15-lcm');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /clip-vit-large.*\n.*stable-diffusion-v1-5@.*creativeml-openrail-m.*\n.*lcm-lora-sdv1-5@.*loras.*\n.*taesd@.*mit.*vae_tiny/,
      ) as string,
    });
    expect(await readdir(join(models, 'clip'))).toEqual(['openai--clip-vit-large-patch14']);
    const painted = JSON.stringify(await paints('sd15-lcm'));
    expect(painted).toContain('"sampler":"lcm"');
    expect(painted).toContain('"steps":4');
    expect(painted).toContain('pytorch_lora_weights');
    expect(painted).toContain('"decoder":"tiny"');
  });

  test('a second one of the kind shares the CLIP', async () => {
    await aesthete('packs', 'add', 'sd15-lcm');
    fake.requests.length = 0;
    expect((await aesthete('packs', 'add', 'sd15')).code).toBe(0);
    expect(fake.requests.map(({ path }) => path).join(' ')).not.toContain('clip-vit');
    expect((await aesthete('packs', 'check', 'sd15')).code).toBe(0);
  });

  test('sd-turbo and lcm-dreamshaper open, too', async () => {
    for (const name of ['sd-turbo', 'lcm-dreamshaper']) {
      expect((await aesthete('packs', 'add', name)).code).toBe(0);
      expect((await aesthete('packs', 'check', name)).code).toBe(0);
    }
    expect(await readdir(join(models, 'clip'))).toEqual(['laion--CLIP-ViT-H-14-laion2B-s32B-b79K']);
  });

  test('a CLIP can be added alone; a model that lacks one says how', async () => {
    const { model } = await apart(join(more, 'models/tiny-sd1'));
    for (const [path, bytes] of model) {
      await mkdir(dirname(join(models, 'bare', path)), { recursive: true });
      await writeFile(join(models, 'bare', path), bytes);
    }
    const { stderr } = await aesthete('imagine', 'a castle', '--pack', 'bare', ...fast);
    const command = /aesthete packs add (\S+)"/.exec(stderr)?.[1];
    expect(command).toBe('openai/clip-vit-large-patch14');
    expect((await aesthete('packs', 'add', command!)).code).toBe(0);
    expect((await aesthete('packs', 'check', 'bare')).code).toBe(0);
  });
});

describe('aesthete packs remove', () => {
  test('deletes what was added, and of a link the link alone', async () => {
    await aesthete('packs', 'add', 'own/tiny');
    await symlink(tiny, join(models, 'linked'));
    expect((await aesthete('packs', 'remove', 'tiny')).stderr).toContain('give --yes');
    expect((await aesthete('packs', 'remove', 'tiny', '--yes')).stdout).toMatch(/^removed .*tiny, 2\.\d+ MB\n$/);
    expect((await aesthete('packs', 'remove', 'linked', '--yes')).code).toBe(0);
    expect(await listed()).toEqual([]);
    expect((await stat(join(tiny, 'unet/config.json'))).isFile()).toBe(true);
  });

  test('deletes nothing that was not added', async () => {
    expect((await aesthete('packs', 'remove', 'demo', '--yes')).stderr).toContain('is not in');
    expect((await aesthete('packs', 'remove', 'nothing', '--yes')).stderr).toContain('no pack called nothing');
  });
});
