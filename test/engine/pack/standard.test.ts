import { describe, expect, test } from 'vitest';
import { unetProgram } from '../../../src/engine/models/unet.js';
import { unetConfig } from '../../../src/engine/models/unetConfig.js';
import { vaeDecoderProgram, vaeEncoderProgram } from '../../../src/engine/models/vae.js';
import { vaeConfig } from '../../../src/engine/models/vaeConfig.js';
import type { ModelKind } from '../../../src/engine/pack/kinds.js';
import { standardUnet, standardVae } from '../../../src/engine/pack/standard.js';
import { anything } from '../../support/anything.js';
import type { Tensors } from '../../support/anything.js';
import { publishedUnets } from '../../support/publishedUnets.js';

const file = (kind: ModelKind) => ({ path: '/models/x.safetensors', dir: '/models/x', kind });

describe('the configuration of a published model is told from its shapes', () => {
  test.each(['sd1', 'sd2', 'sdxl'] as const)('%s', (kind) => {
    const config = unetConfig.parse(publishedUnets[kind]);
    const tensors: Tensors = new Map();
    unetProgram(config, anything(tensors), 'float32');
    const told = standardUnet(file(kind), tensors);
    const perLevel = (value: unknown): unknown =>
      Array.isArray(value) ? value : config.block_out_channels.map(() => value);
    for (const field of ['layers_per_block', 'transformer_layers_per_block', 'attention_head_dim'] as const)
      expect([field, perLevel(told[field])]).toEqual([field, perLevel(config[field])]);
    const same = { layers_per_block: 0, transformer_layers_per_block: 0, attention_head_dim: 0, time_cond_proj_dim: 0 };
    expect({ ...told, ...same }).toEqual({ ...config, ...same });
  });

  test('with the guidance scale as an embedding, and without a middle block', () => {
    const config = unetConfig.parse({ ...publishedUnets.sd1, time_cond_proj_dim: 256, mid_block_type: null });
    const tensors: Tensors = new Map();
    unetProgram(config, anything(tensors), 'float32');
    const { time_cond_proj_dim, mid_block_type } = standardUnet(file('sd1'), tensors);
    expect({ time_cond_proj_dim, mid_block_type }).toEqual({ time_cond_proj_dim: 256, mid_block_type: null });
  });

  test('the VAE', () => {
    const levels = [128, 256, 512, 512];
    const config = vaeConfig.parse({
      block_out_channels: levels,
      down_block_types: levels.map(() => 'DownEncoderBlock2D'),
      up_block_types: levels.map(() => 'UpDecoderBlock2D'),
      layers_per_block: 2,
    });
    const tensors: Tensors = new Map();
    vaeEncoderProgram(config, anything(tensors), 'float32');
    vaeDecoderProgram(config, anything(tensors), 'float32');
    expect(standardVae(file('sd2'), tensors)).toEqual(config);
    expect(standardVae(file('sdxl'), tensors).scaling_factor).toBe(0.13025);
  });
});

test('sizes of no published model need a configuration', () => {
  const config = unetConfig.parse({
    block_out_channels: [32, 64],
    down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
    up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
  });
  const tensors: Tensors = new Map();
  unetProgram(config, anything(tensors), 'float32');
  expect(() => standardUnet(file('sd1'), tensors)).toThrow(
    /x\.safetensors: its unet is 32 wide, that of the published models 320: .* \/models\/x\/unet\/config\.json/,
  );
});
