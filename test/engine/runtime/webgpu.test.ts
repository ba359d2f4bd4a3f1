import { describe, expect, test } from 'vitest';
import { openPack } from '../../../src/engine/pack/pack.js';
import { programs } from '../../../src/engine/pipeline/programs.js';
import { attentionError, attentionKinds } from '../../../src/engine/runtime/webgpu.js';

describe('the check of fused attention', () => {
  test('covers every head size and type that a pack has', async () => {
    const pack = await openPack('test/golden/models/tiny-sd2');
    const { attention_head_dim: heads, block_out_channels: channels } = pack.unet.config;
    const sizes = channels.map((width, i) => width / (typeof heads === 'number' ? heads : heads[i]));
    const kinds = (precision: 'fp32' | 'fp16') => attentionKinds(programs.unet(pack, precision));
    expect(new Set(kinds('fp32').map(({ size }) => size))).toEqual(new Set(sizes));
    expect(new Set(kinds('fp32').map(({ dtype }) => dtype))).toEqual(new Set(['float32']));
    expect(kinds('fp16').map(({ dtype }) => dtype)).toContain('float16');
    expect(attentionKinds(programs.text(pack))).toEqual([]);
  });

  test.each([8, 40, 64, 80, 160])('with %i numbers a head passes where the provider is right', async (size) => {
    expect(await attentionError({ size, dtype: 'float32' }, 'cpu')).toBeLessThan(1e-5);
  });
});
