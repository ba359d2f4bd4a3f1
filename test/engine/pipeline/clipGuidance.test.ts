import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normalise } from '../../../src/engine/aesthetic/embedding.js';
import { UserError } from '../../../src/engine/errors.js';
import { transposed } from '../../../src/engine/image/resizeMatrix.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { clipSteering } from '../../../src/engine/pipeline/clipGuidance.js';
import type { ClipGuidance } from '../../../src/engine/pipeline/clipGuidance.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../../src/engine/pipeline/generate.js';
import { createImagine } from '../../../src/engine/pipeline/imagine.js';
import { guidanceMemory } from '../../../src/engine/pipeline/memory.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models, WithSession } from '../../../src/engine/pipeline/models.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import type { Session } from '../../../src/engine/runtime/session.js';
import { samplerNames } from '../../../src/engine/types.js';
import type { AestheticTarget, ImagineRequest } from '../../../src/engine/types.js';
import { wholeGradient } from '../../support/goldenGuided.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';
import { randomArray } from '../../support/program.js';
import { writeTinyVae } from '../../support/tinyVae.js';

let copy: PackCopy;
let models: Models;
beforeAll(async () => {
  copy = await copyPack('test/golden/more/models/tiny-sd1');
  await writeTinyVae(join(copy.dir, 'vae_tiny'), 4);
  models = await openModels(await openPack(copy.dir), { device: 'cpu', precision: 'fp32' });
});
afterAll(async () => {
  await models.close();
  await copy.remove();
});

const base = { prompt: 'a castle', seed: 3, steps: 5, guidance: 3, size: { width: 64, height: 64 } } as const;
const vectorOf = (seed: number): Float32Array => randomArray([models.pack.projection], seed).data;

/** A request's latents under a guidance, and the losses before each of its guided steps. */
async function paint(
  request: Partial<ImagineRequest>,
  guidance: Partial<ClipGuidance>,
): Promise<{ latents: Float32Array[]; losses: number[] }> {
  const recipe = completeRequest({ ...base, ...request }, models.pack, '');
  const conditioning = await createConditioner(models)(recipe, undefined);
  const losses: number[] = [];
  const clipGuidance: ClipGuidance = {
    target: normalise(vectorOf(1)),
    scale: 0.05,
    interval: { from: 0.2, to: 0.8 },
    jitter: 0,
    onLoss: (loss) => losses.push(loss),
    ...guidance,
  };
  const { images } = await generateImages(models, recipe, conditioning, { clipGuidance });
  return { latents: images.map(({ latents }) => latents), losses };
}

describe('CLIP guidance', () => {
  test('a step against the gradient descends the loss', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.constantFrom([8, 8], [8, 12], [12, 8]),
        fc.double({ min: 1e-3, max: 1e-2, noNaN: true }),
        async (seed, size, scale) => {
          const z = randomArray([1, 4, ...size], seed);
          const target = normalise(vectorOf(seed + 1));
          const { loss, gradient } = await wholeGradient(models, z, target);
          const [zLength, gLength] = [z.data, gradient].map((v) => Math.sqrt(v.reduce((s, x) => s + x * x, 0)));
          const moved = z.data.map((v, i) => v - (scale * zLength * gradient[i]) / gLength);
          const after = await wholeGradient(models, { shape: z.shape, data: moved }, target);
          expect(after.loss).toBeLessThan(loss);
        },
      ),
      { numRuns: 20 },
    );
  });

  test.each(samplerNames)('of several steps comes nearer to its target (%s)', async (sampler) => {
    const request = { sampler, steps: 6 };
    const last = async (scale: number): Promise<number> =>
      (await paint(request, { scale, interval: { from: 0, to: 1 } })).losses.at(-1)!;
    expect(await last(0.03)).toBeLessThan((await last(0)) - 0.02);
  });

  test('guides the steps of its interval alone', async () => {
    const counts: number[] = [];
    for (const [from, to] of [
      [0.2, 0.8],
      [0, 1],
      [0.5, 0.5],
    ])
      counts.push((await paint({}, { interval: { from, to } })).losses.length);
    expect(counts).toEqual([3, 5, 0]);
  });

  test('guides each image of a batch as if it were alone', async () => {
    const together = await paint({ count: 2 }, { jitter: 0.3 });
    const alone = await paint({ seed: 4 }, { jitter: 0.3 });
    expect(together.latents[1]).toEqual(alone.latents[0]);
    expect((await paint({ seed: 4 }, { jitter: 0.2 })).latents[0]).not.toEqual(alone.latents[0]);
  });

  test('cuts a square out of each picture, at another place each step, by its seed', async () => {
    const seen: { rows: Float32Array; columns: Float32Array }[] = [];
    const run: Session['run'] = ({ rows, columns, latents }) => {
      seen.push({ rows: rows!.data as Float32Array, columns: columns!.data as Float32Array });
      return Promise.resolve({ loss: { data: Float32Array.of(1), dims: [] }, gradient: latents! });
    };
    const session: WithSession = (use) => use({ run, release: () => Promise.resolve() });
    const watched = { pack: models.pack, clipGuidance: () => session };
    const guidance = { target: vectorOf(1), scale: 0.1, interval: { from: 0, to: 1 }, jitter: 0.25 };
    const steer = clipSteering(watched, { width: 128, height: 64 }, guidance, [
      { number: 0, seed: 3 },
      { number: 1, seed: 4 },
    ]);
    const latents = torchGenerator(1).randn(2 * 4 * 8 * 16);
    const shift = await steer(0, 2, () => latents);
    await steer(1, 2, () => latents);
    // The gradient is the latents themselves here: each is moved by a tenth of its length.
    shift!.forEach((value, i) => {
      expect(value).toBeCloseTo(-0.1 * latents[i], 5);
    });
    /** From where to where a matrix looks along its axis of `size` pixels, in whole pixels. */
    const reach = (matrix: Float32Array, size: number): [number, number] => {
      const used = Array.from({ length: size }, (_, j) => j).filter((j) =>
        Array.from({ length: 64 }, (_, i) => matrix[i * size + j]).some((weight) => weight > 0),
      );
      return [used[0], used[used.length - 1] + 1];
    };
    const cuts = seen.map(({ rows, columns }) => [reach(rows, 64), reach(transposed(columns, 128), 128)]);
    for (const [[top, bottom], [left, right]] of cuts) {
      expect(Math.abs(bottom - top - 48)).toBeLessThanOrEqual(2);
      expect(Math.abs(right - left - 48)).toBeLessThanOrEqual(2);
    }
    expect(new Set(cuts.map(String)).size).toBe(4);
    const again = clipSteering(watched, { width: 128, height: 64 }, guidance, [{ number: 1, seed: 4 }]);
    await again(0, 2, () => latents.subarray(512));
    expect(seen[4]).toEqual(seen[1]);
  });

  test('sees pictures through the tiny decoder where the request decodes by it', async () => {
    const [full, tiny] = [await paint({}, {}), await paint({ decoder: 'tiny' }, {})];
    expect(tiny.losses[0]).not.toBeCloseTo(full.losses[0], 3);
    const unmoved = await paint({ decoder: 'tiny' }, { scale: 0 });
    expect(tiny.losses.at(-1)).toBeLessThan(unmoved.losses.at(-1)!);
  });
});

