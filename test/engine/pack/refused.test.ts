import { cp, mkdir, mkdtemp, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { encodeSafetensors, openSafetensors } from '../../../src/engine/weights/safetensors.js';
import { goldenModel, goldenSingle } from '../../support/golden.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';

let pack: PackCopy;
beforeEach(async () => {
  pack = await copyPack(await goldenModel('tiny-sd1'));
});
afterEach(() => pack.remove());

const unet = 'unet/diffusion_pytorch_model.safetensors';
const vae = 'vae/diffusion_pytorch_model.safetensors';

/** `n` numbers of nothing in particular. */
const tensor = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });

/** The same tensors as zeros in eight bits. */
async function inEightBits(file: string): Promise<void> {
  const path = join(pack.dir, file);
  const entries: Record<string, unknown> = {};
  let end = 0;
  for (const [key, { shape }] of (await openSafetensors(path)).tensors) {
    const start = end;
    end += shape.reduce((a, b) => a * b, 1);
    entries[key] = { dtype: 'F8_E4M3', shape, data_offsets: [start, end] };
  }
  const header = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(path, Buffer.concat([length, header, Buffer.alloc(end)]));
}

/** One fault each, and the reason that is given. */
const faults: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
  [
    'wrong in_channels',
    () => pack.json('unet/config.json', (c) => (c.in_channels = 5)),
    /in_channels is 5, but unet\/conv_in\.weight \[32,4,3,3\] takes 4/,
  ],
  [
    'another cross_attention_dim',
    () => pack.json('unet/config.json', (c) => (c.cross_attention_dim = 48)),
    /cross_attention_dim is 48, and the text encoder's states are 32 wide/,
  ],
  [
    'a wrong eos_token_id',
    () => pack.json('text_encoder/config.json', (c) => (c.eos_token_id = 7)),
    /eos_token_id is 7, and the tokenizer ends texts with 2013/,
  ],
  [
    'a VAE of 16 channels',
    async () => {
      await pack.json('vae/config.json', (c) => (c.latent_channels = 16));
      await pack.weights(vae, (t) => {
        t['decoder.conv_in.weight'] = tensor(32, 16, 3, 3);
        t['encoder.conv_out.weight'] = tensor(32, 32, 3, 3);
        t['encoder.conv_out.bias'] = tensor(32);
        t['quant_conv.weight'] = tensor(32, 32, 1, 1);
        t['quant_conv.bias'] = tensor(32);
        t['post_quant_conv.weight'] = tensor(16, 16, 1, 1);
        t['post_quant_conv.bias'] = tensor(16);
      });
    },
    /latent_channels is 16, and the U-Net takes 4.*Stable Diffusion 3, Flux/,
  ],
  [
    'a preprocessor of 336 pixels',
    () =>
      pack.json('clip/preprocessor_config.json', (c) => {
        c.size = { shortest_edge: 336 };
        c.crop_size = { height: 336, width: 336 };
      }),
    /pictures of 336x336, and the vision tower takes 64x64/,
  ],
  [
    'a missing shard',
    async () => {
      const shards = ['1', '2'].map((n) => `diffusion_pytorch_model-0000${n}-of-00002.safetensors`);
      await rename(join(pack.dir, unet), join(pack.dir, 'unet', shards[0]));
      const map = { 'conv_in.weight': shards[0], 'conv_out.weight': shards[1] };
      const index = join(pack.dir, 'unet/diffusion_pytorch_model.safetensors.index.json');
      await writeFile(index, JSON.stringify({ weight_map: map }));
    },
    /unet: of the 2 shards .* diffusion_pytorch_model-00002-of-00002\.safetensors is missing/,
  ],
  [
    'a truncated file',
    async () => truncate(join(pack.dir, unet), Math.floor((await stat(join(pack.dir, unet))).size / 2)),
    /unet.diffusion_pytorch_model\.safetensors is cut off/,
  ],
  [
    'a .ckpt',
    async () => {
      await rm(join(pack.dir, unet));
      await writeFile(join(pack.dir, 'unet/diffusion_pytorch_model.ckpt'), 'PK');
    },
    /diffusion_pytorch_model\.ckpt: a pickle, .* download the \.safetensors/,
  ],
  [
    'the refiner',
    () => writeFile(join(pack.dir, 'model_index.json'), '{"_class_name":"StableDiffusionXLImg2ImgPipeline"}'),
    /is the refiner of Stable Diffusion XL; this engine paints/,
  ],
  [
    'weights in fp8',
    () => inEightBits(unet),
    /is stored as F8_E4M3; .*F8_E4M3 are not computed with: download the fp16/,
  ],
  [
    'an inpainting model',
    async () => {
      await pack.json('unet/config.json', (c) => (c.in_channels = 9));
      await pack.weights(unet, (t) => (t['conv_in.weight'] = tensor(32, 9, 3, 3)));
    },
    /is an inpainting model: its U-Net takes a mask/,
  ],
  [
    'nothing in it',
    async () => {
      for (const name of await readdir(pack.dir)) await rm(join(pack.dir, name), { recursive: true });
    },
    /is empty: its download/,
  ],
];

