import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenCases, goldenKinds } from '../../support/golden.js';

describe('golden cases', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'golden-'));
    for (const folder of ['schedulers', 'sd1', 'models/tiny-sd1']) await mkdir(join(dir, folder), { recursive: true });
    for (const file of ['schedulers/ddim.safetensors', 'sd1/unet.safetensors', 'sd1/strength.1.safetensors'])
      await writeFile(join(dir, file), '');
  });
  afterAll(() => rm(dir, { recursive: true }));

  it.skipIf(process.env['GOLDEN_DIR'] !== undefined).each(goldenKinds)(
    'of this repository are there: %s',
    async (kind) => {
      expect(await goldenCases(kind)).not.toEqual([]);
    },
  );

  it('of one kind are found by their names', async () => {
    expect(await goldenCases('schedulers', { dir })).toEqual(['schedulers/ddim']);
    expect(await goldenCases('unet', { dir })).toEqual(['sd1/unet']);
    expect(await goldenCases('strength', { dir, packs: ['sd1'] })).toEqual(['sd1/strength.1']);
  });

  it('may be left out of a set that does not promise them', async () => {
    expect(await goldenCases('randn', { dir })).toEqual([]);
    expect(await goldenCases('vae', { dir })).toEqual([]);
  });

  it('must be there in a set that promises them, of every pack', async () => {
    await expect(goldenCases('randn', { dir, packs: ['sd1'] })).rejects.toThrow(`"randn" in ${dir}/{randn}`);
    await expect(goldenCases('vae', { dir, packs: ['sd1'] })).rejects.toThrow(`"vae" in ${dir}/{sd1}`);
    await expect(goldenCases('unet', { dir, packs: ['sd1', 'sd2'] })).rejects.toThrow(`"unet" in ${dir}/{sd2}`);
  });

  it('are missed where a folder for them is empty', async () => {
    await mkdir(join(dir, 'preprocess'));
    await mkdir(join(dir, 'sd9'));
    await expect(goldenCases('preprocess', { dir })).rejects.toThrow('no golden cases "preprocess"');
    await expect(goldenCases('unet', { dir })).rejects.toThrow(`"unet" in ${dir}/{sd9}`);
  });
});
