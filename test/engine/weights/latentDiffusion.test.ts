import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../../src/engine/weights/checkpoint.js';
import { latentDiffusionParts } from '../../../src/engine/weights/latentDiffusion/parts.js';
import { openSafetensors, readTensor } from '../../../src/engine/weights/safetensors.js';
import type { StoredTensor } from '../../../src/engine/weights/safetensors.js';
import { goldenModel, goldenSingle } from '../../support/golden.js';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** Keys as the newest files have them: those of older diffusers and transformers are other words for the same. */
const modern = (key: string): string =>
  key
    .replace(/\.query\./, '.to_q.')
    .replace(/\.key\./, '.to_k.')
    .replace(/\.value\./, '.to_v.')
    .replace(/\.proj_attn\./, '.to_out.0.');
const ofText = (key: string): string => (/^text_(model|projection)\./.test(key) ? key : `text_model.${key}`);

async function folderPart(folder: string, part: string, rename: (key: string) => string): Promise<Tensors> {
  const { tensors } = await openCheckpoint(join(folder, part), part);
  const weights = [...tensors].filter(([key]) => !key.endsWith('position_ids'));
  return new Map(weights.map(([key, tensor]) => [rename(key), tensor]));
}

/** Every tensor of the folder is there, with its shape and values. What a file has beyond (buffers) is not looked at. */
async function expectSame(actual: Tensors, expected: Tensors): Promise<void> {
  expect(expected.size).toBeGreaterThan(0);
  expect([...expected.keys()].filter((key) => !actual.has(key))).toEqual([]);
  for (const [key, tensor] of expected) {
    const found = actual.get(key)!;
    expect([key, found.shape]).toEqual([key, tensor.shape]);
    const [values, wanted] = [await readTensor(found), await readTensor(tensor)];
    if (Buffer.compare(Buffer.from(values.buffer), Buffer.from(wanted.buffer)) !== 0)
      throw new Error(`${key} has other values`);
  }
}

describe('a single file in the original layout is, by diffusers’ keys, its folder', async () => {
  const files = (await readdir(goldenSingle)).filter((name) => name.endsWith('.safetensors'));
  test.each(files)('%s', async (name) => {
    const folder = await goldenModel(name.replace('.safetensors', ''));
    const parts = latentDiffusionParts((await openSafetensors(join(goldenSingle, name))).tensors);
    await expectSame(parts.unet, await folderPart(folder, 'unet', (key) => key));
    await expectSame(parts.vae, await folderPart(folder, 'vae', modern));
    const towers = (await readdir(folder)).filter((part) => part.startsWith('text_encoder')).sort();
    expect(parts.text.length).toBe(towers.length);
    for (const [i, tower] of towers.entries()) await expectSame(parts.text[i], await folderPart(folder, tower, ofText));
    expect([...parts.unet.values(), ...parts.vae.values()].every(({ file }) => file.endsWith(name))).toBe(true);
  });
});

describe('a part that is not in the file', () => {
  test('is empty', () => {
    const only: Tensors = new Map([
      ['model.diffusion_model.out.2.bias', { file: '/f', dtype: 'F32', shape: [4], offset: 0, bytes: 16 }],
    ]);
    const { unet, vae, text } = latentDiffusionParts(only);
    expect([[...unet.keys()], vae.size, text]).toEqual([['conv_out.bias'], 0, []]);
  });
});
