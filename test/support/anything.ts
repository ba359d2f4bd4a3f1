import { open } from 'node:fs/promises';
import { weight } from '../../src/engine/graph/tensor.js';
import type { StoredTensor } from '../../src/engine/weights/safetensors.js';
import type { Scope } from '../../src/engine/weights/scope.js';

export type Tensors = Map<string, StoredTensor>;

/** A checkpoint that has whatever is asked of it, and remembers what that was. */
export function anything(asked: Tensors, prefix = ''): Scope {
  return {
    path: prefix,
    at: (...names) =>
      anything(
        asked,
        names.reduce<string>((p, n) => `${p}${n}.`, prefix),
      ),
    // Attention of the U-Net has no biases but behind; nothing has its names of before.
    has: (name) => name === 'bias' && !/attn\d\.to_[qkv]\.$/.test(prefix),
    additions: () => [],
    get: (name, shape) => {
      const place = { file: '', offset: 0, bytes: 0 };
      asked.set(prefix + name, { ...place, dtype: 'F16', shape });
      return weight({ key: prefix + name, ...place }, shape, 'float32');
    },
  };
}

/** A .safetensors file of zeros in float16 that takes no room on disk beyond its header. */
export async function writeSparse(path: string, shapes: Iterable<readonly [string, readonly number[]]>): Promise<void> {
  const entries: Record<string, unknown> = {};
  let end = 0;
  for (const [key, shape] of shapes) {
    const start = end;
    end += 2 * shape.reduce((a, b) => a * b, 1);
    entries[key] = { dtype: 'F16', shape, data_offsets: [start, end] };
  }
  const header = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = await open(path, 'w');
  await file.write(Buffer.concat([length, header]));
  await file.truncate(8 + header.length + end);
  await file.close();
}
