import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancelledError } from '../../../src/engine/errors.js';
import { openEngine } from '../../../src/engine/index.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { imagesAtOnce } from '../../../src/engine/pipeline/batches.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../../src/engine/pipeline/generate.js';
import type { GenerateOptions, GenerationResult } from '../../../src/engine/pipeline/generate.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models, WithSession } from '../../../src/engine/pipeline/models.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { samplerNames } from '../../../src/engine/types.js';
import type { Device, ImagineRequest, Precision, Progress } from '../../../src/engine/types.js';
import { gpus, gpuTests } from '../../support/gpu.js';
import { randomArray } from '../../support/program.js';

const side = 64;
const base = {
  prompt: 'a castle',
  negative: 'fog',
  seed: 3,
  count: 3,
  steps: 4,
  guidance: 4,
  size: { width: side, height: side },
} satisfies ImagineRequest;

async function open(
  dir: string,
  batch?: number,
  device: Device = 'cpu',
  precision: Precision = 'fp32',
): Promise<Models> {
  return openModels(await openPack(dir), { device, precision }, { together: 4e9, alone: 4e9 }, batch);
}

async function paint(
  models: Models,
  { start, ...request }: ImagineRequest,
  options: GenerateOptions = {},
): Promise<GenerationResult> {
  const complete = completeRequest(request, models.pack, '');
  const recipe = start ? { ...complete, start: { sha256: '', keep: start.keep! } } : complete;
  const conditioning = await createConditioner(models)(recipe, undefined);
  const pixels = start && { start: randomArray([3, side, side], 4).data.map((v) => Math.abs(v) % 1) };
  return generateImages(models, recipe, conditioning, { ...options, ...pixels });
}

/** The largest difference of their latents, relative to the largest value. */
function difference(together: GenerationResult, alone: GenerationResult): number {
  const [a, b] = [together, alone].map(({ images }) => images.flatMap(({ latents }) => [...latents]));
  expect(a.length).toBe(b.length);
  const largest = (values: readonly number[]): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return largest(a.map((value, i) => value - b[i])) / largest(b);
}

/** Every solver, some with noise or a memory of their own, and every way in which the rows of a batch differ. */
const ofSd1: (Partial<ImagineRequest> & { readonly what: string })[] = [
  ...samplerNames.map((sampler) => ({ what: sampler, sampler })),
  { what: 'without guidance', guidance: 1, sampler: 'euler_ancestral' },
  { what: 'guidance on part of the steps', guidanceInterval: { from: 0.25, to: 0.75 } },
  { what: 'a picture as the start', start: { image: '', keep: 0.5 }, sampler: 'euler_ancestral' },
  { what: 'variations', variations: [{ seed: 9, strength: 0.5 }] },
];
const packs = [
  { dir: 'test/golden/models/tiny-sd1', requests: ofSd1 },
  { dir: 'test/golden/models/tiny-lcm', requests: [{ what: 'guidance as an input', sampler: 'lcm' as const }] },
  { dir: 'test/golden/more/models/tiny-sdxl', requests: [{ what: 'embeddings and sizes as inputs' }] },
];

describe.each(packs)('images of $dir painted at once', ({ dir, requests }) => {
  let [three, one]: Models[] = [];
  beforeAll(async () => {
    [three, one] = [await open(dir, 3), await open(dir, 1)];
  });
  afterAll(async () => {
    await three.close();
    await one.close();
  });

  test.each(requests)('are those of each alone: $what', async (more) => {
    const request = { ...base, ...more };
    const [together, alone] = [await paint(three, request), await paint(one, request)];
    expect([together.batch, alone.batch]).toEqual([3, 1]);
    const seeds = ({ images }: GenerationResult) => images.map(({ seed, variations }) => ({ seed, variations }));
    expect(seeds(together)).toEqual(seeds(alone));
    // Of rounding; on a CPU there is none (docs/benchmarks.md).
    expect(difference(together, alone)).toBeLessThan(1e-4);
  });
});

describe.each(await Promise.all(gpus.map(async (gpu) => ({ gpu, runs: await gpuTests(gpu) }))))(
  'on $gpu',
  ({ gpu, runs }) => {
    test.runIf(runs)('images painted at once, as they are unless told otherwise, are those of each alone', async () => {
      const models = await open('test/golden/models/tiny-sd1', undefined, gpu);
      // In software each model that opens takes a minute: what is compared are latents.
      const image = { data: new Float32Array(3 * side * side), dims: [] };
      const decoder: WithSession = (use) =>
        use({ run: () => Promise.resolve({ image }), release: () => Promise.resolve() });
      const undecoded = { ...models, decoder: () => decoder };
      const request = { ...base, count: 2, steps: 1, guidance: 1 };
      const together = await paint(undecoded, request);
      const alone = await paint({ ...undecoded, batch: { asked: 1, most: Infinity } }, request);
      expect([together.batch, alone.batch]).toEqual([2, 1]);
      expect(difference(together, alone)).toBeLessThan(1e-4);
      await models.close();
    });
  },
);

