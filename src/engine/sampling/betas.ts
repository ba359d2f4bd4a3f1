import { CheckpointError } from '../errors.js';

/** How the noise of training step t grows: the closed set that Stable Diffusion's configurations name. */
export const betaScheduleNames = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
export type BetaScheduleName = (typeof betaScheduleNames)[number];

/** torch.linspace in float32: from both ends towards the middle, multiplied and added with one rounding (its AVX2 and AVX-512 kernels). */
function linspaceFloat32(start: number, end: number, count: number): Float32Array {
  const { fround } = Math;
  const [from, to] = [fround(start), fround(end)];
  const step = fround(fround(to - from) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < Math.floor(count / 2) ? from + step * i : to - step * (count - 1 - i),
  );
}

/** ᾱ of the cosine schedule at time t in [0, 1], Nichol & Dhariwal 2021. */
const cosineAlphaBar = (t: number): number => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;

/** β [count] by name, float32, as diffusers' schedulers compute them (`__init__`). */
const betasByName: Record<BetaScheduleName, (start: number, end: number, count: number) => Float32Array> = {
  linear: linspaceFloat32,
  scaled_linear: (start, end, count) => linspaceFloat32(Math.sqrt(start), Math.sqrt(end), count).map((b) => b * b),
  squaredcos_cap_v2: (_start, _end, count) =>
    Float32Array.from({ length: count }, (_, i) =>
      Math.min(1 - cosineAlphaBar((i + 1) / count) / cosineAlphaBar(i / count), 0.999),
    ),
};

export interface BetaSettings {
  readonly name: BetaScheduleName;
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** β as the file lists them, in place of a schedule. */
  readonly trained: readonly number[] | undefined;
}

/** β [count], float32. Throws CheckpointError unless every β lies in [0, 1]. */
export function noiseBetas(settings: BetaSettings): Float32Array {
  const { name, start, end, count, trained } = settings;
  const betas = trained ? Float32Array.from(trained) : betasByName[name](start, end, count);
  const wrong = betas.findIndex((beta) => !(beta >= 0 && beta <= 1));
  if (betas.length !== count || wrong >= 0) {
    const problem = wrong >= 0 ? `beta ${wrong} is ${betas[wrong]}` : `${betas.length} betas for ${count} steps`;
    throw new CheckpointError(`scheduler_config.json: ${problem}, expected ${count} betas from 0 to 1`);
  }
  return betas;
}

/** ᾱ [count]: the running product of 1 − β. torch accumulates float32 in double and rounds every element. */
export function cumulativeAlphas(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => (product *= Math.fround(1 - beta)));
}

/** β [count] moved and stretched so that √ᾱ ends at 0 and begins where it was: Lin et al. 2023 (arXiv 2305.08891), algorithm 1. */
export function zeroTerminalSnr(betas: Float32Array): Float32Array {
  const { fround } = Math;
  const roots = cumulativeAlphas(betas).map(Math.sqrt);
  const first = roots[0];
  const last = roots.at(-1)!;
  const stretch = fround(first / fround(first - last));
  const alphaBar = roots.map((root) => fround(fround(root - last) * stretch)).map((root) => root * root);
  return alphaBar.map((value, t) => 1 - (t === 0 ? value : fround(value / alphaBar[t - 1])));
}
