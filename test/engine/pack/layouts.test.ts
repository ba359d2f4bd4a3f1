import { cp, mkdir, mkdtemp, readdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openEngine } from '../../../src/engine/index.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import type { Pack } from '../../../src/engine/pack/pack.js';
import { goldenModel } from '../../support/golden.js';
import { singleFileModels } from '../../support/singlePack.js';

let models: string;
beforeEach(async () => {
  models = await realpath(await mkdtemp(join(tmpdir(), 'aesthete-layouts-')));
  vi.stubEnv('AESTHETE_MODELS', models);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(models, { recursive: true });
});

const clip = 'clip/openai--clip-vit-large-patch14';
const filesOf = (tensors: Pack['unet']['tensors']): string[] => [
  ...new Set([...tensors.values()].map(({ file }) => file)),
];

/** The pixels of one small picture. */
async function painted(path: string): Promise<{ width: number; embedding: number[] }> {
  const engine = await openEngine(path, { device: 'cpu' });
  try {
    const { images } = await engine.imagine({ prompt: 'a fountain', seed: 1, steps: 2 });
    return { width: images[0].width, embedding: [...images[0].embedding] };
  } finally {
    await engine.close();
  }
}

describe('a pack', () => {
  test('without clip/ takes the one for all packs, and paints the same', async () => {
    const whole = await goldenModel('tiny-sd1');
    await cp(join(whole, 'clip'), join(models, clip), { recursive: true });
    for (const name of ['one', 'two']) {
      await cp(whole, join(models, name), { recursive: true });
      await rm(join(models, name, 'clip'), { recursive: true });
    }
    const packs = await Promise.all(['one', 'two'].map((name) => openPack(join(models, name))));
    expect(packs.map((pack) => [pack.clip.shared, filesOf(pack.clip.tensors)])).toEqual([
      [true, [join(models, clip, 'model.safetensors')]],
      [true, [join(models, clip, 'model.safetensors')]],
    ]);
    expect(await painted(join(models, 'one'))).toEqual(await painted(whole));
  });

  test('takes the CLIP of its kind: that of Stable Diffusion 2 is another', async () => {
    const [first, second] = [await goldenModel('tiny-sd1'), await goldenModel('tiny-sd2')];
    await cp(join(first, 'clip'), join(models, clip), { recursive: true });
    await cp(second, join(models, 'two'), { recursive: true });
    await rm(join(models, 'two/clip'), { recursive: true });
    await expect(openPack(join(models, 'two'))).rejects.toThrow(
      /no OpenCLIP ViT-H\/14 for all packs: run "aesthete packs add laion.CLIP-ViT-H-14-laion2B-s32B-b79K", or download .*laion\/CLIP-ViT-H-14-laion2B-s32B-b79K into .*clip.laion--CLIP-ViT-H-14-laion2B-s32B-b79K$/,
    );
    await cp(join(second, 'clip'), join(models, 'clip/CLIP-ViT-H-14-laion2B-s32B-b79K'), { recursive: true });
    expect((await openPack(join(models, 'two'))).clip.shared).toBe(true);
  });

  test('with the CLIP of another model is refused', async () => {
    const whole = await goldenModel('tiny-sd1');
    await cp(whole, join(models, 'one'), { recursive: true });
    await rm(join(models, 'one/clip'), { recursive: true });
    await cp(join(await goldenModel('tiny-sdxl'), 'clip_2'), join(models, 'one/clip'), { recursive: true });
    await expect(openPack(join(models, 'one'))).rejects.toThrow(
      /one.clip: text_projection\.weight \[40,48\] takes states 48 wide, and the text encoder's are 32/,
    );
  });

  test('in the cache of Hugging Face, all symlinks, paints the same', async () => {
    const whole = await goldenModel('tiny-sd1');
    const cache = join(models, 'models--owner--name');
    const snapshot = join(cache, 'snapshots/0a1b2c');
    await cp(whole, join(cache, 'whole'), { recursive: true });
    await mkdir(join(cache, 'blobs'));
    for (const file of await readdir(whole, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const inside = join(file.parentPath, file.name).slice(whole.length + 1);
      const blob = join(cache, 'blobs', inside.replaceAll(/\W/g, '-'));
      await rename(join(cache, 'whole', inside), blob);
      await mkdir(dirname(join(snapshot, inside)), { recursive: true });
      await symlink(blob, join(snapshot, inside));
    }
    await rm(join(cache, 'whole'), { recursive: true });
    const pack = await openPack(cache);
    expect(pack.dir).toBe(snapshot);
    expect(filesOf(pack.unet.tensors)[0].startsWith(join(cache, 'blobs'))).toBe(true);
    expect(await painted(cache)).toEqual(await painted(whole));
  });

  test('in several variants says which is read', async () => {
    await cp(await goldenModel('tiny-sd1'), join(models, 'one'), { recursive: true });
    const file = (variant: string): string => join(models, `one/unet/diffusion_pytorch_model${variant}.safetensors`);
    await cp(file(''), file('.non_ema'));
    await rename(file(''), file('.fp16'));
    expect((await openPack(join(models, 'one'))).notes).toEqual([
      'unet: diffusion_pytorch_model.fp16.safetensors is read; diffusion_pytorch_model.non_ema.safetensors is not',
    ]);
  });

  test('that is there twice, in folders and in one file, is read from the folders, and says so', async () => {
    const single = await singleFileModels('tiny-sd1', 'sd1');
    await cp(await goldenModel('tiny-sd1'), join(models, 'one'), { recursive: true });
    await cp(single.path, join(models, 'one/v1.safetensors'));
    const pack = await openPack(join(models, 'one'));
    expect(filesOf(pack.unet.tensors)[0]).toContain('/unet/');
    expect(pack.notes).toEqual(['the folders unet/, vae/, … are read; v1.safetensors beside them is not']);
    await single.remove();
  });
});

describe('a single file', () => {
  test('alone in a folder has its configuration in that folder', async () => {
    const single = await singleFileModels('tiny-sd1', 'sd1');
    await cp(join(single.models, 'clip'), join(models, 'clip'), { recursive: true });
    await cp(single.beside, join(models, 'mine'), { recursive: true });
    await cp(single.path, join(models, 'mine/anything.safetensors'));
    const pack = await openPack(join(models, 'mine'));
    expect([pack.dir, pack.settings.name]).toEqual([join(models, 'mine'), 'mine']);
    expect(filesOf(pack.unet.tensors)).toEqual([join(models, 'mine/anything.safetensors')]);
    await single.remove();
  });

  test('takes a whole VAE that lies beside it in place of its own', async () => {
    const single = await singleFileModels('tiny-sd1', 'sd1');
    vi.stubEnv('AESTHETE_MODELS', single.models);
    await cp(join(await goldenModel('tiny-sd1'), 'vae'), join(single.beside, 'vae'), { recursive: true });
    const pack = await openPack(single.path);
    expect(filesOf(pack.vae.tensors)).toEqual([join(single.beside, 'vae/diffusion_pytorch_model.safetensors')]);
    expect(pack.notes).toContain('the VAE is that of vae/, not the one in the file');
    await single.remove();
  });
});
