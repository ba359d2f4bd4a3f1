import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import { readSettings } from '../../../src/engine/pack/settings.js';
import type { PackFacts, PackSettings } from '../../../src/engine/pack/settings.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'aesthete-settings-'))));
afterAll(() => rm(folder, { recursive: true }));

const facts = {
  kind: 'sd1',
  names: [],
  schedulerClass: 'PNDMScheduler',
  spacing: undefined,
  embedded: false,
  sampleSize: 64,
  vaeFactor: 8,
} as const;
let packs = 0;

/** The settings of a new pack with this pack.json (as text or value; none: no file) and these files. */
async function settingsOf(
  json?: unknown,
  known: Partial<PackFacts> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<PackSettings> {
  const dir = join(folder, `pack${++packs}`);
  await mkdir(dir);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  if (json !== undefined)
    await writeFile(join(dir, 'pack.json'), typeof json === 'string' ? json : JSON.stringify(json));
  return readSettings(dir, { ...facts, ...known });
}

describe('a pack without pack.json', () => {
  test('has defaults', async () => {
    const settings = await settingsOf();
    expect(settings).toMatchObject({
      name: `pack${packs}`,
      title: `pack${packs}`,
      safe: false,
      knows: [],
      prompts: [],
      defaults: {
        size: { width: 512, height: 512 },
        sampler: 'dpmpp_2m',
        steps: 25,
        guidance: 7.5,
        kind: 'mean',
        strength: 'balanced',
      },
      strength: {
        mean: { cosine: 0.5, measured: false },
        contrast: { cosine: 0.35, measured: false },
        presets: { subtle: 0.4, balanced: 0.7, strong: 1 },
      },
      upscale: 1,
      examples: [],
      aesthetics: [],
    });
    expect(settings.origin).toMatchObject({ name: 'folder', 'defaults.size': 'config', 'defaults.steps': 'default' });
  });

  test('says what few steps rest on, and in what size and spacing they are taken', async () => {
    const settings = await settingsOf(undefined, { kind: 'sdxl', names: ['sd_xl_turbo_1.0_fp16.safetensors'] });
    expect(settings.defaults).toMatchObject({
      ...{ sampler: 'euler', steps: 1, guidance: 0, spacing: 'trailing' },
      size: { width: 512, height: 512 },
    });
    const fields = ['sampler', 'steps', 'guidance', 'spacing', 'size'] as const;
    expect(fields.map((field) => settings.origin[`defaults.${field}`])).toEqual(fields.map(() => 'name'));
    expect(settings.why).toMatch(/SDXL-Turbo by the name "sd_xl_turbo_1\.0_fp16\.safetensors"; pack\.json may/);
  });
});

describe('pack.json', () => {
  test('says that a model is of few steps, by its title or a LoRA, and holds against what the name says', async () => {
    const { defaults } = await settingsOf({ title: 'Ours, lightning 8 steps' }, { kind: 'sdxl' });
    expect(defaults).toMatchObject({ sampler: 'euler', steps: 8, guidance: 0, spacing: 'trailing' });
    const lora = await settingsOf({ loras: [{ file: 'loras/Hyper-SD15-4steps-lora.safetensors', scale: 1 }] });
    expect(lora.defaults).toMatchObject({ sampler: 'ddim', steps: 4, guidance: 0 });
    const stated = { steps: 20, guidance: 6, sampler: 'ddim', spacing: 'leading', size: [768, 768] };
    const own = await settingsOf({ defaults: stated }, { names: ['sd-turbo'] });
    expect(own.defaults).toMatchObject({ ...stated, size: { width: 768, height: 768 } });
    expect(own.origin['defaults.spacing']).toBe('pack.json');
  });

  test('says some fields, the rest are defaults', async () => {
    const settings = await settingsOf({
      title: 'Ours',
      strength: { contrast: 0.45, presets: { subtle: 0.3 } },
      defaults: { size: [640, 448], guidance: 5 },
      reference: 'mean.safetensors',
    });
    expect(settings.strength.contrast).toEqual({ cosine: 0.45, measured: true });
    expect(settings.strength.presets).toEqual({ subtle: 0.3, balanced: 0.7, strong: 1 });
    expect(settings.defaults).toMatchObject({ size: { width: 640, height: 448 }, guidance: 5, kind: 'contrast' });
    expect(settings.reference).toBe(join(folder, `pack${packs}`, 'mean.safetensors'));
    expect(settings.origin).toMatchObject({
      title: 'pack.json',
      'strength.contrast': 'pack.json',
      'strength.mean': 'default',
      'strength.presets.subtle': 'pack.json',
      'strength.presets.strong': 'default',
      'defaults.size': 'pack.json',
      reference: 'pack.json',
      license: 'default',
    });
  });

  test('says how much larger pictures are shown, and brings examples with their pictures by name', async () => {
    const dir = join(folder, `pack${packs + 1}`, 'looks');
    const settings = settingsOf(
      { upscale: 3, examples: [{ name: 'mist', folder: 'looks', prompt: 'a castle', seed: 7 }] },
      undefined,
      {
        'looks/b.PNG': '',
        'looks/a.jpg': '',
        'looks/.hidden.jpg': '',
        'looks/notes.txt': '',
        'looks/deeper.png/c.png': '',
      },
    );
    expect(await settings).toMatchObject({
      upscale: 3,
      examples: [{ name: 'mist', prompt: 'a castle', seed: 7, folder: dir, pictures: ['a.jpg', 'b.PNG'] }],
      origin: { upscale: 'pack.json', examples: 'pack.json' },
    });
  });

  const example = { name: 'mist', folder: 'looks', prompt: 'a castle' };
  test.each([
    ['is missing', example, {}, /examples\.0\.folder is "looks": there is no such folder/],
    ['is a file', example, { looks: 'x' }, /examples\.0\.folder is "looks": there is no such folder/],
    ['holds no pictures', example, { 'looks/a.txt': '' }, /examples\.0\.folder is "looks": it holds no pictures/],
    [
      'is the pack',
      { ...example, folder: '.' },
      { 'a.png': '' },
      /examples\.0\.folder is "\.": it leads out of the pack/,
    ],
    [
      'lies outside',
      { ...example, folder: '../looks' },
      {},
      /examples\.0\.folder is "\.\.\/looks": must be a relative/,
    ],
  ])('is refused where the folder of an example %s', async (_, one, files, message) => {
    const refused = settingsOf({ examples: [one] }, undefined, files);
    await expect(refused).rejects.toBeInstanceOf(CheckpointError);
    await expect(refused).rejects.toThrow(message);
  });

  test('is refused where the folder of an example is a link that leads out of the pack', async () => {
    const dir = join(folder, 'linked');
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere/a.png'), '');
    await mkdir(dir);
    await symlink('../elsewhere', join(dir, 'looks'));
    await writeFile(join(dir, 'pack.json'), JSON.stringify({ examples: [example] }));
    await expect(readSettings(dir, facts)).rejects.toThrow(/examples\.0\.folder is "looks": it leads out of the pack/);
  });

  test('of the demo pack says all', async () => {
    const settings = await readSettings('models/demo', { ...facts, sampleSize: 16 });
    expect(Object.entries(settings.origin).filter(([, origin]) => origin !== 'pack.json')).toEqual([]);
    expect(settings.aesthetics[0]).toEqual({
      name: 'gloomcore',
      kind: 'contrast',
      file: resolve('models/demo/aesthetics/gloomcore.safetensors'),
      note: 'dim shapes in a dark mist',
    });
  });

  test.each([
    ['{', /pack\.json is not JSON/],
    [[], /the whole is \[\]: .*expected object/],
    [{ format: 2 }, /format is 2: .*expected 1/],
    [{ safe: 'yes' }, /safe is "yes": .*expected boolean/],
    [{ defaults: { sampler: 'dpm' } }, /defaults\.sampler is "dpm": .*dpmpp_2m/],
    [{ defaults: { steps: 0 } }, /defaults\.steps is 0/],
    [{ defaults: { spacing: 'even' } }, /defaults\.spacing is "even": .*trailing/],
    [{ defaults: { size: [512] } }, /defaults\.size is \[512\]/],
    [{ strength: { mean: 1.2 } }, /strength\.mean is 1\.2/],
    [{ preview: { weight: [[1], [1, 2], [1]], bias: [0, 0, 0] } }, /preview is .*three rows of one length/],
    [{ upscale: 0 }, /upscale is 0/],
    [{ upscale: 1.5 }, /upscale is 1\.5/],
    [{ upscale: 5 }, /upscale is 5/],
    [{ examples: [{ name: 'a', folder: 'a' }] }, /examples\.0\.prompt is missing/],
    [
      { examples: ['a', 'b'].map((folder) => ({ name: 'x', folder, prompt: 'a castle' })) },
      /examples is .*: two have the same name/,
    ],
    [{ reference: '../mean.safetensors' }, /reference is "\.\.\/mean\.safetensors": must be a relative path/],
    [{ aesthetics: [{ name: 'a', kind: 'mean', file: '/etc/passwd' }] }, /aesthetics\.0\.file is "\/etc\/passwd"/],
    [{ aesthetics: [{ name: 'a', kind: 'mean', file: 'C:\\a.pt' }] }, /aesthetics\.0\.file/],
    [{ aesthetics: [{ name: 'a', kind: 'mean', file: 'a/..\\..\\b.pt' }] }, /aesthetics\.0\.file/],
  ])('%j is refused, naming field and value', async (json, message) => {
    const refused = settingsOf(json);
    await expect(refused).rejects.toBeInstanceOf(CheckpointError);
    await expect(refused).rejects.toThrow(message);
  });
});
