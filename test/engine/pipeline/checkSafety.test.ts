import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckpointError, modelMemory, openEngine, openPack, UserError } from '../../../src/engine/index.js';
import type { ImagineRequest, ImagineResult } from '../../../src/engine/index.js';
import { checkerPack } from '../../support/checkerPack.js';
import { goldenModel } from '../../support/golden.js';
import type { PackCopy } from '../../support/packCopy.js';

const request: ImagineRequest = { prompt: 'a castle', seed: 7, count: 2, steps: 2, size: { width: 64, height: 64 } };

async function imagine(dir: string, more: Partial<ImagineRequest>): Promise<ImagineResult> {
  const engine = await openEngine(dir, { device: 'cpu' });
  try {
    return await engine.imagine({ ...request, ...more });
  } finally {
    await engine.close();
  }
}

let [all, none]: PackCopy[] = [];
beforeAll(async () => {
  [all, none] = await Promise.all([checkerPack('all'), checkerPack('none')]);
});
afterAll(() => Promise.all([all.remove(), none.remove()]));

describe('a pack with a safety checker', () => {
  test('says so, and counts it in the memory', async () => {
    const engine = await openEngine(all.dir, { device: 'cpu' });
    expect(engine.info).toMatchObject({ checks: true, safe: false });
    await engine.close();
    const pack = await openPack(all.dir);
    const found = modelMemory(pack, 'fp16').find(({ model }) => model === 'safety checker');
    const numbers = [...pack.checker!.tensors.values()].reduce(
      (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
      0,
    );
    expect(found).toEqual({ model: 'safety checker', precision: 'fp32', bytes: 4 * numbers });
  });

  test('flags what is beyond its thresholds, and gives the picture all the same', async () => {
    const { images, notices } = await imagine(all.dir, { checkSafety: true });
    expect(images.map(({ flagged }) => flagged)).toEqual([true, true]);
    expect(notices).toContainEqual({ code: 'flagged', count: 2 });
    const plain = await imagine(all.dir, {});
    expect(plain.images.map(({ flagged }) => flagged)).toEqual([undefined, undefined]);
    for (const [i, { png }] of plain.images.entries()) expect(Buffer.from(images[i].png).equals(png)).toBe(true);
  });

  test('passes what is not', async () => {
    const { images, notices } = await imagine(none.dir, { checkSafety: true });
    expect(images.map(({ flagged }) => flagged)).toEqual([false, false]);
    expect(notices.filter(({ code }) => code === 'flagged')).toEqual([]);
  });

  test('that gives no numbers fails: nothing passes by it', async () => {
    const damaged = await checkerPack('none');
    await damaged.weights('safety_checker/model.safetensors', (tensors) => tensors.concept_embeds.data.fill(0));
    await expect(imagine(damaged.dir, { checkSafety: true })).rejects.toThrow(CheckpointError);
    await damaged.remove();
  });

  test.each([
    ['a tensor that is missing', 'visual_projection.weight', /safety_checker\/visual_projection\.weight/],
    ['thresholds that are missing', 'concept_embeds_weights', /concept_embeds_weights is missing/],
  ])('is refused at opening with %s', async (_, key, message) => {
    const damaged = await checkerPack('none');
    await damaged.weights('safety_checker/model.safetensors', (tensors) => Reflect.deleteProperty(tensors, key));
    await expect(openPack(damaged.dir)).rejects.toThrow(message);
    await damaged.remove();
  });
});

describe('a pack without one', () => {
  test('refuses to check', async () => {
    const dir = await goldenModel('tiny-sd1');
    await expect(imagine(dir, { checkSafety: true })).rejects.toThrow(
      new UserError('tiny-sd1 has no safety checker: its pictures cannot be checked'),
    );
  });

  test('is also one whose feature extractor is missing', async () => {
    const copy = await checkerPack('all');
    await rm(join(copy.dir, 'feature_extractor'), { recursive: true });
    expect((await openPack(copy.dir)).checker).toBeUndefined();
    await copy.remove();
  });
});
