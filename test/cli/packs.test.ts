import { mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { aesthete, fast, inTemporaryFolder, resultOf } from '../support/cli.js';
import { startFakeHub } from '../support/fakeHub.js';
import type { FakeRepository } from '../support/fakeHub.js';
import { checkerFiles, filesOf, presetRepositories } from '../support/presetHub.js';

const tiny = resolve('test/golden/models/tiny-lcm');
const commits = ['a'.repeat(40), 'b'.repeat(40)];
const folder = inTemporaryFolder();

let fake: Awaited<ReturnType<typeof startFakeHub>>;
const repositories: Record<string, FakeRepository> = {};
let number = 0;
/** The models folder of this test. */
let models: string;

beforeAll(async () => {
  const files = new Map([...(await filesOf(tiny)), ...(await checkerFiles())]);
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
  return packsJson.parse(resultOf(stdout)).packs.filter(({ name }) => name !== 'demo');
};
const bytesServed = (): string[] => fake.requests.filter(({ host }) => host === 'cdn').map(({ path }) => path);

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
    const { downloads } = resultOf(stdout) as { downloads: { files: string[]; commit: string; license: string }[] };
    expect(downloads).toMatchObject([{ commit: commits[0], license: 'openrail' }]);
    expect(downloads[0].files).toContain('unet/diffusion_pytorch_model.safetensors');
    expect(downloads[0].files).not.toContain('unet/diffusion_pytorch_model.bin');
    expect(bytesServed()).toEqual([]);
    expect(await listed()).toEqual([]);
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
  beforeAll(async () => {
    Object.assign(repositories, await presetRepositories());
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
    return resultOf(stdout);
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

  test('one without a safety checker gets one for all packs, once, unless it is to have none', async () => {
    const { stderr } = await aesthete('packs', 'add', 'lcm-dreamshaper');
    expect(stderr).toMatch(/stable-diffusion-v1-5@.*→ .*checker\/stable-diffusion-v1-5--stable-diffusion-v1-5/);
    expect(await readdir(models)).toEqual(['checker', 'lcm-dreamshaper']);
    expect((await aesthete('packs', 'check', 'lcm-dreamshaper')).stdout).toMatch(
      /^checker +Stable Diffusion's, .*checker\/.*, for all packs$/m,
    );
    const { stdout } = await aesthete('packs', 'add', 'lcm-dreamshaper', '--name', 'second', '--dry-run', '--json');
    expect((resultOf(stdout) as { downloads: unknown[] }).downloads).toHaveLength(1);
    await rm(join(models, 'checker'), { recursive: true });
    expect((await aesthete('packs', 'check', 'lcm-dreamshaper')).stdout).toContain(
      'none: its pictures are not checked',
    );
    await aesthete('packs', 'add', 'lcm-dreamshaper', '--name', 'third', '--no-checker');
    expect(await readdir(models)).toEqual(['lcm-dreamshaper', 'third']);
    await aesthete('packs', 'add', 'safety-checker');
    expect((await aesthete('packs', 'check', 'third')).stdout).toContain(', for all packs');
  });

  test('sd-turbo and lcm-dreamshaper open, too', async () => {
    for (const name of ['sd-turbo', 'lcm-dreamshaper']) {
      expect((await aesthete('packs', 'add', name)).code).toBe(0);
      expect((await aesthete('packs', 'check', name)).code).toBe(0);
    }
    expect(await readdir(join(models, 'clip'))).toEqual(['laion--CLIP-ViT-H-14-laion2B-s32B-b79K']);
  });

  test('a CLIP can be added alone; a model that lacks one says how', async () => {
    for (const [path, bytes] of repositories['stable-diffusion-v1-5/stable-diffusion-v1-5'].files) {
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