describe('a batch', () => {
  let models: Models;
  beforeAll(async () => {
    models = await open('test/golden/models/tiny-sd1', 4, 'cpu', 'fp16');
  });
  afterAll(() => models.close());

  /** Opens no U-Net: `run` gives the value of every number, from how many rows there are; `rows` tells of each call. */
  const faked = (rows: number[], run: (rows: number) => number): Models => {
    const unet: WithSession = (use) =>
      use({
        run: ({ latents }) => {
          rows.push(latents!.dims[0]);
          const value = run(latents!.dims[0]);
          return Promise.resolve({ sample: { data: new Float32Array(latents!.data.length).fill(value), dims: [] } });
        },
        release: () => Promise.resolve(),
      });
    return { ...models, batch: { asked: 4, most: Infinity }, unet: () => unet };
  };
  const request = { ...base, steps: 2, guidance: 1, count: 4 };

  test('that fails is halved, and the next request begins with half as many', async () => {
    const rows: number[] = [];
    const fake = faked(rows, (count) => {
      if (count > 2) throw new Error('Failed to allocate memory');
      return 0;
    });
    expect((await paint(fake, request)).batch).toBe(2);
    expect(rows).toEqual([4, 2, 2, 2, 2]);
    await paint(fake, { ...request, count: 3 });
    expect(rows.slice(5)).toEqual([2, 2, 1, 1]);
  });

  test('in which a number overflows is painted image by image', async () => {
    const rows: number[] = [];
    const fake = faked(rows, (count) => (rows.length === 1 && count === 2 ? Infinity : 0));
    const { batch, notices } = await paint(fake, { ...request, count: 2 });
    expect({ batch, notices, rows }).toEqual({ batch: 1, notices: [], rows: [2, 1, 1, 1, 1] });
  });

  test('ends between two steps when it is cancelled, and is not tried again', async () => {
    const rows: number[] = [];
    const cancel = new AbortController();
    const fake = faked(rows, () => {
      cancel.abort();
      return 0;
    });
    await expect(paint(fake, request, { signal: cancel.signal })).rejects.toThrow(CancelledError);
    expect(rows).toEqual([4]);
  });

  test('counts a step of each of its images, and shows them side by side', async () => {
    const told: Progress[] = [];
    const { pack } = models;
    const preview = { weight: [0, 1, 2].map(() => [1, 0, 0, 0]), bias: [0, 0, 0] };
    const fake = { ...faked([], () => 0), pack: { ...pack, settings: { ...pack.settings, preview } } };
    await paint({ ...fake, batch: { asked: 3, most: Infinity } }, request, { onProgress: (p) => told.push(p) });
    const steps = told.flatMap((p) => (p.stage === 'paint' ? [p] : []));
    expect(steps.map(({ done, total }) => `${done} of ${total}`)).toEqual(['3 of 8', '6 of 8', '7 of 8', '8 of 8']);
    const { preview: shown } = steps[0];
    const latents = side / 8;
    expect({ width: shown?.width, height: shown?.height }).toEqual({ width: 2 * latents, height: 2 * latents });
  });
});

describe('how many images are painted at once where nothing is asked for', () => {
  let pack: Models['pack'];
  beforeAll(async () => {
    pack = await openPack('test/golden/models/tiny-sd1');
  });
  const size = { width: 512, height: 512 };
  const atOnce = (device: Device, together: number, precision: Precision = 'fp32', asked?: number): number =>
    imagesAtOnce(
      { pack, device, precision, batch: { asked, most: Infinity }, budget: { together, alone: together } },
      size,
    );
  /** 48 rows' worth of numbers for each of 32 channels and 64 × 64 positions. */
  const imageBytes = 48 * 4 * 32 * 64 * 64;

  test('follows the memory budget on a GPU', () => {
    const weights = 10e6;
    expect(atOnce('cuda', 1e9)).toBe(4);
    expect(atOnce('cuda', weights + 3 * imageBytes)).toBeLessThan(4);
    expect(atOnce('cuda', 0)).toBe(1);
    expect(atOnce('cuda', weights + 3 * imageBytes, 'fp16')).toBe(4);
  });

  test('is one in 8 bits, where rows share their range, whatever was asked for', () => {
    expect([atOnce('cpu', 1e9, 'int8'), atOnce('cpu', 1e9, 'int8', 4)]).toEqual([1, 1]);
  });

  test('is one on a CPU, unless the U-Net is small', () => {
    expect(atOnce('cpu', 1e9)).toBe(4);
    const [key, tensor] = [...pack.unet.tensors][0];
    const tensors = new Map([...pack.unet.tensors, [key, { ...tensor, shape: [1e8] }]]);
    const large = { ...pack, unet: { ...pack.unet, tensors } };
    const models = {
      pack: large,
      device: 'cpu',
      precision: 'fp32',
      batch: { asked: undefined, most: Infinity },
    } as const;
    expect(imagesAtOnce({ ...models, budget: { together: 1e10, alone: 1e10 } }, size)).toBe(1);
    expect(imagesAtOnce({ ...models, device: 'cuda', budget: { together: 1e10, alone: 1e10 } }, size)).toBe(4);
  });
});

test('an engine takes a number from 1 to 10, and its results say how many went at once', async () => {
  await expect(openEngine('test/golden/models/tiny-sd1', { batch: 0 })).rejects.toThrow(
    'batch is 0; it goes from 1 to 10',
  );
  const engine = await openEngine('test/golden/models/tiny-sd1', { device: 'cpu', batch: 2 });
  const { size, seed, prompt } = base;
  const request = { size, seed, prompt, steps: 1 };
  const two = await engine.imagine({ ...request, count: 2 });
  const one = await engine.imagine(request);
  expect([two.batch, one.batch]).toEqual([2, undefined]);
  expect(Buffer.from(two.images[0].png).equals(one.images[0].png)).toBe(true);
  await engine.close();
});
