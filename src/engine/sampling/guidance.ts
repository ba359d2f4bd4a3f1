import type { GuidanceInterval } from '../types.js';

/**
 * Classifier-free guidance, Ho & Salimans 2022: unconditional + guidance · (conditional − unconditional).
 * output [2·B,C,h,w], flat, all unconditional ones first → [B,C,h,w].
 */
export function guide(output: Float32Array, guidance: number): Float32Array {
  const half = output.length / 2;
  const conditional = output.subarray(half);
  return output.slice(0, half).map((plain, j) => plain + guidance * (conditional[j] - plain));
}

/**
 * A guidance scale as `width` sines and cosines, for U-Nets with `time_cond_proj_dim` (distilled to take it as an input):
 * diffusers' `get_guidance_scale_embedding` of guidance − 1, rounded to float32 at every operation, since the angles are large.
 * → [width]; a U-Net called with B images takes B copies.
 */
export function guidanceEmbedding(guidance: number, width: number): Float32Array {
  const { fround } = Math;
  const half = Math.floor(width / 2);
  const scaled = fround(fround(guidance - 1) * 1000);
  const decay = fround(fround(Math.log(10_000)) / (half - 1));
  const embedding = new Float32Array(width); // an odd width ends with a zero
  for (let i = 0; i < half; i++) {
    const angle = fround(scaled * fround(Math.exp(fround(i * -decay))));
    embedding[i] = Math.sin(angle);
    embedding[half + i] = Math.cos(angle);
  }
  return embedding;
}

/**
 * Whether step `i` of `steps` (from 0) is guided: guidance on a part of the steps alone, as Kynkäänniemi et al. 2024 (arXiv 2404.07724) take
 * it on an interval of noise levels. Shares become steps as in diffusers' ClassifierFreeGuidance (`start`, `stop`).
 */
export function guidesStep({ from, to }: GuidanceInterval, i: number, steps: number): boolean {
  return i >= Math.floor(from * steps) && i < Math.floor(to * steps);
}

/** Whether the U-Net runs on unconditional and conditional states: diffusers' rule. `embedded`: it has `time_cond_proj_dim`. */
export function isGuided(guidance: number, embedded: boolean): boolean {
  return guidance > 1 && !embedded;
}
