import { setImmediate } from 'node:timers/promises';
import { CancelledError, GraphError } from '../errors.js';
import type { TorchGenerator } from '../runtime/random.js';
import type { GuidanceInterval } from '../types.js';
import { concatenate } from './concatenate.js';
import { guide, guidesStep } from './guidance.js';
import { weightedSum } from './sampler.js';
import type { Sampler } from './sampler.js';

/** How far the noiseless latents [B,C,h,w] that the model has in mind at step i of `total` are moved before the step; undefined: they stay. */
export type Steer = (i: number, total: number, original: () => Float32Array) => Promise<Float32Array | undefined>;

/** Moves by the sum of what each says of the same latents. */
export function combined(steers: readonly (Steer | undefined)[]): Steer | undefined {
  const given = steers.filter((steer) => steer !== undefined);
  if (given.length < 2) return given.at(0);
  return async (i, total, original) => {
    const latents = original();
    let sum: Float32Array | undefined;
    for (const steer of given) {
      const shift = await steer(i, total, () => latents);
      sum = sum && shift ? weightedSum(1, sum, 1, shift) : (sum ?? shift);
    }
    return sum;
  };
}

export interface DenoiseOptions {
  /**
   * One batched call of the U-Net, with its states bound. latents [N,C,h,w], flat, and a timestep → output of the same size.
   * N is the number of images B, or 2·B in a guided step: all unconditional ones, then all conditional.
   */
  readonly unet: (latents: Float32Array, timestep: number) => Promise<Float32Array>;
  /** A fresh one: it remembers its steps. */
  readonly sampler: Sampler;
  readonly guidance: number;
  /** Guidance by a batch of two (`isGuided`); otherwise `guidance` has no say here. */
  readonly guided: boolean;
  /** The steps that are guided; absent: all. */
  readonly interval?: GuidanceInterval;
  /** [C,h,w] of one image. */
  readonly shape: readonly [number, number, number];
  /** One an image, in order: its first noise and its step noise. */
  readonly generators: readonly TorchGenerator[];
  /** Latents [B,C,h,w] of the pictures to start from; absent: noise alone. */
  readonly start?: Float32Array;
  readonly steer?: Steer;
  readonly signal?: AbortSignal;
  /** After each call of the U-Net. `original` computes the noiseless latents [B,C,h,w] that the model has in mind, for a preview. */
  readonly onStep?: (done: number, total: number, original: () => Float32Array) => void | Promise<void>;
}

/** The U-Net gave numbers that are not finite. */
export class OverflowError extends GraphError {}

/**
 * From noise, or pictures' latents with noise, to latents [B,C,h,w], flat, as diffusers' Stable Diffusion pipeline: one call of the U-Net for each timestep of the
 * sampler. Before each call it gives way to the event loop.
 *
 * @throws CancelledError once `signal` is aborted, OverflowError naming the step where the U-Net gives NaN or infinity, GraphError where it gives another size.
 */
export async function denoise(options: DenoiseOptions): Promise<Float32Array> {
  const { unet, sampler, guidance, guided, interval, shape, generators, start, steer, signal, onStep } = options;
  const { timesteps, initNoiseSigma } = sampler;
  const total = timesteps.length;
  const perImage = shape[0] * shape[1] * shape[2];
  const draw = (): Float32Array => concatenate(generators.map((generator) => generator.randn(perImage)));

  let x: Float32Array = start ? sampler.start(start, draw()) : draw().map((value) => value * initNoiseSigma);
  for (const [i, timestep] of timesteps.entries()) {
    await setImmediate();
    if (signal?.aborted) throw new CancelledError(`cancelled after ${i} of ${total} steps`);
    const input = sampler.scaleInput(x, i);
    const both = guided && (!interval || guidesStep(interval, i, total));
    const fed = both ? concatenate([input, input]) : input;
    const raw = await unet(fed, timestep);
    if (raw.length !== fed.length) {
      throw new GraphError(`U-Net: ${raw.length} values at step ${i + 1} of ${total}, expected ${fed.length}`);
    }
    const odd = raw.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) {
      throw new OverflowError(
        `U-Net: output [${odd}] is ${raw[odd]} at step ${i + 1} of ${total} (timestep ${timestep}), expected finite numbers`,
      );
    }
    const before = x;
    const unsteered = both ? guide(raw, guidance) : raw;
    const shift = await steer?.(i, total, () => sampler.predictOriginal(unsteered, i, before));
    const output = shift ? sampler.shiftOriginal(unsteered, i, shift) : unsteered;
    x = sampler.step(output, i, before, draw);
    await onStep?.(i + 1, total, () => sampler.predictOriginal(output, i, before));
  }
  return x;
}
