import type { Pack } from '../../src/engine/pack/pack.js';
import type { Value } from '../../src/engine/runtime/session.js';
import type { Gpu } from './gpu.js';
import { randomArray } from './program.js';

/** Packs whose programs are compared in fp16 and in fp32. */
export const folders = [
  'test/golden/models/tiny-sd1',
  'test/golden/models/tiny-sd2',
  'test/golden/models/tiny-lcm',
  'models/demo',
];
/**
 * fp16 against fp32, relative to the largest value. Measured: U-Net 2.5e-2 with random weights and 1.2e-3 with the demo pack's,
 * decoder 3.6e-3, encoder 2.8e-3 (docs/devices.md). Half of fp16's last place is 4.9e-4.
 */
export const tolerance = { unet: { random: 5e-2, trained: 5e-3 }, decoder: 1e-2, encoder: 1e-2 };

/** The same on a GPU. Measured on an H100, WebGPU: U-Net 2.8e-2 and 7.5e-3, decoder 2.2e-2, encoder 7.8e-3; CUDA as above (docs/devices.md). */
export const onGpu: Readonly<Record<Gpu, typeof tolerance>> = {
  cuda: tolerance,
  webgpu: { unet: { random: 5e-2, trained: 2e-2 }, decoder: 4e-2, encoder: 2e-2 },
};

export const value = (shape: readonly number[], seed: number): Value => ({
  data: randomArray(shape, seed).data,
  dims: shape,
});

/** Inputs of a pack's U-Net: a noisy and a nearly clean latent. */
export function unetInputs({ unet, text }: Pack): Record<string, Value> {
  const { in_channels: channels, cross_attention_dim: width, time_cond_proj_dim: guidance } = unet.config;
  return {
    latents: value([2, channels, 16, 16], 1),
    timesteps: { data: Float32Array.of(999, 20), dims: [2] },
    states: value([2, text.config.max_position_embeddings, width], 2),
    ...(guidance && { guidance: value([2, guidance], 3) }),
  };
}
