import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CheckpointError, GraphError, openEngine, UserError } from '../../../src/engine/index.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';

let pack: PackCopy;
beforeEach(async () => {
  pack = await copyPack('test/golden/models/tiny-sd1');
});
afterEach(async () => {
  await pack.remove();
});

/** Opens the pack and paints one small picture; an engine that opened is closed. */
async function paint(): Promise<unknown> {
  const engine = await openEngine(pack.dir, { device: 'cpu' });
  try {
    return await engine.imagine({ prompt: 'a fountain', seed: 1, steps: 2, size: { width: 64, height: 64 } });
  } finally {
    await engine.close();
  }
}

const unet = 'unet/diffusion_pytorch_model.safetensors';
const text = 'text_encoder/model.safetensors';

describe('a pack', () => {
  test('that is whole paints', async () => {
    await expect(paint()).resolves.toMatchObject({ device: 'cpu', precision: 'fp32' });
  });

  test('that is not there is the asker’s mistake', async () => {
    await expect(openEngine(join(pack.dir, 'nowhere'))).rejects.toThrow(UserError);
  });

  test('without clip/ is refused, and told where to put which CLIP', async () => {
    await rm(join(pack.dir, 'clip'), { recursive: true });
    await expect(paint()).rejects.toThrow(
      /there is no .*clip, and no CLIP ViT-L\/14 .*openai\/clip-vit-large-patch14 into .*clip.openai--clip-vit-large-patch14$/,
    );
  });

  test('with a tensor missing is refused by its name and shape', async () => {
    await pack.weights(unet, (t) => delete t['mid_block.resnets.0.conv1.bias']);
    await expect(paint()).rejects.toThrow(
      new CheckpointError('unet/mid_block.resnets.0.conv1.bias is missing, expected [64]'),
    );
  });

  test('with a tensor of another shape is refused with both shapes', async () => {
    await pack.weights(unet, (t) => {
      t['conv_in.weight'] = { shape: [32, 4, 1, 1], data: new Float32Array(128) };
    });
    await expect(paint()).rejects.toThrow(
      new CheckpointError('unet/conv_in.weight is [32,4,1,1], expected [32,4,3,3]'),
    );
  });

  test('with a configuration that does not fit its weights is refused', async () => {
    await pack.json('text_encoder/config.json', (c) => (c.hidden_size = 48));
    await expect(paint()).rejects.toThrow(CheckpointError);
  });

  test('with an architecture that is not built is refused by the field', async () => {
    await pack.json('unet/config.json', (c) => (c.class_embed_type = 'timestep'));
    await expect(paint()).rejects.toThrow(/unet\/config.json: class_embed_type is "timestep"/);
  });

  test('whose config.json is no JSON is refused by the file', async () => {
    await writeFile(join(pack.dir, 'vae/config.json'), '{');
    await expect(paint()).rejects.toThrow(/vae\/config.json is not JSON/);
  });

  test('with NaN in the text encoder is refused when it is used', async () => {
    await pack.weights(text, (t) => t['text_model.final_layer_norm.bias'].data.fill(NaN));
    await expect(paint()).rejects.toThrow(/text_encoder gives numbers that are not finite/);
  });

  test('with NaN in the U-Net is refused at the first step', async () => {
    await pack.weights(unet, (t) => t['conv_out.bias'].data.fill(NaN));
    await expect(paint()).rejects.toThrow(GraphError);
    await expect(paint()).rejects.toThrow(/at step 1 of/);
  });

  test('that is whole refuses an image that is not there', async () => {
    const engine = await openEngine(pack.dir, { device: 'cpu' });
    await expect(engine.embedImages([join(pack.dir, 'nothing.png')])).rejects.toThrow(UserError);
    await engine.close();
  });

  test('with NaN in the vision tower gives no vector', async () => {
    await pack.weights('clip/model.safetensors', (t) => t['vision_model.post_layernorm.bias'].data.fill(NaN));
    const engine = await openEngine(pack.dir, { device: 'cpu' });
    await expect(engine.embedImages(['models/demo/examples/sepia/whale.jpg'])).rejects.toThrow(/clip gives numbers/);
    await engine.close();
  });
});
