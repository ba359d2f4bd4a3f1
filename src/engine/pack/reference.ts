import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { readAesthetic } from '../aesthetic/file.js';
import { UserError } from '../errors.js';
import { openSafetensors, readTensor } from '../weights/safetensors.js';

/**
 * The mean embedding [d] that a contrast is taken against: a pack's reference.safetensors, the one in a contrast's file (so that
 * aesthetics can share it), or the vector of a mean. Throws UserError where the file holds none, CheckpointError where it is damaged.
 */
export async function readReference(file: string): Promise<Float32Array> {
  if (extname(file).toLowerCase() === '.safetensors') {
    const stored = (await openSafetensors(file)).tensors.get('reference');
    if (stored?.shape.length === 2 && stored.shape[0] === 1) return readTensor(stored);
    if (stored !== undefined) {
      throw new UserError(`${file}: reference is [${stored.shape.join(',')}], expected one row`);
    }
  }
  const { kind, vector } = readAesthetic(await readFile(file), file);
  if (kind === 'mean') return vector;
  throw new UserError(`${file} is a contrast and does not keep what it was taken against: it cannot be a reference`);
}
