import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../config/json.js';
import { CheckpointError } from '../errors.js';
import { isPickle, pickleRemedy } from './pickles.js';
import { openSafetensors, type StoredTensor } from './safetensors.js';
import { isIndex, weightVariants } from './variants.js';

/** The weights of one model: its tensors by the checkpoint's keys, and the real paths of the files they lie in, sorted. */
export interface Checkpoint {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly files: readonly string[];
  /** Where a folder holds the model in several variants: the name of the one that is read, and of those that are not. */
  readonly choice?: { readonly taken: string; readonly left: readonly string[] };
}

const indexFile = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * Finds and opens the weights in a model's folder: a .safetensors file, or shards with an index, of whichever variant is there
 * (`variants.ts` has the order). Only headers are read.
 * @param what names the model in messages: `unet`
 * @throws CheckpointError where there are none, a shard or a tensor is missing, or a header is wrong
 */
export async function openCheckpoint(folder: string, what: string): Promise<Checkpoint> {
  const names = await list(folder, what);
  const variants = weightVariants(names);
  if (variants.length === 0) throw new CheckpointError(`${what}: ${missing(folder, names)}`);
  const [taken, ...left] = variants;
  const choice = left.length === 0 ? {} : { choice: { taken, left } };
  if (isIndex(taken)) return { ...(await openShards(folder, taken, what)), ...choice };
  const { path, tensors } = await openSafetensors(join(folder, taken));
  return { tensors, files: [path], ...choice };
}

/** The deepest folder that all these files lie in or below; paths are absolute. Throws CheckpointError where there is none. */
export function commonAncestor(paths: readonly string[]): string {
  if (paths.length === 0 || !paths.every(isAbsolute)) {
    throw new CheckpointError(`no folder is common to [${paths.join(', ')}]: absolute paths are needed`);
  }
  const [first = [], ...others] = paths.map((path) => dirname(path).split(sep));
  let depth = first.length;
  for (const folders of others) {
    const differs = first.slice(0, depth).findIndex((name, i) => name !== folders[i]);
    if (differs >= 0) depth = differs;
  }
  // Two drives of one Windows machine share nothing.
  if (depth === 0) throw new CheckpointError(`no folder is common to ${paths.join(', ')}`);
  const folder = first.slice(0, depth).join(sep);
  return folder === '' || folder.endsWith(':') ? folder + sep : folder;
}

async function list(folder: string, what: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CheckpointError(`${what}: folder ${folder} cannot be read: ${code}`, { cause: error });
  }
}

function missing(folder: string, names: readonly string[]): string {
  const old = names.filter(isPickle);
  if (old.length > 0) return `${folder} has only ${old.slice(0, 3).join(', ')}: ${pickleRemedy}`;
  const there = names.length === 0 ? 'it is empty' : `there are ${names.slice(0, 8).join(', ')}`;
  return `${folder} has no model.safetensors or diffusion_pytorch_model.safetensors and no index of shards (${there})`;
}

async function openShards(folder: string, indexName: string, what: string): Promise<Checkpoint> {
  /** Tensor key → shard's file name. */
  const index = new Map(Object.entries((await readConfig(join(folder, indexName), indexFile)).weight_map));
  const tensors = new Map<string, StoredTensor>();
  const files = new Set<string>();
  const shards = [...new Set(index.values())].sort();
  for (const shard of shards)
    if (!isPlainName(shard))
      throw new CheckpointError(`${what}: ${indexName} names the shard ${JSON.stringify(shard)}: no file name`);
  const there = await list(folder, what);
  const absent = shards.filter((shard) => !there.includes(shard));
  if (absent.length > 0)
    throw new CheckpointError(
      `${what}: of the ${shards.length} shards that ${indexName} names, ${absent.join(', ')} ${absent.length === 1 ? 'is' : 'are'} missing: download the rest`,
    );
  for (const shard of shards) {
    const opened = await openSafetensors(join(folder, shard));
    files.add(opened.path);
    for (const [key, tensor] of opened.tensors) if (index.get(key) === shard) tensors.set(key, tensor);
  }
  for (const [key, shard] of index) {
    if (!tensors.has(key))
      throw new CheckpointError(`${what}: ${indexName} says that ${key} is in ${shard}, which lacks it`);
  }
  return { tensors, files: [...files].sort() };
}

/** Nothing that could lead out of the folder. */
function isPlainName(name: string): boolean {
  return /^[^/\\:]+\.safetensors$/.test(name) && !name.includes('\0');
}
