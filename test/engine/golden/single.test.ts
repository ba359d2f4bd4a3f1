import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ModelKind } from '../../../src/engine/pack/kinds.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import type { Pack } from '../../../src/engine/pack/pack.js';
import { goldenCases, goldenMoreCases, goldenMoreDir, goldenSingle } from '../../support/golden.js';
import { goldenModels } from '../../support/goldenModels.js';
import { goldenPipelines } from '../../support/goldenPipelines.js';
import { goldenSdxl } from '../../support/goldenSdxl.js';
import { singleFileModels } from '../../support/singlePack.js';
import type { SingleFileModels } from '../../support/singlePack.js';

/** Kinds of cases whose model is there as a single file, and is painted with. */
const there = (await readdir(goldenSingle)).map((name) => /^tiny-(\w+)\.safetensors$/.exec(name)?.[1]);
const painted: readonly ModelKind[] = ['sd1', 'sd2', 'sdxl'];
const singles = painted.filter((kind) => there.includes(kind));

const opened = new Map<string, SingleFileModels>();
/** Opens the single file of a kind by its path; its CLIP is in the models folder. */
async function openSingle(kind: string): Promise<Pack> {
  const single = opened.get(kind) ?? (await singleFileModels(`tiny-${kind}`, kind as ModelKind));
  opened.set(kind, single);
  vi.stubEnv('AESTHETE_MODELS', single.models);
  return openPack(single.path);
}

const models = goldenModels('cpu', openSingle);
const pipelines = goldenPipelines('cpu', openSingle);
const xl = goldenSdxl(() => openSingle('sdxl'));
const xlPipelines = goldenPipelines('cpu', openSingle, goldenMoreDir);
afterAll(async () => {
  await models.close();
  await pipelines.close();
  await xl.close();
  await xlPipelines.close();
  for (const single of opened.values()) await single.remove();
});
beforeEach(() => vi.stubEnv('AESTHETE_MODELS', ''));
afterEach(() => vi.unstubAllEnvs());

const ofSingles = async (kind: Parameters<typeof goldenCases>[0]): Promise<string[]> =>
  (await goldenCases(kind)).filter((path) => singles.includes(dirname(path) as ModelKind));

describe('golden, from a single file', async () => {
  test('of each family that is painted with', () => {
    expect(singles).toEqual(painted);
  });
  for (const kind of ['text', 'vision', 'strength', 'unet', 'vae'] as const)
    test.each(await ofSingles(kind))('%s', (path) => models.check[kind](path));
  for (const kind of ['pipeline', 'imagine'] as const)
    test.each(await ofSingles(kind))('%s', (path) => pipelines.check(path));

  if (singles.includes('sdxl')) {
    test.each(await goldenMoreCases('xlText'))('%s', (path) => xl.text(path));
    test.each(await goldenMoreCases('xlUnet'))('%s', (path) => xl.unet(path));
    for (const kind of ['xlPipeline', 'xlImagine'] as const)
      test.each(await goldenMoreCases(kind))('%s', (path) => xlPipelines.check(path));
  }

  test.each(singles)('%s: nothing but CLIP is read from another file', async (kind) => {
    const pack = await openSingle(kind);
    const { path, models: folder } = opened.get(kind)!;
    const files = new Set([...pack.unet.tensors.values(), ...pack.vae.tensors.values()].map(({ file }) => file));
    expect([...files]).toEqual([path]);
    const texts = [pack.text, ...(pack.second ? [pack.second.encoder] : [])];
    const text = [...new Set(texts.flatMap(({ tensors }) => [...tensors.values()].map(({ file }) => file)))];
    expect(text.filter((file) => file !== path).every((file) => file.startsWith(`${folder}/clip/`))).toBe(true);
    expect(pack.clip.shared).toBe(true);
    expect(pack.settings.name).toBe(`tiny-${kind}`);
  });
});
