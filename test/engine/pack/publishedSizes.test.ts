import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { input } from '../../../src/engine/graph/tensor.js';
import { clipTextConfig } from '../../../src/engine/models/clipText.js';
import { clipVision, clipVisionConfig } from '../../../src/engine/models/clipVision.js';
import { unetProgram } from '../../../src/engine/models/unet.js';
import { unetConfig } from '../../../src/engine/models/unetConfig.js';
import { vaeDecoderProgram, vaeEncoderProgram } from '../../../src/engine/models/vae.js';
import { vaeConfig } from '../../../src/engine/models/vaeConfig.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import type { Pack } from '../../../src/engine/pack/pack.js';
import { textShapes } from '../../../src/engine/pack/textEncoder.js';
import { explainPrompt } from '../../../src/engine/pipeline/explainPrompt.js';
import { unetKeys } from '../../../src/engine/weights/latentDiffusion/unetKeys.js';
import { vaeKeys } from '../../../src/engine/weights/latentDiffusion/vaeKeys.js';
import { openSafetensors } from '../../../src/engine/weights/safetensors.js';
import { anything, writeSparse } from '../../support/anything.js';
import type { Tensors } from '../../support/anything.js';
import { goldenSingle } from '../../support/golden.js';
import { publishedUnets } from '../../support/publishedUnets.js';

type Shapes = [string, readonly number[]][];

const vitL = {
  text: { hidden_size: 768, intermediate_size: 3072, num_hidden_layers: 12, num_attention_heads: 12 },
  vision: {
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    patch_size: 14,
  },
  projection: 768,
  clip: 'openai--clip-vit-large-patch14',
} as const;

/** Sizes of Stable Diffusion 1.5, 2.1 and XL with their CLIP models; tiny models of the golden set have the same keys but for the numbers of layers. */
const published = {
  sd1: {
    unet: publishedUnets.sd1,
    ...vitL,
  },
  sd2: {
    unet: publishedUnets.sd2,
    text: {
      hidden_size: 1024,
      intermediate_size: 4096,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      hidden_act: 'gelu',
    },
    vision: {
      hidden_size: 1280,
      intermediate_size: 5120,
      num_hidden_layers: 32,
      num_attention_heads: 16,
      patch_size: 14,
      hidden_act: 'gelu',
    },
    projection: 1024,
    clip: 'laion--CLIP-ViT-H-14-laion2B-s32B-b79K',
  },
  sdxl: {
    unet: publishedUnets.sdxl,
    ...vitL,
  },
} as const;
/** The second text model of Stable Diffusion XL. */
const vitG = {
  hidden_size: 1280,
  intermediate_size: 5120,
  num_hidden_layers: 32,
  num_attention_heads: 20,
  hidden_act: 'gelu',
} as const;
type Kind = keyof typeof published;

let models: string;
beforeEach(async () => {
  models = await mkdtemp(join(tmpdir(), 'aesthete-published-'));
  vi.stubEnv('AESTHETE_MODELS', models);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(models, { recursive: true });
});

const shapesOf = (tensors: Tensors): Shapes => [...tensors].map(([key, { shape }]) => [key, shape]);

/** Keys that stand in a file of the original layout for diffusers' keys. */
function original(shapes: Shapes, names: ReadonlyMap<string, string>, prefix: string): Shapes {
  const back = new Map([...names].map(([from, to]) => [to, prefix + from]));
  // Where the tiny model's channels stay as they are, a published one's change, and there is a shortcut.
  const shortcut = (key: string): string | undefined =>
    back
      .get(key.replace('conv_shortcut', 'conv1'))
      ?.replace('in_layers.2', 'skip_connection')
      .replace('.conv1.', '.nin_shortcut.');
  // A published transformer is deeper.
  const deeper = (key: string): string | undefined => {
    const [, before = '', number = '', after = ''] = /^(.*transformer_blocks\.)(\d+)(\..*)$/.exec(key) ?? [];
    return back.get(`${before}0${after}`)?.replace('transformer_blocks.0.', `transformer_blocks.${number}.`);
  };
  return shapes.map(([key, shape]) => {
    const name = back.get(key) ?? deeper(key) ?? shortcut(key);
    if (name === undefined) throw new Error(`${key} has no name in the original layout`);
    return [name, shape];
  });
}

