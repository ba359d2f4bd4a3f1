import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { readAesthetic } from '../aesthetic/file.js';
import { UserError } from '../errors.js';
import { openSafetensors, readTensor } from '../weights/safetensors.js';
import type { StoredTensor } from '../weights/safetensors.js';

/** What contrasts are taken against: mean embeddings, raw. */
export interface References {
  /** [d] */
  readonly first: Float32Array;
  /** [d₂], by the CLIP of a second text model. */
  readonly second?: Float32Array;
}

/**
 * The mean embeddings that a contrast is taken against: a pack's reference.safetensors, those in a contrast's file (so that
 * aesthetics can share them), or the vectors of a mean. Throws UserError where the file holds none, CheckpointError where it is damaged.
 */
export async function readReferences(file: string): Promise<References> {
  if (extname(file).toLowerCase() === '.safetensors') {
    const { tensors } = await openSafetensors(file);
    const [first, second] = [await oneRow(file, tensors, 'reference'), await oneRow(file, tensors, 'reference_2')];
    if (first) return { first, ...(second && { second }) };
  }
  const { kind, vector, second } = readAesthetic(await readFile(file), file);
  if (kind === 'mean') return { first: vector, ...(second && { second: second.vector }) };
  throw new UserError(`${file} is a contrast and does not keep what it was taken against: it cannot be a reference`);
}

async function oneRow(
  file: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  key: string,
): Promise<Float32Array | undefined> {
  const stored = tensors.get(key);
  if (stored === undefined) return undefined;
  if (stored.shape.length === 2 && stored.shape[0] === 1) return readTensor(stored);
  throw new UserError(`${file}: ${key} is [${stored.shape.join(',')}], expected one row`);
}
