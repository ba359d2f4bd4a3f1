import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { findPack, listPacks } from '../../../src/engine/pack/find.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aesthete-packs-'));
  await mkdir(join(folder, 'castles', 'unet'), { recursive: true });
  await writeFile(join(folder, 'castles', 'unet', 'config.json'), '{}');
  await mkdir(join(folder, 'empty'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  delete process.env['AESTHETE_MODELS'];
});

test('without a name it is the demo pack', async () => {
  expect(await findPack()).toBe(resolve('models/demo'));
});

test('a folder, or a name in AESTHETE_MODELS', async () => {
  expect(await findPack(join(folder, 'castles'))).toBe(join(folder, 'castles'));
  process.env['AESTHETE_MODELS'] = folder;
  expect(await findPack('castles')).toBe(join(folder, 'castles'));
});

test('packs are listed by name, folders that are none left out, one pack once', async () => {
  process.env['AESTHETE_MODELS'] = folder;
  expect((await listPacks()).map((pack) => pack.name)).toEqual(['castles', 'demo']);
});

test('single files are packs, called as they are without their ending; the folder of their configuration is none', async () => {
  const models = join(folder, 'files');
  await mkdir(join(models, 'dream.v8', 'unet'), { recursive: true });
  await writeFile(join(models, 'dream.v8.safetensors'), '');
  await writeFile(join(models, 'dream.v8', 'unet', 'config.json'), '{}');
  await mkdir(join(models, 'clip', 'clip-vit-large-patch14'), { recursive: true });
  await mkdir(join(models, 'loras'));
  await writeFile(join(models, 'loras', 'ink.safetensors'), '');
  process.env['AESTHETE_MODELS'] = models;
  expect((await listPacks()).map((pack) => pack.name)).toEqual(['demo', 'dream.v8']);
  expect(await findPack('dream.v8')).toBe(join(models, 'dream.v8.safetensors'));
  expect(await findPack(join(models, 'dream.v8.safetensors'))).toBe(join(models, 'dream.v8.safetensors'));
});

test('a cache of Hugging Face holds packs, too', async () => {
  const cached = join(folder, 'hub', 'models--owner--castles');
  await mkdir(join(cached, 'snapshots', '0a1b', 'unet'), { recursive: true });
  await writeFile(join(cached, 'snapshots', '0a1b', 'unet', 'config.json'), '{}');
  process.env['AESTHETE_MODELS'] = join(folder, 'hub');
  expect(await findPack('models--owner--castles')).toBe(cached);
});

test('the first models folder wins a name', async () => {
  await cp(join(folder, 'castles'), join(folder, 'other', 'demo'), { recursive: true });
  process.env['AESTHETE_MODELS'] = join(folder, 'other');
  expect(await findPack('demo')).toBe(join(folder, 'other', 'demo'));
});

test('an unknown name is refused with those that are there', async () => {
  await expect(findPack('dmeo')).rejects.toBeInstanceOf(UserError);
  await expect(findPack('dmeo')).rejects.toThrow(/no pack called dmeo; .*there are: demo/);
  await expect(findPack(join(folder, 'empty'))).rejects.toThrow(/is no pack: it is empty/);
});
