import { basename, extname } from 'node:path';
import { cleanText } from '../../text/clean.js';
import { UserError } from '../errors.js';
import { excerpt, shapeExcerpt } from '../excerpt.js';
import { aestheticKinds } from '../types.js';
import type { AestheticKind } from '../types.js';
import { decodeSafetensors, encodeSafetensors } from '../weights/safetensors.js';
import type { FloatTensor } from '../weights/safetensors.js';
import { maxLength, readTorchVector, writeTorchVector } from '../weights/torchPickle.js';
import type { Aesthetic } from './embedding.js';

/** An aesthetic of 1,000 images of 1,024 numbers has 4 MB. */
const maxBytes = 8 * 2 ** 20;
const maxImages = 1_000;

export const aestheticFormats = ['safetensors', 'pt'] as const;
export type AestheticFormat = (typeof aestheticFormats)[number];

/**
 * An aesthetic from a stranger's file: `.safetensors` with `aesthetic` [1,d] and, where kept, `images` [K,d] and `reference` [1,d];
 * or the paper's `.pt`, one tensor, which is taken as a mean. The content decides, not the name.
 * @throws UserError when it is something else, CheckpointError when it is damaged; both name the file
 */
export function readAesthetic(bytes: Uint8Array, fileName: string): Aesthetic {
  const what = excerpt(basename(fileName));
  if (bytes.length === 0) throw new UserError({ code: 'aestheticEmpty', params: { name: what } });
  if (bytes.length > maxBytes)
    throw new UserError({ code: 'aestheticTooLarge', params: { name: what, bytes: bytes.length, most: maxBytes } });
  const name = basename(fileName, extname(fileName));
  if (isZip(bytes)) return fromVector(readTorchVector(bytes, what), name, what);
  if (isOldTorch(bytes)) throw new UserError({ code: 'oldTorchFile', params: { name: what } });
  if (!isSafetensors(bytes)) {
    const why = "it is neither a .safetensors file nor a .pt file of torch's zip format";
    throw new UserError({ code: 'notAnAesthetic', params: { name: what, why } });
  }
  return fromTensors(decodeSafetensors(bytes, what), name, what);
}

/** The file of an aesthetic. `.pt` holds the vector alone, as torch and the A1111 extension load it; `.safetensors` everything. */
export function writeAesthetic(aesthetic: Aesthetic, format: AestheticFormat): Uint8Array {
  const { vector, images, reference, weights, name, kind, count, clipId, note } = aesthetic;
  if (format === 'pt') return writeTorchVector(vector);
  const d = vector.length;
  const stacked = images && stack(images, d);
  return encodeSafetensors(
    {
      aesthetic: { shape: [1, d], data: vector },
      ...(images && stacked && { images: { shape: [images.length, d], data: stacked } }),
      ...(reference && { reference: { shape: [1, d], data: reference } }),
      ...(weights && { weights: { shape: [1, weights.length], data: Float32Array.from(weights) } }),
    },
    {
      name,
      kind,
      count: String(count),
      ...(clipId !== undefined && { clip_id: clipId }),
      ...(note !== undefined && { note }),
    },
  );
}

/** K vectors [d] as one matrix [K,d]. */
function stack(vectors: readonly Float32Array[], d: number): Float32Array {
  const matrix = new Float32Array(vectors.length * d);
  vectors.forEach((v, k) => {
    matrix.set(v, k * d);
  });
  return matrix;
}

/** A zip's first bytes (PKWARE's APPNOTE, 4.3.7). */
const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** A pickle of torch's magic number, 0x1950a86a20f9469cfc6c (torch/serialization.py). */
const isOldTorch = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 14)).toString('hex').startsWith('80028a0a6cfc9c46f920');

/** A safetensors file begins with its header's length, eight bytes, and the header, an object. */
const isSafetensors = (bytes: Uint8Array): boolean => bytes[8] === 0x7b;

function fromVector({ data }: FloatTensor, name: string, what: string): Aesthetic {
  return { name: cleanText(name), kind: 'mean', vector: checkedVector(data, what), count: 1 };
}

function fromTensors(
  {
    tensors,
    metadata,
  }: { tensors: ReadonlyMap<string, FloatTensor>; metadata: Readonly<Partial<Record<string, string>>> },
  fallbackName: string,
  what: string,
): Aesthetic {
  const main = tensors.get('aesthetic');
  if (!main) throw other(tensors, what);
  const d = main.data.length;
  const misshapen = (tensor: string, shape: string, expected: string): UserError =>
    new UserError({ code: 'aestheticShape', params: { name: what, tensor, shape, expected } });
  if (d > maxLength || main.shape.slice(0, -1).some((size) => size !== 1))
    throw misshapen('aesthetic', shapeExcerpt(main.shape), `[1,d], d ≤ ${maxLength}`);
  const rows = (key: string): Float32Array[] | undefined => {
    const tensor = tensors.get(key);
    if (!tensor) return undefined;
    const [count = 0, length] = tensor.shape;
    if (tensor.shape.length !== 2 || length !== d || count === 0 || count > maxImages)
      throw misshapen(key, shapeExcerpt(tensor.shape), `[K,${d}], K ≤ ${maxImages}`);
    if (!tensor.data.every(Number.isFinite))
      throw new UserError({ code: 'aestheticNotFinite', params: { name: what } });
    return Array.from({ length: count }, (_, i) => tensor.data.slice(i * d, (i + 1) * d));
  };
  const images = rows('images');
  const references = rows('reference');
  if (references && references.length > 1) throw misshapen('reference', `[${references.length},${d}]`, `[1,${d}]`);
  const reference = references?.[0];
  const weights = tensors.get('weights')?.data;
  if (weights && weights.length !== images?.length)
    throw misshapen('weights', `[1,${weights.length}]`, `[1,${images?.length ?? 0}]`);
  const kind = readKind(metadata.kind, what);
  const { name = fallbackName, clip_id: clipId, note } = metadata;
  return {
    name: cleanText(name),
    kind,
    vector: checkedVector(main.data, what),
    count: readCount(metadata.count, images?.length ?? 1),
    ...(images && { images }),
    ...(reference && { reference }),
    ...(weights && { weights: [...weights] }),
    ...(clipId !== undefined && { clipId }),
    ...(note !== undefined && { note: cleanText(note) }),
  };
}

/** What a file without the vector is. */
function other(tensors: ReadonlyMap<string, FloatTensor>, name: string): UserError {
  const keys = [...tensors.keys()];
  if (keys.some((key) => key === 'emb_params' || /^(clip_[lg]|<.*>)$/.test(key)))
    return new UserError({ code: 'textualInversion', params: { name } });
  const why = `it has no tensor "aesthetic", only ${keys.slice(0, 5).map(excerpt).join(', ')}`;
  return new UserError({ code: 'notAnAesthetic', params: { name, why } });
}

function readKind(kind: string | undefined, what: string): AestheticKind {
  const known = aestheticKinds.find((k) => k === (kind ?? 'mean'));
  if (!known)
    throw new UserError({
      code: 'aestheticKind',
      params: { name: what, kind: excerpt(kind ?? ''), kinds: aestheticKinds },
    });
  return known;
}

function readCount(count: string | undefined, fallback: number): number {
  const value = Number(count);
  return Number.isSafeInteger(value) && value > 0 ? value : fallback;
}

function checkedVector(data: Float32Array, what: string): Float32Array {
  if (!data.every(Number.isFinite)) throw new UserError({ code: 'aestheticNotFinite', params: { name: what } });
  if (data.every((v) => v === 0)) throw new UserError({ code: 'aestheticZero', params: { name: what } });
  return data;
}
