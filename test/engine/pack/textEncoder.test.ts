import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CheckpointError, openEngine, openPack } from '../../../src/engine/index.js';
import type { Engine } from '../../../src/engine/index.js';
import { copyPack } from '../../support/packCopy.js';
import type { PackCopy } from '../../support/packCopy.js';

const encoder = 'text_encoder/model.safetensors';

let pack: PackCopy;
beforeEach(async () => {
  pack = await copyPack('test/golden/models/tiny-sd1');
  // A fine-tuned encoder: its embeddings differ from those of clip/, so that one taken for the other is seen.
  await pack.weights(encoder, (t) => {
    const bias = t['text_model.encoder.layers.0.mlp.fc1.bias'];
    bias.data = bias.data.map((value, i) => value + Math.sin(i));
  });
});
afterEach(async () => {
  await pack.remove();
});

/** The embedding of a prompt by the pack's own text encoder. */
async function embedding(): Promise<Float32Array> {
  const engine: Engine = await openEngine(pack.dir, { device: 'cpu' });
  try {
    return (await engine.embedTexts(['a fountain']))[0];
  } finally {
    await engine.close();
  }
}

/** Renames the encoder's `text_model.…` keys to keys with this prefix. */
async function rename(prefix: string): Promise<void> {
  await pack.weights(encoder, (t) => {
    for (const [key, tensor] of Object.entries(t)) {
      Reflect.deleteProperty(t, key);
      t[key.replace(/^text_model\./, prefix)] = tensor;
    }
  });
}

const without = (key: string) =>
  pack.weights(encoder, (t) => {
    expect(t[key]).toBeDefined();
    Reflect.deleteProperty(t, key);
  });

describe('the keys of text_encoder/', () => {
  test.each([
    '',
    'text_encoder.',
    'text_encoder.text_model.',
    'transformer.text_model.',
    'cond_stage_model.transformer.',
    'cond_stage_model.transformer.text_model.',
    'te.text_model.',
  ])('may begin with "%s"', async (prefix) => {
    const expected = await embedding();
    await rename(prefix);
    expect(await embedding()).toEqual(expected);
  });

  test('are found among those of a whole checkpoint in one file', async () => {
    const expected = await embedding();
    await rename('cond_stage_model.transformer.text_model.');
    await pack.weights(encoder, (t) => {
      t['model.diffusion_model.out.0.bias'] = { shape: [1], data: new Float32Array(1) };
    });
    expect(await embedding()).toEqual(expected);
    const { tensors } = (await openPack(pack.dir)).text;
    expect([...tensors.keys()].filter((key) => !key.startsWith('text_model.'))).toEqual([]);
  });

  test('with a prefix that nobody knows are refused, with the key that is missing and one that is there', async () => {
    await rename('somewhere.else.');
    const refused = expect(openPack(pack.dir)).rejects;
    await refused.toThrow(CheckpointError);
    await refused.toThrow(/text_model\.embeddings\.token_embedding\.weight is missing from .*model\.safetensors/);
    await refused.toThrow(/its first key is somewhere\.else\./);
  });

  test.each([
    'embeddings.position_embedding.weight',
    'encoder.layers.0.self_attn.q_proj.bias',
    'encoder.layers.1.mlp.fc2.weight',
    'final_layer_norm.weight',
  ])('that lack %s are refused at opening, and clip/ does not stand in', async (key) => {
    await without(`text_model.${key}`);
    const refused = expect(openPack(pack.dir)).rejects;
    await refused.toThrow(CheckpointError);
    await refused.toThrow(
      new RegExp(`text_encoder/text_model\\.${key.replaceAll('.', '\\.')} is missing from .*model`),
    );
  });

  test('that lack a whole layer of the configuration are refused', async () => {
    await pack.weights(encoder, (t) => {
      for (const key of Object.keys(t))
        if (key.startsWith('text_model.encoder.layers.1.')) Reflect.deleteProperty(t, key);
    });
    await expect(openPack(pack.dir)).rejects.toThrow(/text_model\.encoder\.layers\.1\.\S+ is missing from/);
  });

  test('are named as the file would have them', async () => {
    await rename('cond_stage_model.transformer.text_model.');
    await without('cond_stage_model.transformer.text_model.final_layer_norm.bias');
    await expect(openPack(pack.dir)).rejects.toThrow(
      /text_encoder\/cond_stage_model\.transformer\.text_model\.final_layer_norm\.bias is missing from/,
    );
  });
});

describe('layers beyond the configuration', () => {
  /** As Stable Diffusion 2 is shipped: the last layer is moved from text_encoder/ to clip/. */
  async function leaveOutLast(): Promise<number> {
    const { config } = (await openPack(pack.dir)).text;
    const last = config.num_hidden_layers - 1;
    const isLast = (key: string): boolean => key.startsWith(`text_model.encoder.layers.${last}.`);
    const moved: Parameters<Parameters<PackCopy['weights']>[1]>[0] = {};
    await pack.json('text_encoder/config.json', (c) => (c.num_hidden_layers = last));
    await pack.weights(encoder, (t) => {
      for (const key of Object.keys(t).filter(isLast)) {
        moved[key] = t[key];
        Reflect.deleteProperty(t, key);
      }
    });
    await pack.weights('clip/model.safetensors', (t) => Object.assign(t, moved));
    return last;
  }

  test('come from clip/, and the embedding is that of the whole encoder', async () => {
    const expected = await embedding();
    const last = await leaveOutLast();
    const { text } = await openPack(pack.dir);
    expect(text.depth.states).toBe(last);
    expect(text.config.num_hidden_layers).toBe(last + 1);
    expect(text.tensors.get(`text_model.encoder.layers.${last}.mlp.fc1.bias`)?.file).toContain('/clip/');
    expect(await embedding()).toEqual(expected);
  });

  test('that clip/ has only in part are refused', async () => {
    const last = await leaveOutLast();
    const key = `text_model.encoder.layers.${last}.layer_norm2.bias`;
    await pack.weights('clip/model.safetensors', (t) => Reflect.deleteProperty(t, key));
    await expect(openPack(pack.dir)).rejects.toThrow(new RegExp(`clip/${key.replaceAll('.', '\\.')} is missing from`));
  });

  test('that text_encoder/ has only in part are not mixed with those of clip/', async () => {
    const last = await leaveOutLast();
    await pack.weights(encoder, (t) => {
      t[`text_model.encoder.layers.${last}.layer_norm1.bias`] = { shape: [1], data: new Float32Array(1) };
    });
    await expect(openPack(pack.dir)).rejects.toThrow(
      new RegExp(`text_encoder/text_model\\.encoder\\.layers\\.${last}\\.\\S+ is missing from`),
    );
  });
});
