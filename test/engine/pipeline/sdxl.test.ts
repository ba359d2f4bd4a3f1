import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, openPack, readAesthetic } from '../../../src/engine/index.js';
import type { AestheticTarget, ImagineRequest, ImagineResult } from '../../../src/engine/index.js';
import { clipId } from '../../../src/engine/pack/clipId.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import { embedImage } from '../../../src/engine/pipeline/embedImage.js';
import { generateImages } from '../../../src/engine/pipeline/generate.js';
import { modelMemory } from '../../../src/engine/pipeline/memory.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models } from '../../../src/engine/pipeline/models.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { encodeStart } from '../../../src/engine/pipeline/start.js';
import type { Precision, Recipe } from '../../../src/engine/types.js';
import { goldenModel } from '../../support/golden.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';

let models: Models;
beforeAll(async () => {
  const pack = await openPack(await goldenModel('tiny-sdxl'));
  models = await openModels(pack, { device: 'cpu', precision: 'fp32' });
});
afterAll(() => models.close());

const recipeOf = (request: ImagineRequest): Recipe =>
  completeRequest({ steps: 2, seed: 1, ...request }, models.pack, '');
const vectorOf = (length: number, at: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => (i === at ? 1 : 0));
const positions = (): number => models.pack.text.config.max_position_embeddings;
const width = (): number => models.pack.unet.config.cross_attention_dim;
/** Of a row of states those numbers that the first text model gave, and those of the second. */
function halves(states: Float32Array, row: number): { first: number[]; second: number[] } {
  const all = [...states.subarray(row * width(), (row + 1) * width())];
  const split = models.pack.text.config.hidden_size;
  return { first: all.slice(0, split), second: all.slice(split) };
}

