import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noticeText } from '../../../src/engine/notices.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models } from '../../../src/engine/pipeline/models.js';
import { goalOf, maxStepsNotices } from '../../../src/engine/pipeline/strengthGoal.js';
import type { Recipe } from '../../../src/engine/types.js';

describe('strength', () => {
  test('is the share of the way from the prompt’s cosine to the full one', () => {
    expect(goalOf(-0.1, 0.5, 0.5).goal).toBeCloseTo(0.2);
    expect(goalOf(0.2, 1, 0.5).goal).toBeCloseTo(0.5);
    expect(goalOf(0.2, 1.5, 0.5).goal).toBeCloseTo(0.65);
  });

  test('never aims beyond 0.95, and at 0 for nothing', () => {
    expect(goalOf(-0.9, 1.5, 0.9).goal).toBe(0.95);
    expect(goalOf(-0.9, 0, 0.9)).toEqual({ notices: [] });
  });

  test('takes no step where the prompt is there already, and says so', () => {
    const { goal, notices } = goalOf(0.6, 1, 0.5);
    expect(goal).toBeUndefined();
    expect(notices.map(noticeText)).toEqual([
      'the prompt is already as close to the aesthetic as it should be (cosine 0.60 of 0.5): no step was taken',
    ]);
  });

  test('says when the ascent ended at its cap without arriving, and only then', () => {
    expect(maxStepsNotices(20, 0.41, 0.5).map(noticeText)).toEqual([
      'stopped after 20 text steps at cosine 0.410, short of the 0.500 that was aimed for',
    ]);
    expect(maxStepsNotices(20, 0.498, 0.5)).toEqual([]);
    expect(maxStepsNotices(5, 0.41, 0.5)).toEqual([]);
  });
});

describe('conditioning', () => {
  let models: Models;
  beforeAll(async () => {
    models = await openModels(await openPack('test/golden/models/tiny-sd1'), { device: 'cpu', precision: 'fp32' });
  });
  afterAll(async () => {
    await models.close();
  });
  const recipe: Recipe = {
    prompt: 'a fountain',
    negative: 'blurry',
    pack: 'tiny',
    strength: 1,
    mix: 1,
    seed: 1,
    count: 1,
    width: 64,
    height: 64,
    sampler: 'ddim',
    steps: 1,
    guidance: 2,
  };
  const aesthetic = { vector: Float32Array.from({ length: 24 }, (_, i) => Math.cos(i)), kind: 'contrast' } as const;

  test('says that full strength is a guess where the pack does not tell it', async () => {
    const { notices } = await createConditioner(models)(recipe, aesthetic);
    expect(notices.map(noticeText)).toEqual([
      'full strength of contrast aesthetics is a guess (cosine 0.35): it was not measured for this pack',
    ]);
  });

  test('leaves the negative prompt as it is', async () => {
    const condition = createConditioner(models);
    const [plain, steered] = [await condition(recipe, undefined), await condition(recipe, aesthetic)];
    expect(steered.negative).toEqual(plain.negative);
    expect(steered.states).not.toEqual(plain.states);
  });

  test('mixes by a linear interpolation of the states', async () => {
    const condition = createConditioner(models);
    const [plain, half, full] = [
      await condition({ ...recipe, mix: 0 }, aesthetic),
      await condition({ ...recipe, mix: 0.5 }, aesthetic),
      await condition(recipe, aesthetic),
    ];
    const middle = plain.states.map((v, i) => 0.5 * v + 0.5 * full.states[i]);
    expect(half.states).toEqual(middle);
  });

  test('takes a long prompt whole, and fills up the negative prompt beside it', async () => {
    const condition = createConditioner(models);
    const long = { ...recipe, prompt: 'a '.repeat(100) };
    const short = await condition(recipe, undefined);
    const { states, negative, cut } = await condition(long, undefined);
    expect(states.length).toBe(2 * short.states.length);
    expect(negative.length).toBe(states.length);
    expect(negative.subarray(0, short.negative.length)).toEqual(short.negative);
    expect(cut).toEqual([]);
    const unguided = await condition({ ...long, guidance: 1 }, undefined);
    expect(unguided.negative).toEqual(short.negative);
  });

  test('weighs personalised and negative states, after the ascent', async () => {
    const condition = createConditioner(models);
    const weighted = { ...recipe, prompt: 'a (fountain:1.4)', negative: '[blurry]' };
    const [plain, steered] = [await condition(recipe, aesthetic), await condition(weighted, aesthetic)];
    expect(steered.cosine).toEqual(plain.cosine);
    expect(steered.states).not.toEqual(plain.states);
    expect(steered.negative).not.toEqual(plain.negative);
  });

  test('steers by the vector’s direction alone', async () => {
    const condition = createConditioner(models);
    const long = { ...aesthetic, vector: aesthetic.vector.map((v) => 2 * v) };
    expect((await condition(recipe, long)).states).toEqual((await condition(recipe, aesthetic)).states);
  });
});
