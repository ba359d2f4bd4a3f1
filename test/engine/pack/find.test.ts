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

test('the first models folder wins a name', async () => {
  await cp(join(folder, 'castles'), join(folder, 'other', 'demo'), { recursive: true });
  process.env['AESTHETE_MODELS'] = join(folder, 'other');
  expect(await findPack('demo')).toBe(join(folder, 'other', 'demo'));
});

test('an unknown name is refused with those that are there', async () => {
  await expect(findPack('dmeo')).rejects.toBeInstanceOf(UserError);
  await expect(findPack('dmeo')).rejects.toThrow(/no pack called dmeo; .*there are: demo/);
  await expect(findPack(join(folder, 'empty'))).rejects.toThrow(/is no pack: it has no unet\/config\.json/);
});
