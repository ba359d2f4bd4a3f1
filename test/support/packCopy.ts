import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSafetensors, readTensor } from '../../src/engine/weights/safetensors.js';
import { encodeSafetensors } from '../../src/engine/weights/safetensors.js';

/** A copy of a pack, to be damaged or changed. */
export interface PackCopy {
  readonly dir: string;
  /** Rewrites one file of weights, as float32: `change` gets its tensors by key. */
  readonly weights: (
    file: string,
    change: (tensors: Record<string, { shape: number[]; data: Float32Array }>) => void,
  ) => Promise<void>;
  /** Rewrites one JSON file. */
  readonly json: (file: string, change: (value: Record<string, unknown>) => void) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** @param to a folder that is not there yet; absent: a temporary one */
export async function copyPack(from: string, to?: string): Promise<PackCopy> {
  const dir = to ?? (await mkdtemp(join(tmpdir(), 'aesthete-pack-')));
  await cp(from, dir, { recursive: true });
  return {
    dir,
    weights: async (file, change) => {
      const path = join(dir, file);
      const tensors: Record<string, { shape: number[]; data: Float32Array }> = {};
      for (const [key, stored] of (await openSafetensors(path)).tensors)
        // Buffers of integers are of no use to the engine.
        if (/^(F|BF)/.test(stored.dtype)) tensors[key] = { shape: [...stored.shape], data: await readTensor(stored) };
      change(tensors);
      await writeFile(path, encodeSafetensors(tensors));
    },
    json: async (file, change) => {
      const path = join(dir, file);
      const value = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
      change(value);
      await writeFile(path, JSON.stringify(value));
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
