import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CheckpointError } from '../errors.js';
import { openSafetensors, readTensor } from './safetensors.js';
import type { StoredTensor } from './safetensors.js';
import { encodeHeader } from './safetensorsHeader.js';

/** A weight in 8 bits as it lies in a file: int8 `values` [kernel²·in,out] and float32 `scales` [out]. */
interface StoredQuantised {
  readonly values: StoredTensor;
  readonly scales: StoredTensor;
}

/** By the keys of the weights that they stand for. */
export type QuantisedWeights = ReadonlyMap<string, StoredQuantised>;

const scalesKey = (key: string): string => `${key}.scales`;

/**
 * A weight [out,in,…] in 8 bits: the largest of each output channel is ±127. Rows of the result are in the order of gathered windows,
 * [kernel²·in,out], which is how a product takes them.
 */
export function quantiseWeight(
  data: Float32Array,
  [out, inputs, ...kernel]: readonly number[],
): { readonly values: Int8Array; readonly scales: Float32Array } {
  const window = kernel.reduce((a, b) => a * b, 1);
  const length = inputs * window;
  const scales = new Float32Array(out);
  for (let o = 0; o < out; o++) {
    let largest = 0;
    for (let i = o * length; i < (o + 1) * length; i++) largest = Math.max(largest, Math.abs(data[i]));
    // A channel of zeros has no scale of its own.
    scales[o] = largest === 0 ? 1 : largest / 127;
  }
  const values = new Int8Array(data.length);
  // Some channels at a time, so that neither side is walked in strides of a whole weight.
  const block = 64;
  for (let start = 0; start < out; start += block) {
    const end = Math.min(out, start + block);
    for (let c = 0; c < inputs; c++) {
      for (let p = 0; p < window; p++) {
        const row = (p * inputs + c) * out;
        const from = c * window + p;
        for (let o = start; o < end; o++) values[row + o] = Math.round(data[o * length + from] / scales[o]);
      }
    }
  }
  return { values, scales };
}

/** The weights of a file that `writeQuantised` made. @throws CheckpointError where it is none, or not of these weights */
export async function openQuantised(
  path: string,
  weights: ReadonlyMap<string, StoredTensor>,
): Promise<QuantisedWeights> {
  const { tensors } = await openSafetensors(path);
  return new Map(
    [...weights.keys()].map((key) => {
      const [values, scales] = [tensors.get(key), tensors.get(scalesKey(key))];
      if (!values || !scales) throw new CheckpointError(`${path} lacks ${key}`);
      return [key, { values, scales }];
    }),
  );
}

/**
 * Writes weights in 8 bits to a .safetensors file, one after another, so that memory holds one; whole or not at all. Older files in the
 * same folder whose names begin alike, up to the first dot, go.
 */
export async function writeQuantised(path: string, weights: ReadonlyMap<string, StoredTensor>): Promise<void> {
  const header: Record<string, object> = {};
  let end = 0;
  for (const [key, { shape }] of weights) {
    const [out, ...inner] = shape;
    const rows = inner.reduce((a, b) => a * b, 1);
    header[key] = { dtype: 'I8', shape: [rows, out], data_offsets: [end, end + rows * out] };
    end += rows * out;
    header[scalesKey(key)] = { dtype: 'F32', shape: [out], data_offsets: [end, end + 4 * out] };
    end += 4 * out;
  }

  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  try {
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(encodeHeader(header));
      for (const weight of weights.values()) {
        const { values, scales } = quantiseWeight(await readTensor(weight), weight.shape);
        await handle.writeFile(new Uint8Array(values.buffer));
        await handle.writeFile(new Uint8Array(scales.buffer));
      }
    } finally {
      await handle.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  const [name] = basename(path).split('.');
  for (const other of await readdir(dirname(path)))
    if (other.startsWith(`${name}.`) && other.endsWith('.safetensors') && other !== basename(path))
      await rm(join(dirname(path), other), { force: true });
}
