import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clipId } from '../../../src/engine/pack/clipId.js';
import { openCheckpoint } from '../../../src/engine/weights/checkpoint.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';

let cache: string;
let copy: PackCopy;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'aesthete-cache-'));
  copy = await copyPack('test/golden/models/tiny-sd1');
});
afterEach(async () => {
  await copy.remove();
  await rm(cache, { recursive: true });
});
const idOf = async (dir: string, cacheDir = cache): Promise<string> =>
  clipId(await openCheckpoint(join(dir, 'clip'), 'clip'), cacheDir);
const file = 'clip/model.safetensors';
const noCache = '/dev/null/nowhere';

describe('the clip id', () => {
  test('is one for a CLIP, stored in fp16 or fp32, with or without old buffers', async () => {
    const id = await idOf('test/golden/models/tiny-sd1');
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    await copy.weights(file, (t) => {
      t['vision_model.embeddings.position_ids'] = { shape: [2], data: Float32Array.of(0, 1) };
    });
    expect(await idOf(copy.dir)).toBe(id);
  });

  test('does not depend on the text tower, and does on every tensor of the vision tower and on its projection', async () => {
    const id = await idOf(copy.dir);
    await copy.weights(file, (t) => t['text_model.final_layer_norm.bias'].data.fill(3));
    expect(await idOf(copy.dir)).toBe(id);
    const { tensors } = await openCheckpoint(join(copy.dir, 'clip'), 'clip');
    const keys = [...tensors.keys()].filter((key) => key.startsWith('vision_model.') || key.startsWith('visual_'));
    expect(keys).toHaveLength(40);
    const ids = new Set([id]);
    for (const key of keys) {
      // Each differs from those before in one more value.
      await copy.weights(file, (t) => (t[key].data[t[key].data.length - 1] += 1));
      ids.add(await idOf(copy.dir, noCache));
    }
    expect(ids.size).toBe(41);
  });

  test('differs between packs of different CLIPs', async () => {
    expect(await idOf('test/golden/models/tiny-sd2')).not.toBe(await idOf('test/golden/models/tiny-lcm'));
  });

  test('is remembered by size and time of the file, and a cache that cannot be used is only slower', async () => {
    const id = await idOf('models/demo');
    const remembered = join(cache, 'clip-ids.json');
    await writeFile(remembered, (await readFile(remembered, 'utf8')).replaceAll(id, 'f'.repeat(64)));
    expect(await idOf('models/demo')).toBe('f'.repeat(64));
    await writeFile(remembered, '{ damaged');
    expect(await idOf('models/demo')).toBe(id);
    expect(await idOf('models/demo', noCache)).toBe(id);
  });

  test('is refused to a CLIP without its vision tower', async () => {
    const { tensors, files } = await openCheckpoint('test/golden/models/tiny-lcm/text_encoder', 'clip');
    await expect(clipId({ tensors, files }, cache)).rejects.toThrow(/visual_projection|patch_embedding/);
  });

  test('is computed anew when the file has changed', async () => {
    const id = await idOf(copy.dir);
    await copy.weights(file, (t) => (t['visual_projection.weight'].data[0] += 1));
    await utimes(join(copy.dir, file), new Date(), new Date(0));
    expect(await idOf(copy.dir)).not.toBe(id);
  });
});