describe('a pack with one fault is refused at opening, by its reason', () => {
  test.each(faults)('%s', async (_, make, reason) => {
    await make();
    const refused = await openPack(pack.dir).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CheckpointError);
    expect((refused as Error).message).toMatch(reason);
  });
});

/** Further faults of folders. */
describe('a folder', () => {
  test.each([
    ['StableDiffusion3Pipeline', /is Stable Diffusion 3; this engine/],
    ['FluxPipeline', /is Flux; this engine/],
    ['StableDiffusionInpaintPipeline', /is an inpainting model; this engine/],
  ])('of %s is named', async (name, reason) => {
    await writeFile(join(pack.dir, 'model_index.json'), JSON.stringify({ _class_name: name }));
    await expect(openPack(pack.dir)).rejects.toThrow(reason);
  });

  test('with a transformer in place of a U-Net is named', async () => {
    for (const name of ['unet', 'text_encoder', 'model_index.json'])
      await rm(join(pack.dir, name), { recursive: true });
    await mkdir(join(pack.dir, 'transformer'));
    await writeFile(join(pack.dir, 'transformer/config.json'), '{"_class_name":"FluxTransformer2DModel"}');
    await expect(openPack(pack.dir)).rejects.toThrow(/is Flux; this engine/);
  });

  test('of Stable Diffusion XL says which of its parts do not belong together', async () => {
    const xl = await copyPack(await goldenModel('tiny-sdxl'));
    const refused = async (file: string, field: string, value: unknown, why: RegExp): Promise<void> => {
      let before: unknown;
      await xl.json(file, (c) => ([before, c[field]] = [c[field], value]));
      await expect(openPack(xl.dir)).rejects.toThrow(why);
      await xl.json(file, (c) => (c[field] = before));
    };
    await refused('unet/config.json', 'cross_attention_dim', 32, /is 32, .* states are 32 and 48 wide/);
    await refused('unet/config.json', 'addition_embed_type', null, /addition_embed_type is absent, and there is a/);
    await refused(
      'unet/config.json',
      'projection_class_embeddings_input_dim',
      48,
      /input_dim 48: the last is six times/,
    );
    await refused(
      'unet/config.json',
      'projection_class_embeddings_input_dim',
      72,
      /of 24 numbers are taken .* gives 40/,
    );
    await refused('text_encoder_2/config.json', 'eos_token_id', 7, /^text_encoder_2.* eos_token_id is 7, and/);
    await refused('text_encoder_2/config.json', 'num_hidden_layers', 5, /text_encoder_2.*layers\.4.* is missing/);
    await rm(join(xl.dir, 'text_encoder_2'), { recursive: true });
    await expect(openPack(xl.dir)).rejects.toThrow(/has no text_encoder_2\//);
    await xl.remove();
  });

  test.each([
    ['unet', 'config.json', 'timestep_magic'],
    ['vae', 'config.json', 'decoder_scale'],
    ['text_encoder', 'config.json', 'rope_theta'],
    ['scheduler', 'scheduler_config.json', 'shift'],
  ])('whose %s/%s has a field that nobody knows is refused by its name', async (part, file, field) => {
    await pack.json(`${part}/${file}`, (c) => (c[field] = 3));
    await expect(openPack(pack.dir)).rejects.toThrow(
      new RegExp(`${file}: ${field} is 3: nothing is known of this field`),
    );
  });

  test('with several wrong tensors names them all', async () => {
    await pack.weights(unet, (t) => {
      delete t['mid_block.resnets.0.conv1.bias'];
      t['conv_out.bias'] = tensor(5);
    });
    await pack.weights(vae, (t) => delete t['encoder.conv_in.bias']);
    await pack.weights('clip/model.safetensors', (t) => delete t['vision_model.post_layernorm.bias']);
    await expect(openPack(pack.dir)).rejects.toThrow(
      'clip/vision_model.post_layernorm.bias is missing, expected [32]; unet/mid_block.resnets.0.conv1.bias is missing, expected [64]; ' +
        'unet/conv_out.bias is [5], expected [4]; vae/encoder.conv_in.bias is missing, expected [16]',
    );
  });
});

describe('a single file', () => {
  const path = (): string => join(pack.dir, 'model.safetensors');
  const write = (...keys: string[]): Promise<void> =>
    writeFile(path(), encodeSafetensors(Object.fromEntries(keys.map((key) => [key, tensor(1)]))));

  test.each([
    ['lora_unet_mid_block.lora_down.weight', /is a LoRA/],
    ['unet.mid_block.attentions.0.proj_in.lora_A.weight', /is a LoRA/],
    ['emb_params', /is a textual inversion/],
    ['control_model.input_hint_block.0.weight', /is a ControlNet/],
    ['aesthetic', /is an aesthetic, not a model/],
    ['model.diffusion_model.joint_blocks.0.context_block.attn.qkv.weight', /is Stable Diffusion 3;/],
    ['double_blocks.0.img_attn.qkv.weight', /is Flux;/],
    ['model.diffusion_model.double_blocks.0.img_attn.qkv.weight', /is Flux;/],
    ['conditioner.embedders.0.model.ln_final.weight', /is the refiner of Stable Diffusion XL;/],
    ['decoder.up.0.block.0.conv1.weight', /is a VAE alone: a whole model/],
    ['down_blocks.0.resnets.0.conv1.weight', /is a U-Net alone: a whole model/],
    ['something.else', /is no model that is known \(its first key is something\.else\)/],
    ['model.diffusion_model.input_blocks.0.0.weight', /holds no text encoder/],
  ])('with %s is named', async (key, reason) => {
    await write(key);
    await expect(openPack(path())).rejects.toThrow(reason);
  });

  test('of an inpainting model is named', async () => {
    const key = 'model.diffusion_model.input_blocks.0.0.weight';
    await writeFile(path(), encodeSafetensors({ [key]: tensor(32, 9, 3, 3) }));
    await expect(openPack(path())).rejects.toThrow(/is an inpainting model: its U-Net takes/);
  });

  test.each(['model.ckpt', 'model.pt', 'model.bin'])('called %s is refused with the remedy', async (name) => {
    await writeFile(join(pack.dir, name), 'PK');
    await expect(openPack(join(pack.dir, name))).rejects.toThrow(/is a pickle, which can run any code .* download the/);
  });

  test('of sizes that no published model has, without a configuration, says which is needed', async () => {
    const alone = join(pack.dir, 'alone.safetensors');
    await cp(join(goldenSingle, 'tiny-sd1.safetensors'), alone);
    await cp(join(pack.dir, 'clip'), join(pack.dir, 'alone', 'clip'), { recursive: true });
    await expect(openPack(alone)).rejects.toThrow(
      /its token table has 2014 rows, .* put its own tokenizer into .*alone.tokenizer/,
    );
    await cp(join(pack.dir, 'tokenizer'), join(pack.dir, 'alone', 'tokenizer'), { recursive: true });
    await expect(openPack(alone)).rejects.toThrow(
      /its text_encoder is 32 wide, that of the published models 768: .*alone.text_encoder.config/,
    );
  });
});

test('of several files in one folder one is to be named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aesthete-several-'));
  for (const name of ['a.safetensors', 'b.safetensors'])
    await writeFile(join(folder, name), encodeSafetensors({ x: tensor(1) }));
  await expect(openPack(folder)).rejects.toThrow(
    /holds 2 files of weights \(a\.safetensors, b\.safetensors\): name one/,
  );
  await rm(folder, { recursive: true });
});
