import { CheckpointError } from '../errors.js';
import { cast } from '../graph/ops.js';
import { weight } from '../graph/tensor.js';
import type { Dtype, FloatDtype, Tensor } from '../graph/tensor.js';
import type { StoredTensor } from './safetensors.js';

/** A place in a checkpoint's tree of keys, from which layers take their weights by the checkpoint's own names. */
export interface Scope {
  /** `unet/down_blocks.0.resnets.1`, for messages. */
  readonly path: string;
  /** The place below: `scope.at('resnets', 1)`. */
  at(...names: readonly (string | number)[]): Scope;
  has(name: string): boolean;
  /** The tensor of that name, in the scope's type. @throws CheckpointError when it is missing or has another shape. */
  get(name: string, shape: readonly number[]): Tensor;
}

/** The types that programs can read from a file. */
const dtypeOfStored: Readonly<Partial<Record<StoredTensor['dtype'], Dtype>>> = {
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
};

/**
 * The root of a checkpoint's tree of keys. Weights stay in their files; those stored in another type than `dtype` are cast.
 * @param what names the checkpoint in messages: `unet`
 */
export function scopeOf(
  tensors: ReadonlyMap<string, StoredTensor>,
  what: string,
  dtype: FloatDtype = 'float32',
): Scope {
  // One handle a key, so that a weight used twice is one initializer.
  const handles = new Map<string, Tensor>();
  const get = (key: string, shape: readonly number[]): Tensor => {
    const stored = tensors.get(key);
    if (!stored) throw new CheckpointError(`${what}/${key} is missing, expected [${shape.join()}]`);
    if (stored.shape.join() !== shape.join())
      throw new CheckpointError(`${what}/${key} is [${stored.shape.join()}], expected [${shape.join()}]`);
    const type = dtypeOfStored[stored.dtype];
    if (!type) throw new CheckpointError(`${what}/${key} is stored as ${stored.dtype}; F32, F16 and BF16 can be used`);
    const handle = handles.get(key) ?? cast(weight({ key: `${what}/${key}`, ...pick(stored) }, shape, type), dtype);
    handles.set(key, handle);
    return handle;
  };
  const place = (prefix: string): Scope => ({
    path: `${what}/${prefix.slice(0, -1)}`,
    at: (...names) => place(names.reduce<string>((p, n) => `${p}${n}.`, prefix)),
    has: (name) => tensors.has(prefix + name),
    get: (name, shape) => get(prefix + name, shape),
  });
  return place('');
}

const pick = ({ file, offset, bytes }: StoredTensor): Pick<StoredTensor, 'file' | 'offset' | 'bytes'> => ({
  file,
  offset,
  bytes,
});

/** The same place, with some tensors replaced: `replacements` by keys below it. */
export function overlay(scope: Scope, replacements: ReadonlyMap<string, Tensor>, prefix = ''): Scope {
  return {
    path: scope.path,
    at: (...names) =>
      overlay(
        scope.at(...names),
        replacements,
        names.reduce<string>((p, n) => `${p}${n}.`, prefix),
      ),
    has: (name) => scope.has(name),
    get: (name, shape) => replacements.get(prefix + name) ?? scope.get(name, shape),
  };
}

/** The same place, which tells of every tensor taken: its key below the place, and its handle. */
export function recordingScope(scope: Scope, onGet: (key: string, tensor: Tensor) => void, prefix = ''): Scope {
  return {
    path: scope.path,
    at: (...names) =>
      recordingScope(
        scope.at(...names),
        onGet,
        names.reduce<string>((p, n) => `${p}${n}.`, prefix),
      ),
    has: (name) => scope.has(name),
    get: (name, shape) => {
      const tensor = scope.get(name, shape);
      onGet(prefix + name, tensor);
      return tensor;
    },
  };
}
