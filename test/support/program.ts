import type { Program } from '../../src/engine/graph/onnx.js';
import { input } from '../../src/engine/graph/tensor.js';
import type { Tensor } from '../../src/engine/graph/tensor.js';
import { openSession } from '../../src/engine/runtime/session.js';
import type { SessionOptions } from '../../src/engine/runtime/session.js';

/** A small array with its sizes. */
export interface Array32 {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Numbers between −1 and 1 that depend on the seed alone. */
export function randomArray(shape: readonly number[], seed: number): Array32 {
  let state = seed + 1;
  const size = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length: size }, () => {
    // Park and Miller's generator.
    state = (state * 48_271) % 2_147_483_647;
    return (2 * state) / 2_147_483_647 - 1;
  });
  return { shape, data };
}

/** Float32 inputs `x0`, `x1`, … for arrays. */
export function inputsFor(arrays: readonly Array32[]): Tensor[] {
  return arrays.map(({ shape }, i) => input(`x${i}`, shape));
}

/** Builds, loads, runs and releases a program of float32 inputs; gives its outputs as float32. */
export async function runProgram(
  program: Program,
  arrays: readonly Array32[],
  ort: SessionOptions['ort'] = {},
): Promise<Record<string, Float32Array>> {
  const session = await openSession(program, { ort });
  const feeds = Object.fromEntries(arrays.map(({ shape, data }, i) => [`x${i}`, { data, dims: shape }]));
  const out = await session.run(feeds);
  await session.release();
  return Object.fromEntries(Object.entries(out).map(([k, v]) => [k, v.data as Float32Array]));
}
