import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Program } from '../../../src/engine/graph/onnx.js';
import { everyTensor } from '../../../src/engine/graph/walk.js';
import { openEngine, parseParameters, readPngText } from '../../../src/engine/index.js';
import type { EngineInfo, OpenOptions } from '../../../src/engine/index.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { writeInt8Proof } from '../../../src/engine/pipeline/int8Proof.js';
import { programs } from '../../../src/engine/pipeline/programs.js';
import { withQuantisedUnet } from '../../../src/engine/pipeline/quantisedUnet.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import { distance, errorsOf, int8Refusal, pairCosines } from '../../support/int8.js';
import { copyPack } from '../../support/packCopy.js';
import { folders, unetInputs } from '../../support/precision.js';

let cache = '';
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'int8-cache-'));
  vi.stubEnv('XDG_CACHE_HOME', cache);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

/** Numbers of the program's weights that a session keeps as float32, and as int8. */
function numbersOf({ outputs }: Program): { float: number; int8: number } {
  const sizes = { float: 0, int8: 0 };
  for (const { node, dtype, shape } of everyTensor(outputs))
    if (typeof node.op === 'object' && node.op.kind === 'weight')
      sizes[dtype === 'int8' ? 'int8' : 'float'] += (shape as number[]).reduce((a, b) => a * b, 1);
  return sizes;
}

describe.skipIf(int8Refusal !== undefined).each(folders)('%s in 8 bits', (folder) => {
  test('predicts nearly what it does in fp32', async () => {
    const pack = await openPack(folder);
    const feeds = unetInputs(pack);
    const [exact, int8] = [
      await openSession(programs.unet(pack, 'fp32')),
      await openSession(programs.unet(await withQuantisedUnet(pack), 'int8')),
    ];
    const [expected, actual] = [await exact.run(feeds), await int8.run(feeds)];
    await Promise.all([exact.release(), int8.release()]);
    // Inputs of noise, which no pack was made for, and three of random weights: 0.092 at most. What the demo pack paints is below.
    expect(distance(actual.sample.data as Float32Array, expected.sample.data as Float32Array)).toBeLessThan(0.12);
  });

  test('keeps each weight once, those of most layers as int8', async () => {
    const pack = await openPack(folder);
    const before = numbersOf(programs.unet(pack, 'fp32'));
    const { float, int8 } = numbersOf(programs.unet(await withQuantisedUnet(pack), 'int8'));
    expect(int8).toBeGreaterThan(0.5 * before.float);
    // Beyond that the scales, one for each output channel.
    expect(float + int8).toBeLessThan(1.02 * before.float);
  });
});

describe.skipIf(int8Refusal !== undefined)('the demo pack in 8 bits', () => {
  test('predicts within 3 % of the norm early, in the middle and late', async () => {
    const pack = await openPack('models/demo');
    const errors = await errorsOf(pack, { prompt: pack.settings.prompts[0], seed: 7 });
    const steps = [0, errors.length >> 1, errors.length - 1];
    console.info(`errors of predictions: ${steps.map((i) => `${(100 * errors[i]).toFixed(2)} %`).join(', ')}`);
    for (const i of steps) expect(errors[i]).toBeLessThan(0.03);
  });

  test('paints pictures that CLIP takes for the same', async () => {
    const { settings } = await openPack('models/demo');
    const cosines = await pairCosines(
      'models/demo',
      settings.prompts.map((prompt, seed) => ({ prompt, seed })),
    );
    console.info(`cosines of pairs: ${cosines.map((cosine) => cosine.toFixed(4)).join(', ')}`);
    expect(cosines.reduce((a, b) => a + b, 0) / cosines.length).toBeGreaterThan(0.97);
  });

  test('says so in the result, the recipe and the picture', async () => {
    const engine = await openEngine('models/demo', { device: 'cpu', precision: 'int8' });
    const result = await engine.imagine({ prompt: 'a castle', seed: 1, steps: 1 });
    await engine.close();
    expect(engine.info.precision).toBe('int8');
    expect(result.precision).toBe('int8');
    expect(result.recipe.precision).toBe('int8');
    const { parameters } = readPngText(result.images[0].png);
    expect(parameters).toContain('Precision: int8');
    expect(parseParameters(parameters).recipe).toEqual(result.recipe);
  });
});

describe.skipIf(int8Refusal !== undefined || process.arch !== 'x64')('without a precision asked for', () => {
  test('a pack paints in 8 bits once it is proved in them', async () => {
    const folder = 'test/golden/models/tiny-sd1';
    const infoOf = async (options: OpenOptions): Promise<Pick<EngineInfo, 'precision' | 'int8'>> => {
      const engine = await openEngine(folder, { device: 'cpu', ...options });
      await engine.close();
      const { info } = engine;
      return { precision: info.precision, ...(info.int8 && { int8: info.int8 }) };
    };
    expect(await infoOf({})).toEqual({ precision: 'fp32', int8: 'unproved' });
    const cosines = Array<number>(48).fill(1);
    await writeInt8Proof(await openPack(folder), { errors: { early: 0, middle: 0, late: 0 }, cosines });
    expect(await infoOf({})).toEqual({ precision: 'int8', int8: 'proved' });
    expect(await infoOf({ precision: 'fp32' })).toEqual({ precision: 'fp32' });
  });
});

describe('weights in 8 bits', () => {
  test('are kept in the cache and not in the pack, and made again when the pack changes', async () => {
    const { dir, remove } = await copyPack('test/golden/models/tiny-sd1');
    const before = await readdir(dir, { recursive: true });
    const own = join(cache, 'own');
    const open = async (): Promise<string> => {
      const { unet } = await withQuantisedUnet(await openPack(dir), own);
      return unet.quantised!.values().next().value!.values.file;
    };
    const file = await open();
    expect(await open()).toBe(file);
    await utimes(join(dir, 'unet', 'diffusion_pytorch_model.safetensors'), 1, 1);
    expect(await open()).not.toBe(file);
    expect(await readdir(join(own, 'int8'))).toHaveLength(1);
    expect(await readdir(dir, { recursive: true })).toEqual(before);
    await remove();
  });

  test('that cannot be kept are an error that says where', async () => {
    const pack = await openPack('test/golden/models/tiny-sd1');
    await expect(withQuantisedUnet(pack, '/dev/null')).rejects.toThrow(/cannot be kept at .dev.null.*XDG_CACHE_HOME/);
  });
});
