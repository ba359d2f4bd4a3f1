import type { Value } from '../src/engine/runtime/session.js';

/** Numbers that look random and are the same in every run. */
export const wave = (dims: readonly number[]): Value => ({
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 12.9898) * 1.4),
  dims,
});

/** What the U-Net of Stable Diffusion 1.5 takes for a picture of 512 × 512, guided. */
export const unetFeeds = {
  latents: wave([2, 4, 64, 64]),
  timesteps: { data: Float32Array.of(10, 10), dims: [2] },
  states: wave([2, 77, 768]),
};
