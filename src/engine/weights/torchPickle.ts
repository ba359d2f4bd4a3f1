import { CheckpointError, UserError } from '../errors.js';
import { excerpt, shapeExcerpt } from '../excerpt.js';
import { storageFormats } from './dtype.js';
import type { FloatTensor } from './safetensors.js';
import { readTorchZip, writeTorchZip } from './torchZip.js';
import { unpickle } from './unpickle.js';
import type { Pickled, PickledTensor } from './unpickle.js';

/** The paper's vectors have 768 or 1,024 numbers. */
export const maxLength = 65_536;

/**
 * The one tensor [d] or [1,d] of a file that `torch.save` wrote (zip format, since torch 1.6), by itself or as the only entry of a dict
 * that calls it an embedding, as float32. Executes nothing.
 * @throws UserError when it is a textual inversion or holds something else, CheckpointError when it is damaged or calls anything
 */
export function readTorchVector(bytes: Uint8Array, what: string): FloatTensor {
  const { pickle, storage } = readTorchZip(bytes, what);
  // Before it is unpickled: these files call classes that are refused, and whoever brings one should hear what it is.
  if (/string_to_(param|token)/.test(Buffer.from(pickle).toString('latin1'))) throw textualInversion(what);
  const value = unpickle(pickle, what);
  const named = value.kind === 'dict' ? embeddingIn(value.entries) : undefined;
  if (named) return readValues(named, storage(named.storage.key), what);
  if (value.kind === 'dict') {
    const tensors = [...value.entries.values()].filter((v) => v.kind === 'tensor').length;
    if (tensors > 0 && tensors === value.entries.size) throw textualInversion(what);
  }
  if (value.kind !== 'tensor')
    throw new UserError({
      code: 'notAnAesthetic',
      params: { name: what, why: `it holds a ${value.kind}, not one tensor` },
    });
  return readValues(value, storage(value.storage.key), what);
}

/** Names under which scripts save one CLIP embedding. A textual inversion is under the word that it stands for, as `<cat-toy>`. */
const embeddingNames: ReadonlySet<string> = new Set([
  'emb',
  'embedding',
  'embeds',
  'image_embeds',
  'aesthetic',
  'aesthetic_embedding',
  'vector',
]);

/** The only tensor of a dict, where its name says that it is an embedding. */
function embeddingIn(entries: ReadonlyMap<string, Pickled>): PickledTensor | undefined {
  if (entries.size !== 1) return undefined;
  const [[name, value]] = entries;
  return value.kind === 'tensor' && embeddingNames.has(name.toLowerCase()) ? value : undefined;
}

function textualInversion(name: string): UserError {
  return new UserError({ code: 'textualInversion', params: { name } });
}

/**
 * A linear layer of one output that `torch.save` wrote as a state dict: `weight` [1,d] and `bias` [1], whatever stands before these names.
 * Executes nothing. @throws CheckpointError when it is something else, damaged or calls anything
 */
export function readTorchLinear(bytes: Uint8Array, what: string): { weight: Float32Array; bias: number } {
  const { pickle, storage } = readTorchZip(bytes, what);
  const value = unpickle(pickle, what);
  const entries = value.kind === 'dict' ? value.entries : new Map<string, Pickled>();
  const read = (name: string): Float32Array => {
    const found = [...entries].find(([key]) => key === name || key.endsWith(`.${name}`))?.[1];
    if (found?.kind !== 'tensor') throw new CheckpointError(`${what} has no tensor ${name}: it is no linear layer`);
    return readValues(found, storage(found.storage.key), what).data;
  };
  const [weight, bias] = [read('weight'), read('bias')];
  if (bias.length !== 1) throw new CheckpointError(`${what}: bias is [${bias.length}], expected [1]`);
  return { weight, bias: bias[0] };
}

function readValues({ storage, offset, size, stride }: PickledTensor, bytes: Uint8Array, what: string): FloatTensor {
  const [rows, length] = size.length === 1 ? [1, size[0]] : size;
  if (size.length > 2 || size.length === 0 || rows !== 1 || length < 1 || length > maxLength)
    throw new UserError({
      code: 'aestheticShape',
      params: { name: what, tensor: 'tensor', shape: shapeExcerpt(size), expected: `[1,d], d ≤ ${maxLength}` },
    });
  const { bits, toFloats } = storageFormats[storage.dtype];
  const all = toFloats?.(Uint8Array.from(bytes.subarray(0, (storage.count * bits) / 8)).buffer) ?? new Float32Array(0);
  const step = stride[stride.length - 1];
  if (all.length !== storage.count || offset + (length - 1) * step >= all.length)
    throw new CheckpointError(
      `${what}: storage ${excerpt(storage.key)} has ${bytes.length} bytes for ${storage.count} ${storage.dtype}, the tensor ends at ${offset + (length - 1) * step}`,
    );
  const data = Float32Array.from({ length }, (_, i) => all[offset + i * step]);
  if (!data.every(Number.isFinite)) throw new UserError({ code: 'aestheticNotFinite', params: { name: what } });
  return { shape: [...size], data };
}

/** A .pt with one float32 tensor [1,d], as `torch.save` writes it: torch (`weights_only` too) and the A1111 extension load it. */
export function writeTorchVector(data: Float32Array): Uint8Array {
  return writeTorchZip(pickleVector(data.length), data);
}

/** Pickle protocol 2 of torch._utils._rebuild_tensor_v2(storage 0, 0, (1, d), (d, 1), False, OrderedDict()). */
function pickleVector(length: number): Uint8Array {
  const text = (s: string): number[] => [0x58, ...uint32(s.length), ...Buffer.from(s)]; // BINUNICODE
  const int = (n: number): number[] => [0x4a, ...uint32(n)]; // BININT
  const global = (module: string, name: string): number[] => [0x63, ...Buffer.from(`${module}\n${name}\n`)];
  const storage = [
    0x28,
    ...text('storage'),
    ...global('torch', 'FloatStorage'),
    ...text('0'),
    ...text('cpu'),
    ...int(length),
    0x74,
  ];
  return Uint8Array.from([
    ...[0x80, 2],
    ...global('torch._utils', '_rebuild_tensor_v2'),
    0x28, // MARK
    ...storage,
    0x51, // BINPERSID
    ...int(0),
    ...[...int(1), ...int(length), 0x86], // TUPLE2
    ...[...int(length), ...int(1), 0x86],
    0x89, // NEWFALSE
    ...[...global('collections', 'OrderedDict'), 0x29, 0x52], // called with the empty tuple
    ...[0x74, 0x52], // TUPLE, REDUCE
    0x2e, // STOP
  ]);
}

function uint32(n: number): number[] {
  return [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >> 24) & 255];
}