describe('a request with CLIP guidance', () => {
  const aesthetic = (): AestheticTarget => ({ vector: vectorOf(2), kind: 'mean' });
  const imagine = (request: Partial<ImagineRequest>) =>
    createImagine({ models, clipId: '' })({ ...base, ...request }).then(({ images, recipe }) => ({
      png: Buffer.from(images[0].png),
      recipe,
    }));

  test('of 0 paints what is painted without it, bit for bit', async () => {
    for (const request of [{}, { aesthetic: aesthetic(), strength: 0.7 }]) {
      const [without, off] = [await imagine(request), await imagine({ ...request, clipGuidance: { scale: 0 } })];
      expect(off.png.equals(without.png)).toBe(true);
      expect(off.recipe).toEqual(without.recipe);
    }
  });

  test('goes towards the text, or the aesthetic where it says so', async () => {
    const clipGuidance = { scale: 0.05 };
    const plain = await imagine({ clipGuidance });
    expect(plain.recipe.clipGuidance).toEqual({ scale: 0.05, towards: 'text' });
    const towards = 'aesthetic' as const;
    const aestheticOne = await imagine({
      aesthetic: aesthetic(),
      strength: 0,
      clipGuidance: { ...clipGuidance, towards },
    });
    expect(aestheticOne.recipe.clipGuidance).toEqual({ scale: 0.05, towards: 'aesthetic' });
    const text = await imagine({ aesthetic: aesthetic(), strength: 0, clipGuidance });
    // At strength 0 the text embedding is the plain prompt's.
    const pictures = [await imagine({}), plain, aestheticOne].map(({ png }) => png.toString('base64'));
    expect(new Set(pictures).size).toBe(3);
    expect(text.recipe.clipGuidance?.towards).toBe('text');
    const pixels = async (png: Buffer): Promise<Buffer> => (await import('sharp')).default(png).raw().toBuffer();
    expect((await pixels(text.png)).equals(await pixels(plain.png))).toBe(true);
  });

  test('is refused before anything is painted where there is too little memory for it, which the tiny decoder may have', async () => {
    const clipGuidance = { scale: 0.05 };
    const [full, tiny] = (['full', 'tiny'] as const).map((decoder) =>
      guidanceMemory(models.pack, completeRequest({ ...base, decoder, clipGuidance }, models.pack, '')),
    );
    expect(tiny).toBeLessThan(full);
    const alone = (full + tiny) / 2;
    const imagineWith = createImagine({ models: { ...models, budget: { together: 4e9, alone } }, clipId: '' });
    const stages: string[] = [];
    const onProgress = ({ stage }: { stage: string }): void => void stages.push(stage);
    await expect(imagineWith({ ...base, clipGuidance }, { onProgress })).rejects.toMatchObject({
      data: { code: 'guideMemory', params: { width: 64, height: 64 } },
    });
    expect(stages).toEqual([]);
    await expect(imagineWith({ ...base, clipGuidance, decoder: 'tiny' })).resolves.toBeDefined();
    await expect(imagineWith(base)).resolves.toBeDefined();
  });

  test('is refused where it cannot be', () => {
    const complete = (clipGuidance: ImagineRequest['clipGuidance']) => () =>
      completeRequest({ ...base, ...(clipGuidance && { clipGuidance }) }, models.pack, '');
    expect(complete({ scale: 0.6 })).toThrow(/guide is 0.6; it goes from 0 to 0.5/);
    expect(complete({ scale: 0.1, towards: 'aesthetic' })).toThrow(/needs an aesthetic/);
    expect(complete({ scale: 0.1, towards: 'me' as 'text' })).toThrow(
      /no target "me" of guide; there are aesthetic, text/,
    );
    expect(complete({ scale: 0.1, towards: 'aesthetic' })).toThrow(UserError);
  });
});
