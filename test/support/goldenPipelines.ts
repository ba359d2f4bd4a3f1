import { dirname } from 'node:path';
import { createConditioner } from '../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../src/engine/pipeline/generate.js';
import { openModels } from '../../src/engine/pipeline/models.js';
import type { Models, TextTower, WeightedPrompt } from '../../src/engine/pipeline/models.js';
import type { Device, Recipe, SamplerName } from '../../src/engine/types.js';
import { expectClose, goldenDir, loadCase, tensorOf } from './golden.js';
import type { GoldenCase, GoldenKind } from './golden.js';
import { openGoldenFolder } from './goldenModels.js';
import { expectWithinRounding, perturb } from './illConditioned.js';

/** Of the golden set's README, relative to the largest value. */
const tolerance = { pipeline: 5e-3, states: 1e-3 };

/** Kinds of cases that draw images. */
export const pipelineCases = ['pipeline', 'imagine'] as const satisfies GoldenKind[];

/** Checks cases in float32 on one device; opens packs as they are needed. */
export interface GoldenPipelines {
  check(path: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param dir the folder of the set
 * @param tokenized diffusers' pipelines, with which `goldenDir` was made, take brackets for text and cut prompts after one chunk
 */
export function goldenPipelines(
  device: Device,
  openKind = openGoldenFolder,
  dir = goldenDir,
  tokenized: 'as diffusers' | 'in chunks' = 'as diffusers',
): GoldenPipelines {
  const opened = new Map<string, Promise<Models>>();
  function modelsOf(kind: string): Promise<Models> {
    const open = async (): Promise<Models> => openModels(await openKind(kind), { device, precision: 'fp32' });
    const models = opened.get(kind) ?? open().then(tokenized === 'in chunks' ? undefined : oneChunk);
    opened.set(kind, models);
    return models;
  }

  return {
    check: async (path) => {
      const golden = await loadCase(path, dir);
      const models = withGoal(await modelsOf(dirname(path)), golden);
      const recipe = recipeOf(golden, models.pack.settings.name);
      const vector = (golden.tensors.get('aesthetic') ?? golden.tensors.get('e'))?.data;
      const second = golden.tensors.get('e_2')?.data;
      const aesthetic = vector && { vector, kind: 'mean' as const, ...(second && { second }) };
      const conditioning = await createConditioner(models)(recipe, aesthetic);
      if (golden.tensors.has('hidden'))
        expectClose(conditioning.states, tensorOf(golden, 'hidden').data, tolerance.states, 'hidden');
      const pack = { ...models.pack, scheduler: golden.meta.config as Record<string, unknown> };
      await expectWithinRounding(
        async (trial) => {
          const perturbed = { ...conditioning, states: perturb(conditioning.states, trial) };
          const { images } = await generateImages({ ...models, pack }, recipe, perturbed);
          const joined = (part: 'latents' | 'pixels'): number[] => images.flatMap((image) => [...image[part]]);
          return { latents: joined('latents'), image: joined('pixels') };
        },
        {
          latents: tensorOf(golden, 'latents').data,
          ...(golden.tensors.has('image') && { image: tensorOf(golden, 'image').data }),
        },
        { latents: tolerance.pipeline, image: tolerance.pipeline },
      );
    },
    close: async () => {
      for (const models of opened.values()) await (await models).close();
    },
  };
}

function oneChunk(models: Models): Models {
  const cut = <T extends TextTower>(tower: T): T => {
    const tokenizePrompt = (text: string): WeightedPrompt => {
      const tokens = tower.tokenize(text);
      return { ...tokens, weights: new Float32Array(tokens.ids.length).fill(1), cut: [] };
    };
    return { ...tower, tokenizePrompt };
  };
  return { ...cut(models), ...(models.second && { second: cut(models.second) }) };
}

/** A case that names the cosine to reach gets there by full strength. */
function withGoal(models: Models, { meta }: GoldenCase): Models {
  if (!('goal' in meta)) return models;
  const { settings } = models.pack;
  const mean = { cosine: meta.goal as number, measured: true };
  const strength = { ...settings.strength, mean };
  return { ...models, pack: { ...models.pack, settings: { ...settings, strength } } };
}

/** The recipe of a case that draws images. */
export function recipeOf({ meta }: GoldenCase, pack: string): Recipe {
  const number = (name: string): number => meta[name] as number;
  return {
    prompt: meta.prompt as string,
    negative: (meta.negative_prompt as string | undefined) ?? '',
    pack,
    mix: 1,
    seed: number('seed'),
    count: (meta.count as number | undefined) ?? 1,
    width: number('width'),
    height: number('height'),
    // `euler.trailing` is the euler sampler with a scheduler file that says trailing.
    sampler: (meta.scheduler as string).split('.')[0] as SamplerName,
    steps: number('steps'),
    guidance: number('guidance'),
    ...('goal' in meta && { strength: 1 }),
    ...('optimizer' in meta && {
      optimizer: {
        name: meta.optimizer === 'adam' ? 'adam' : 'ascent',
        steps: number('personalise_steps'),
        lr: number('lr'),
      },
    }),
  };
}
