import { basename, extname } from 'node:path';
import { cleanText } from '../../text/clean.js';
import { UserError } from '../errors.js';
import { excerpt, shapeExcerpt } from '../excerpt.js';
import { aestheticKinds } from '../types.js';
import type { AestheticKind } from '../types.js';
import { decodeSafetensors, encodeSafetensors } from '../weights/safetensors.js';
import type { FloatTensor } from '../weights/safetensors.js';
import { maxLength, readTorchVector, writeTorchVector } from '../weights/torchPickle.js';
import type { Aesthetic, SecondVectors } from './embedding.js';

/** An aesthetic of 1,000 images of 768 and 1,280 numbers has 8 MB. */
const maxBytes = 8 * 2 ** 20;
const maxImages = 1_000;

export const aestheticFormats = ['safetensors', 'pt'] as const;
export type AestheticFormat = (typeof aestheticFormats)[number];

/**
 * An aesthetic from a stranger's file: `.safetensors` with `aesthetic` [1,d] and, where kept, `images` [K,d] and `reference` [1,d], and
 * with `aesthetic_2` [1,d₂], `images_2` and `reference_2` the same for a second CLIP; or the paper's `.pt`, one tensor, which is taken as a mean. The content decides, not the name.
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
  const { weights, name, kind, count, clipId, note, second } = aesthetic;
  if (format === 'pt') return writeTorchVector(aesthetic.vector);
  return encodeSafetensors(
    {
      ...vectorTensors(aesthetic, ''),
      ...(second && vectorTensors(second, ofSecond)),
      ...(weights && { weights: { shape: [1, weights.length], data: Float32Array.from(weights) } }),
    },
    {
      name,
      kind,
      count: String(count),
      ...(clipId !== undefined && { clip_id: clipId }),
      ...(second?.clipId !== undefined && { [`clip_id${ofSecond}`]: second.clipId }),
      ...(note !== undefined && { note }),
    },
  );
}

/** What the tensors of a second CLIP end with, as diffusers' `text_encoder_2`. */
const ofSecond = '_2';

function vectorTensors({ vector, images, reference }: SecondVectors, suffix: string): Record<string, FloatTensor> {
  const d = vector.length;
  return {
    [`aesthetic${suffix}`]: { shape: [1, d], data: vector },
    ...(images && { [`images${suffix}`]: { shape: [images.length, d], data: stack(images, d) } }),
    ...(reference && { [`reference${suffix}`]: { shape: [1, d], data: reference } }),
  };
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
  const first = vectorsOf(tensors, '', what);
  if (!first) throw other(tensors, what);
  const second = vectorsOf(tensors, ofSecond, what);
  const { images } = first;
  if (second?.images && second.images.length !== images?.length)
    throw misshapen(what, `images${ofSecond}`, `[${second.images.length},d]`, `[${images?.length ?? 0},d]`);
  const weights = tensors.get('weights')?.data;
  if (weights && weights.length !== images?.length)
    throw misshapen(what, 'weights', `[1,${weights.length}]`, `[1,${images?.length ?? 0}]`);
  const kind = readKind(metadata.kind, what);
  const { name = fallbackName, clip_id: clipId, [`clip_id${ofSecond}`]: secondClipId, note } = metadata;
  return {
    name: cleanText(name),
    kind,
    ...first,
    count: readCount(metadata.count, images?.length ?? 1),
    ...(weights && { weights: [...weights] }),
    ...(clipId !== undefined && { clipId }),
    ...(note !== undefined && { note: cleanText(note) }),
    ...(second && { second: { ...second, ...(secondClipId !== undefined && { clipId: secondClipId }) } }),
  };
}

/** The vectors of one CLIP, whose tensors end with `suffix`; undefined where there is none. */
function vectorsOf(
  tensors: ReadonlyMap<string, FloatTensor>,
  suffix: string,
  what: string,
): Pick<SecondVectors, 'vector' | 'images' | 'reference'> | undefined {
  const main = tensors.get(`aesthetic${suffix}`);
  if (!main) return undefined;
  const d = main.data.length;
  if (d > maxLength || main.shape.slice(0, -1).some((size) => size !== 1))
    throw misshapen(what, `aesthetic${suffix}`, shapeExcerpt(main.shape), `[1,d], d ≤ ${maxLength}`);
  const rows = (key: string): Float32Array[] | undefined => {
    const tensor = tensors.get(key);
    if (!tensor) return undefined;
    const [count = 0, length] = tensor.shape;
    if (tensor.shape.length !== 2 || length !== d || count === 0 || count > maxImages)
      throw misshapen(what, key, shapeExcerpt(tensor.shape), `[K,${d}], K ≤ ${maxImages}`);
    if (!tensor.data.every(Number.isFinite))
      throw new UserError({ code: 'aestheticNotFinite', params: { name: what } });
    return Array.from({ length: count }, (_, i) => tensor.data.slice(i * d, (i + 1) * d));
  };
  const images = rows(`images${suffix}`);
  const references = rows(`reference${suffix}`);
  if (references && references.length > 1)
    throw misshapen(what, `reference${suffix}`, `[${references.length},${d}]`, `[1,${d}]`);
  const reference = references?.[0];
  return { vector: checkedVector(main.data, what), ...(images && { images }), ...(reference && { reference }) };
}

function misshapen(name: string, tensor: string, shape: string, expected: string): UserError {
  return new UserError({ code: 'aestheticShape', params: { name, tensor, shape, expected } });
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
