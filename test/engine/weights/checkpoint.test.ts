import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import { commonAncestor, openCheckpoint } from '../../../src/engine/weights/checkpoint.js';
import { encodeSafetensors, readTensor } from '../../../src/engine/weights/safetensors.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aesthete-checkpoint-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

/** A file with one tensor of one number for each key. */
async function weights(name: string, values: Readonly<Record<string, number>>): Promise<void> {
  const tensors = Object.entries(values).map(([key, v]) => [key, { shape: [1], data: Float32Array.of(v) }] as const);
  await writeFile(join(dir, name), encodeSafetensors(Object.fromEntries(tensors)));
}
async function index(map: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(join(dir, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }));
}
async function values(): Promise<Record<string, number>> {
  const { tensors } = await openCheckpoint(dir, 'unet');
  const read = [...tensors].map(async ([key, tensor]) => [key, (await readTensor(tensor))[0]] as const);
  return Object.fromEntries(await Promise.all(read));
}

describe('a checkpoint', () => {
  test.each(['model.safetensors', 'diffusion_pytorch_model.safetensors', 'diffusion_pytorch_model.fp16.safetensors'])(
    'is found as %s',
    async (name) => {
      await weights(name, { a: 1 });
      expect(await values()).toEqual({ a: 1 });
    },
  );

  test('in full precision comes before fp16', async () => {
    await weights('model.fp16.safetensors', { a: 16 });
    await weights('model.safetensors', { a: 32 });
    expect(await values()).toEqual({ a: 32 });
  });

  test.each([
    [['model.safetensors', 'model.fp16.safetensors', 'model.non_ema.safetensors'], 'model.safetensors'],
    [['model.non_ema.safetensors', 'model.fp16.safetensors'], 'model.fp16.safetensors'],
    [['model.fp16.non_ema.safetensors', 'model.bf16.safetensors'], 'model.bf16.safetensors'],
    [['model.non_ema.safetensors'], 'model.non_ema.safetensors'],
    [['model.fp8_e4m3.safetensors', 'model.ema.safetensors'], 'model.ema.safetensors'],
  ])('of the variants %j is %s, and the others are named', async (names, taken) => {
    for (const name of names) await weights(name, { a: 1 });
    const { files, choice } = await openCheckpoint(dir, 'unet');
    expect(files[0].endsWith(taken)).toBe(true);
    expect([...(choice?.left ?? [])].sort()).toEqual(names.filter((name) => name !== taken).sort());
    expect(choice?.taken ?? taken).toBe(taken);
  });

  test.each(['model.safetensors.index.fp16.json', 'model.fp16.safetensors.index.json'])(
    'in shards of one variant is read by %s',
    async (name) => {
      const shard = 'model.fp16-00001-of-00001.safetensors';
      await weights(shard, { a: 4 });
      await writeFile(join(dir, name), JSON.stringify({ weight_map: { a: shard } }));
      expect(await values()).toEqual({ a: 4 });
    },
  );

  test('in shards is read by its index', async () => {
    await weights('model-00001-of-00002.safetensors', { a: 1, b: 2 });
    await weights('model-00002-of-00002.safetensors', { c: 3 });
    await index({
      a: 'model-00001-of-00002.safetensors',
      b: 'model-00001-of-00002.safetensors',
      c: 'model-00002-of-00002.safetensors',
    });
    expect(await values()).toEqual({ a: 1, b: 2, c: 3 });
  });

  test('in a download cache is followed through its symlinks', async () => {
    await mkdir(join(dir, 'blobs'));
    await weights('blobs/0a1b', { a: 7 });
    await symlink(join(dir, 'blobs', '0a1b'), join(dir, 'model.safetensors'));
    const { files } = await openCheckpoint(dir, 'unet');
    expect(files[0]).toMatch(/blobs.0a1b$/);
    expect(await values()).toEqual({ a: 7 });
  });

  const broken: readonly [string, () => Promise<unknown>, RegExp][] = [
    ['is not there', () => Promise.resolve(), /unet/],
    ['is a pickle', () => writeFile(join(dir, 'diffusion_pytorch_model.bin'), ''), /safetensors/],
    [
      'lacks a shard',
      () => index({ a: 'model-00001-of-00001.safetensors' }),
      /of the 1 shards .* model-00001-of-00001\.safetensors is missing: download/,
    ],
    ['names a shard elsewhere', () => index({ a: '../secret.safetensors' }), /secret/],
    ['has an index that is none', () => writeFile(join(dir, 'model.safetensors.index.json'), '{"a":1}'), /index/],
    [
      'lacks a tensor of its index',
      async () => {
        await weights('s.safetensors', { a: 1 });
        await index({ a: 's.safetensors', b: 's.safetensors' });
      },
      /b\b/,
    ],
  ];
  test.each(broken)('that %s is refused', async (_, make, message) => {
    await make();
    await expect(openCheckpoint(dir, 'unet')).rejects.toThrow(CheckpointError);
    await expect(openCheckpoint(dir, 'unet')).rejects.toThrow(message);
  });
});

test('the common ancestor of files is the deepest folder that holds them all', () => {
  expect(commonAncestor(['/a/b/c/x', '/a/b/d/y'])).toBe('/a/b');
  expect(commonAncestor(['/a/b/x', '/a/bc/y'])).toBe('/a');
  expect(commonAncestor(['/a/x', '/b/y'])).toBe('/');
  expect(commonAncestor(['/a/b/x'])).toBe('/a/b');
});
