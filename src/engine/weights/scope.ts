import { CheckpointError } from '../errors.js';
import { cast, mul, transpose } from '../graph/ops.js';
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
  /** Low-rank products that the layer at this place adds to its own (LoRA). */
  additions(): readonly LowRank[];
}

/** up·down, added to a weight [out,in,…]: `down` [r,in,…], `up` [out,r,…] times the scale, in the scope's type. */
interface LowRank {
  readonly down: Tensor;
  readonly up: Tensor;
}

/** The same as it lies in files; `name` tells LoRAs apart. */
export interface StoredLowRank {
  readonly name: string;
  readonly down: StoredTensor;
  readonly up: StoredTensor;
  readonly scale: number;
}

/** By the paths of layers. */
export type Additions = ReadonlyMap<string, readonly StoredLowRank[]>;

/** The types that programs can read from a file. */
const dtypeOfStored: Readonly<Partial<Record<StoredTensor['dtype'], Dtype>>> = {
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
};

/** What is wrong with one tensor, for messages. */
type TensorFault = (fault: string) => void;

interface ScopeOptions {
  /** What LoRAs add, by the paths of layers. */
  readonly additions?: Additions | undefined;
  /**
   * Is told of each tensor that is missing, has another shape or a type that cannot be computed with, once; a stand-in of the expected
   * shape takes its place, so that the others are looked at too. Default: the first is thrown as CheckpointError.
   */
  readonly onFault?: TensorFault;
}

/**
 * The root of a checkpoint's tree of keys. Weights stay in their files; those stored in another type than `dtype` are cast.
 * @param what names the checkpoint in messages: `unet`
 */
export function scopeOf(
  tensors: ReadonlyMap<string, StoredTensor>,
  what: string,
  dtype: FloatDtype = 'float32',
  { additions = new Map(), onFault = refuse }: ScopeOptions = {},
): Scope {
  // One handle a key, so that a weight used twice is one initializer.
  const handles = new Map<string, Tensor>();
  const open = (key: string, shape: readonly number[]): Tensor => {
    const stored = tensors.get(key);
    const fault = faultOf(stored, shape);
    if (fault !== undefined) {
      onFault(`${what}/${key} ${fault}`);
      return cast(weight({ key: `${what}/${key}`, file: '', offset: 0, bytes: 0 }, shape, 'float32'), dtype);
    }
    const { file, offset, bytes, transposed, dtype: type } = stored!;
    const inFile = transposed ? [...shape].reverse() : shape;
    const handle = weight({ key: `${what}/${key}`, file, offset, bytes }, inFile, dtypeOfStored[type]!);
    return cast(transposed ? transpose(handle, [1, 0]) : handle, dtype);
  };
  const get = (key: string, shape: readonly number[]): Tensor => {
    const handle = handles.get(key);
    // Two layers that expect one tensor in two shapes: one of them is wrong.
    if (handle?.shape.join() === shape.join()) return handle;
    const opened = open(key, shape);
    handles.set(key, opened);
    return opened;
  };
  const factorOf = (key: string, stored: StoredTensor): Tensor => {
    const { file, offset, bytes, shape, dtype: type } = stored;
    const fault = faultOf(stored, shape);
    if (fault !== undefined) throw new CheckpointError(`${key} ${fault}`);
    return cast(weight({ key, file, offset, bytes }, shape, dtypeOfStored[type]!), dtype);
  };
  // One handle here too: both forward passes of a program take the same factors.
  const added = new Map<string, readonly LowRank[]>();
  const additionsAt = (path: string): readonly LowRank[] => {
    const known = added.get(path);
    if (known) return known;
    const factors = (additions.get(path) ?? []).map(({ name, down, up, scale }) => ({
      down: factorOf(`${name}/${what}/${path}.down`, down),
      up: mul(factorOf(`${name}/${what}/${path}.up`, up), scale),
    }));
    added.set(path, factors);
    return factors;
  };
  const place = (prefix: string): Scope => ({
    path: `${what}/${prefix.slice(0, -1)}`,
    at: (...names) => place(names.reduce<string>((p, n) => `${p}${n}.`, prefix)),
    has: (name) => tensors.has(prefix + name),
    get: (name, shape) => get(prefix + name, shape),
    additions: () => additionsAt(prefix.slice(0, -1)),
  });
  return place('');
}

/** Undefined where the tensor is what is expected. */
function faultOf(stored: StoredTensor | undefined, expected: readonly number[]): string | undefined {
  if (!stored) return `is missing, expected [${expected.join()}]`;
  const { shape, dtype } = stored;
  if (shape.join() !== expected.join()) return `is [${shape.join()}], expected [${expected.join()}]`;
  return dtypeOfStored[dtype] ? undefined : `is stored as ${dtype}; F32, F16 and BF16 can be used`;
}

function refuse(fault: string): never {
  throw new CheckpointError(fault);
}

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
    additions: () => scope.additions(),
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
    additions: () => scope.additions(),
    get: (name, shape) => {
      const tensor = scope.get(name, shape);
      onGet(prefix + name, tensor);
      return tensor;
    },
  };
}