describe('two text models', () => {
  const prompt = 'a castle on a hill';
  const aesthetic = () => ({ vector: vectorOf(models.projection, 3), kind: 'mean' as const });

  test('of which an aesthetic has a vector for the first alone: the second stays as it is, and that is said', async () => {
    const condition = createConditioner(models);
    const recipe = recipeOf({ prompt, aesthetic: aesthetic() });
    const [plain, result] = [await condition(recipe, undefined), await condition(recipe, aesthetic())];
    expect(result.notices).toContainEqual({ code: 'secondTextPlain' });
    expect(plain.notices).toEqual([]);
    expect(result.cosine!.after).toBeGreaterThan(result.cosine!.before + 0.1);
    const [before, after] = [halves(plain.states, 3), halves(result.states, 3)];
    expect(after.second).toEqual(before.second);
    expect(after.first).not.toEqual(before.first);
    expect(result.embeddings).toEqual(plain.embeddings);
  });

  test('climb by themselves where it has one for each', async () => {
    const condition = createConditioner(models);
    const second = vectorOf(models.second!.projection, 5);
    const recipe = recipeOf({ prompt, aesthetic: aesthetic() });
    const alone = await condition(recipe, aesthetic());
    const both = await condition(recipe, { ...aesthetic(), second });
    expect(both.notices).not.toContainEqual({ code: 'secondTextPlain' });
    expect(halves(both.states, 3).first).toEqual(halves(alone.states, 3).first);
    expect(halves(both.states, 3).second).not.toEqual(halves(alone.states, 3).second);
    const z = both.embeddings!.prompt;
    // Full strength of a mean is a guess for this pack, 0.5; the default strength goes 0.7 of the way.
    const cosine = (v: Float32Array): number => v[5] / Math.hypot(...v);
    const before = cosine(alone.embeddings!.prompt);
    expect(Math.abs(cosine(z) - (before + 0.7 * (0.5 - before)))).toBeLessThan(0.006);
  });

  test('mix as much of the second’s text embedding as of the states', async () => {
    const second = vectorOf(models.second!.projection, 5);
    const target = { ...aesthetic(), second };
    const condition = createConditioner(models);
    const [none, half, all] = [
      await condition(recipeOf({ prompt, aesthetic: target, mix: 0 }), target),
      await condition(recipeOf({ prompt, aesthetic: target, mix: 0.5 }), target),
      await condition(recipeOf({ prompt, aesthetic: target }), target),
    ].map(({ embeddings }) => embeddings!.prompt);
    expect(half.every((v, i) => Math.abs(v - (none[i] + all[i]) / 2) < 1e-5)).toBe(true);
    expect([...none]).not.toEqual([...all]);
  });

  test('a vector of another length is refused by name', () => {
    const asked = { prompt, aesthetic: { ...aesthetic(), second: vectorOf(7, 0), label: 'fog' } };
    expect(() => recipeOf(asked)).toThrow(/^fog has 7 numbers for the second text encoder, and this pack's has 40/);
    const zeros = { ...aesthetic(), second: new Float32Array(models.second!.projection) };
    expect(() => recipeOf({ prompt, aesthetic: zeros })).toThrow(/all zeros/);
  });

  test('an aesthetic of a Stable Diffusion 1 pack with the same CLIP paints', async () => {
    const engine = await openEngine(models.pack.path, { device: 'cpu' });
    try {
      const madeWith = await clipId(models.pack.clip.checkpoint);
      const request = { prompt, seed: 3, steps: 2, aesthetic: { ...aesthetic(), clipId: madeWith } };
      const { images, notices, textSteps } = await engine.imagine(request);
      expect([images[0].width, images[0].height]).toEqual([64, 64]);
      expect(textSteps).toBeGreaterThan(0);
      expect(notices).toContainEqual({ code: 'secondTextPlain' });
      const file = 'models/demo/aesthetics/gloomcore.safetensors';
      const { vector, kind } = readAesthetic(await readFile(file), file);
      await expect(engine.imagine({ ...request, aesthetic: { vector, kind } })).rejects.toThrow(
        /made with another CLIP/,
      );
    } finally {
      await engine.close();
    }
  });

  test('go back as far as the one with fewer layers', () => {
    expect(recipeOf({ prompt, clipSkip: 2 }).clipSkip).toBe(2);
    expect(() => recipeOf({ prompt, clipSkip: 3 })).toThrow(/clip_skip is 3; it goes from 1 to 2/);
  });
});

describe('a second vision tower', () => {
  const image = 'models/demo/examples/sepia/whale.jpg';
  const withCopy = async <T>(
    change: (copy: PackCopy) => Promise<void>,
    use: (dir: string) => Promise<T>,
  ): Promise<T> => {
    const copy = await copyPack(models.pack.path);
    try {
      await change(copy);
      return await use(copy.dir);
    } finally {
      await copy.remove();
    }
  };
  const byTowers = async (dir: string) => {
    const engine = await openEngine(dir, { device: 'cpu' });
    try {
      const [[towers], [alone]] = [await engine.embedByTowers([image]), await engine.embedImages([image])];
      return { ...towers, alone, info: engine.info };
    } finally {
      await engine.close();
    }
  };

  test('embeds an image in the space of the second text model, with its own preprocessing', async () => {
    const { vector, second, alone, info } = await byTowers(models.pack.path);
    expect(vector).toEqual(alone);
    expect(info.second).toEqual({
      clipId: await clipId(models.pack.second!.clip!.checkpoint),
      projection: models.second!.projection,
    });
    const { pack } = models;
    const other = { ...pack, clip: pack.second!.clip!, projection: pack.second!.projection };
    const opened = await openModels(other, { device: 'cpu', precision: 'fp32' });
    expect(second).toEqual(await embedImage(opened, image));
    await opened.close();
    const shifted = (copy: PackCopy) =>
      copy.json('clip_2/preprocessor_config.json', (value) => {
        value.image_mean = [0, 0, 0];
      });
    const changed = await withCopy(shifted, byTowers);
    expect(changed.vector).toEqual(vector);
    expect(changed.second).not.toEqual(second);
  });

  test('need not be there: new aesthetics have a vector for the first text model alone', async () => {
    const { second, info } = await withCopy(({ dir }) => rm(join(dir, 'clip_2'), { recursive: true }), byTowers);
    expect([second, info.second]).toEqual([undefined, undefined]);
  });

  test('of another CLIP is refused by name', async () => {
    const narrowed = (copy: PackCopy) =>
      copy.weights('clip_2/model.safetensors', (tensors) => {
        const { shape, data } = tensors['visual_projection.weight'];
        tensors['visual_projection.weight'] = { shape: [shape[0] - 1, shape[1]], data: data.slice(shape[1]) };
      });
    await withCopy(narrowed, (dir) =>
      expect(openPack(dir)).rejects.toThrow(/clip_2\/visual_projection.weight is \[\d+,\d+\], expected/),
    );
  });

  test('a vector of another CLIP is left out, and that is said', async () => {
    const engine = await openEngine(models.pack.path, { device: 'cpu' });
    try {
      const { vector, second } = (await engine.embedByTowers([image]))[0];
      const paint = (aesthetic: Partial<AestheticTarget>) =>
        engine.imagine({ prompt: 'a castle', seed: 3, steps: 2, aesthetic: { vector, kind: 'mean', ...aesthetic } });
      const own = { second: second!, secondClipId: engine.info.second!.clipId };
      const [plain, both, foreign] = [
        await paint({}),
        await paint(own),
        await paint({ ...own, secondClipId: 'other' }),
      ];
      const said = ({ notices }: ImagineResult) => notices.some(({ code }) => code === 'secondTextPlain');
      expect([plain, both, foreign].map(said)).toEqual([true, false, true]);
      expect(foreign.images[0].png).toEqual(plain.images[0].png);
      expect(both.images[0].png).not.toEqual(plain.images[0].png);
    } finally {
      await engine.close();
    }
  });
});

describe('prompts of several chunks', () => {
  const long = Array<string>(90).fill('red').join(' ');

  test('have the text embedding of their first, and the negative prompt is filled up', async () => {
    const condition = createConditioner(models);
    const result = await condition(recipeOf({ prompt: long, negative: 'blurry' }), undefined);
    expect([result.states.length, result.negative.length]).toEqual([
      2 * positions() * width(),
      2 * positions() * width(),
    ]);
    const first = await condition(recipeOf({ prompt: Array<string>(75).fill('red').join(' ') }), undefined);
    expect(result.embeddings!.prompt.length).toBe(models.second!.projection);
    expect(result.embeddings!.prompt.every((v, i) => Math.abs(v - first.embeddings!.prompt[i]) < 1e-5)).toBe(true);
  });

  test('of which one text model needs more than the other stand side by side', async () => {
    const twice: Models = {
      ...models,
      second: {
        ...models.second!,
        tokenizePrompt: (prompt, skip) => models.second!.tokenizePrompt(prompt === '' ? '' : long, skip),
      },
    };
    const { states } = await createConditioner(twice)(recipeOf({ prompt: 'a castle' }), undefined);
    expect(states.length).toBe(2 * positions() * width());
    // The first one's second chunk is the empty prompt's, which begins as every text does.
    expect(halves(states, positions()).first).toEqual(halves(states, 0).first);
  });
});

describe('an empty negative prompt', () => {
  test('is zeros, unless the pack says otherwise', async () => {
    const asked = { prompt: 'a castle' };
    const zeros = await createConditioner(models)(recipeOf(asked), undefined);
    expect(zeros.negative.every((v) => v === 0) && zeros.embeddings!.negative.every((v) => v === 0)).toBe(true);
    expect(zeros.negative.length).toBe(zeros.states.length);

    const copy = await copyPack(models.pack.path);
    await copy.json('model_index.json', (c) => (c.force_zeros_for_empty_prompt = false));
    const other = await openModels(await openPack(copy.dir), { device: 'cpu', precision: 'fp32' });
    try {
      const encoded = await createConditioner(other)(recipeOf(asked), undefined);
      expect(encoded.negative.some((v) => v !== 0) && encoded.embeddings!.negative.some((v) => v !== 0)).toBe(true);
    } finally {
      await other.close();
      await copy.remove();
    }
  });
});

describe('the VAE', () => {
  /** What it was asked to compute in, where the U-Net computes in fp16. */
  async function asked(pack: Models['pack']): Promise<Precision[]> {
    const precisions: Precision[] = [];
    const told =
      (session: Models['decoder']): Models['decoder'] =>
      (precision) => {
        precisions.push(precision);
        return session('fp32');
      };
    const half: Models = {
      ...models,
      pack,
      precision: 'fp16',
      decoder: told(models.decoder),
      encoder: told(models.encoder),
    };
    const recipe = recipeOf({ prompt: 'a castle', steps: 1 });
    await generateImages(half, recipe, await createConditioner(models)(recipe, undefined));
    await encodeStart(half, new Float32Array(3 * 64 * 64), { width: 64, height: 64 });
    return precisions;
  }

  test('computes in fp32 where it says that it overflows', async () => {
    const { pack } = models;
    expect(await asked(pack)).toEqual(['fp32', 'fp32']);
    const vae = { ...pack.vae, config: { ...pack.vae.config, force_upcast: false } };
    expect(await asked({ ...pack, vae })).toEqual(['fp16', 'fp16']);
    // Stable Diffusion 1's files do not say it, and the default is true.
    expect(await asked({ ...pack, kind: 'sd1' })).toEqual(['fp16', 'fp16']);
  });

  test('counts as such in memory, and so does the second text encoder', () => {
    expect(modelMemory(models.pack, 'fp16').map(({ model, precision }) => [model, precision])).toEqual([
      ['text encoder', 'fp32'],
      ['second text encoder', 'fp32'],
      ['vision tower', 'fp32'],
      ['second vision tower', 'fp32'],
      ['U-Net', 'fp16'],
      ['VAE', 'fp32'],
    ]);
  });
});

test('without model_index.json, an empty negative prompt is zeros too', async () => {
  const copy = await copyPack(models.pack.path);
  await rm(join(copy.dir, 'model_index.json'));
  expect((await openPack(copy.dir)).second?.zerosForEmpty).toBe(true);
  await copy.remove();
});