/** OpenCLIP's names of a text model's tensors, query, key and value in one. */
function openClipNames(shapes: Shapes, prefix: string): Shapes {
  return shapes.flatMap(([key, shape]): Shapes => {
    const name = key
      .replace('text_model.embeddings.token_embedding', 'token_embedding')
      .replace('text_model.embeddings.position_embedding.weight', 'positional_embedding')
      .replace('text_model.final_layer_norm', 'ln_final')
      .replace('text_model.encoder.layers', 'transformer.resblocks')
      .replace('layer_norm', 'ln_')
      .replace('mlp.fc1', 'mlp.c_fc')
      .replace('mlp.fc2', 'mlp.c_proj')
      .replace('self_attn.out_proj', 'attn.out_proj')
      .replace('self_attn.q_proj.', 'attn.in_proj_');
    if (/self_attn\.[kv]_proj/.test(name)) return [];
    return [[`${prefix}${name}`, name.includes('in_proj_') ? [3 * shape[0], ...shape.slice(1)] : shape]];
  });
}

/** A whole model in one file, of zeros. */
async function writeModel(kind: Kind): Promise<string> {
  const { unet, text } = published[kind];
  const keysOf = async (tiny: Kind, prefix: string): Promise<string[]> =>
    [...(await openSafetensors(join(goldenSingle, `tiny-${tiny}.safetensors`))).tensors.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  const names = {
    unet: unetKeys(await keysOf(kind, 'model.diffusion_model.')),
    // The same in all families.
    vae: vaeKeys(await keysOf('sd1', 'first_stage_model.')),
  };
  const unetAsked: Tensors = new Map();
  const vaeAsked: Tensors = new Map();
  unetProgram(unetConfig.parse(unet), anything(unetAsked), 'float32');
  const levels = [128, 256, 512, 512];
  const vae = vaeConfig.parse({
    block_out_channels: levels,
    down_block_types: levels.map(() => 'DownEncoderBlock2D'),
    up_block_types: levels.map(() => 'UpDecoderBlock2D'),
    layers_per_block: 2,
  });
  vaeEncoderProgram(vae, anything(vaeAsked), 'float32');
  vaeDecoderProgram(vae, anything(vaeAsked), 'float32');
  const convolutions = shapesOf(vaeAsked).map(([key, shape]): Shapes[number] =>
    /to_.*weight$/.test(key) ? [key, [...shape, 1, 1]] : [key, shape],
  );
  const textModel: Shapes = [...textShapes(clipTextConfig.parse(text))];
  const path = join(models, 'whole.safetensors');
  await writeSparse(path, [
    ...original(shapesOf(unetAsked), names.unet, 'model.diffusion_model.'),
    ...original(convolutions, names.vae, 'first_stage_model.'),
    ...textNames[kind](textModel),
    ['model_ema.decay', []],
  ]);
  return path;
}

const below = (prefix: string, shapes: Shapes): Shapes => shapes.map(([key, shape]) => [prefix + key, shape]);
const textNames: Record<Kind, (shapes: Shapes) => Shapes> = {
  sd1: (shapes) => below('cond_stage_model.transformer.', shapes),
  sd2: (shapes) => openClipNames(shapes, 'cond_stage_model.model.'),
  sdxl: (shapes) => [
    ...below('conditioner.embedders.0.transformer.', shapes),
    ...openClipNames([...textShapes(clipTextConfig.parse(vitG))], 'conditioner.embedders.1.model.'),
    ['conditioner.embedders.1.model.text_projection', [1280, 1280]],
    ['conditioner.embedders.1.model.logit_scale', []],
  ],
};

/** The CLIP that belongs to it, where all packs find it. */
async function writeClip(kind: Kind): Promise<void> {
  const { vision, text, projection, clip } = published[kind];
  const folder = join(models, 'clip', clip);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify({ vision_config: vision, text_config: text }));
  await writeFile(join(folder, 'preprocessor_config.json'), '{}');
  const asked: Tensors = new Map();
  const config = clipVisionConfig.parse(vision);
  clipVision(config, anything(asked), projection, input('pixels', [3, 224, 224]));
  // The visual projection has no bias.
  asked.delete('visual_projection.bias');
  await writeSparse(join(folder, 'model.safetensors'), [
    ...shapesOf(asked),
    ...textShapes(clipTextConfig.parse(text)),
    ['text_projection.weight', [projection, text.hidden_size]],
  ]);
}

/** What a pack without a pack.json has of aesthetics. */
const aestheticNames = ({ settings }: Pack): string[] => settings.aesthetics.map(({ name }) => name);
const ofThePaper = [
  ...['aivazovsky', 'cloudcore', 'gloomcore', 'glowwave', 'fantasy', 'flower_plant'],
  ...['laion_7plus', 'sac_8plus'],
];

describe('a file of the published sizes needs nothing beside it but its CLIP', () => {
  test('Stable Diffusion 1', async () => {
    const path = await writeModel('sd1');
    await writeClip('sd1');
    const pack = await openPack(path);
    expect([pack.kind, pack.projection, pack.settings.defaults.size]).toEqual([
      'sd1',
      768,
      { width: 512, height: 512 },
    ]);
    expect(pack.text.config).toMatchObject({ ...published.sd1.text, hidden_act: 'quick_gelu', eos_token_id: 49_407 });
    expect(pack.text.depth.states).toBe(12);
    expect(aestheticNames(pack)).toEqual(ofThePaper);
    expect(pack.tokenizer.pad).toBe(49_407);
    const { chunks } = await explainPrompt(pack, 'a castle', 1);
    expect(chunks.flat().map(({ text }) => text)).toEqual(['a</w>', 'castle</w>']);
    expect(pack.scheduler).toMatchObject({ prediction_type: 'epsilon', steps_offset: 1, set_alpha_to_one: false });
    expect(pack.notes).toEqual([
      'Stable Diffusion 1, by the keys and shapes of whole.safetensors',
      'the averaged weights (model_ema.) are not read; those of model.diffusion_model. are',
    ]);
  });

  test('Stable Diffusion 2, conditioned on the last layer but one', async () => {
    const path = await writeModel('sd2');
    await writeClip('sd2');
    const pack = await openPack(path);
    expect([pack.kind, pack.projection, pack.settings.defaults.size]).toEqual([
      'sd2',
      1024,
      { width: 768, height: 768 },
    ]);
    expect(pack.text.config).toMatchObject({ ...published.sd2.text, eos_token_id: 49_407 });
    expect(pack.text.depth.states).toBe(23);
    expect(aestheticNames(pack)).toEqual([]);
    expect(pack.tokenizer.pad).toBe(0);
    expect(pack.scheduler).toMatchObject({ prediction_type: 'v_prediction' });
    expect(pack.notes.at(-1)).toMatch(/^prediction_type is taken to be v_prediction: the file does not say/);
  });

  test('Stable Diffusion XL, with both text models', async () => {
    const path = await writeModel('sdxl');
    await writeClip('sdxl');
    const pack = await openPack(path);
    expect([pack.kind, pack.projection, pack.settings.defaults.size]).toEqual([
      'sdxl',
      768,
      { width: 1024, height: 1024 },
    ]);
    expect(pack.text.config).toMatchObject({ ...vitL.text, hidden_act: 'quick_gelu', eos_token_id: 49_407 });
    expect(pack.text.depth).toEqual({ states: 11, normed: false });
    expect(aestheticNames(pack)).toEqual(ofThePaper);
    expect(pack.second?.encoder.config).toMatchObject({ ...vitG, eos_token_id: 49_407 });
    expect(pack.second?.encoder.depth).toEqual({ states: 31, normed: false });
    expect([pack.second?.projection, pack.tokenizer.pad, pack.second?.tokenizer.pad]).toEqual([1280, 49_407, 0]);
    expect(pack.scheduler).toMatchObject({ _class_name: 'EulerDiscreteScheduler', timestep_spacing: 'leading' });
  });

  test('and its name says where few steps are enough', async () => {
    const path = join(models, 'sdxl_lightning_4step.safetensors');
    await rename(await writeModel('sdxl'), path);
    await writeClip('sdxl');
    const { settings, scheduler, notes } = await openPack(path);
    expect(settings.defaults).toMatchObject({ sampler: 'euler', steps: 4, guidance: 0, size: { width: 1024 } });
    expect(scheduler).toMatchObject({ timestep_spacing: 'trailing' });
    expect(notes.at(-1)).toMatch(/^taken for one of SDXL-Lightning by the name "sdxl_lightning_4step\.safetensors"/);
  });
});
