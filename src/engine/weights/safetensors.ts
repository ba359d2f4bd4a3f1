import { open, realpath, type FileHandle } from 'node:fs/promises';
import { CheckpointError } from '../errors.js';
import { excerpt, shapeExcerpt } from '../excerpt.js';
import { storageFormats, type StorageDtype } from './dtype.js';
import { encodeHeader, headerLength, lengthBytes, parseHeader } from './safetensorsHeader.js';

/** Where a tensor's values lie: `bytes` of them from byte `offset` of `file` on, row-major, little-endian. */
export interface StoredTensor {
  /** Real path, symlinks resolved. */
  readonly file: string;
  readonly dtype: StorageDtype;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly bytes: number;
  /** The file holds the matrix the other way round: `shape` [a,b], stored as [b,a]. */
  readonly transposed?: true;
}

export interface SafetensorsFile {
  /** Real path. */
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Values read and converted at a time; a multiple of 8 bytes, so that no value is split. */
const chunkBytes = 8 * 1024 * 1024;

/** Reads and checks a safetensors file's header; no tensor is read. Throws CheckpointError, also where there is no such file. */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const real = await resolved(path);
  return withFile(real, async (handle, fileBytes) => {
    const start = await readAt(handle, 0, Math.min(lengthBytes, fileBytes), real);
    const length = headerLength(start, fileBytes, real);
    const header = await readAt(handle, lengthBytes, length, real);
    const dataStart = lengthBytes + length;
    const { metadata, tensors: entries } = parseHeader(header, fileBytes - dataStart, real);
    const tensors = new Map<string, StoredTensor>();
    for (const [name, entry] of entries) tensors.set(name, { ...entry, file: real, offset: dataStart + entry.offset });
    return { path: real, metadata, tensors };
  });
}

/** A stored tensor's values as float32, row-major. Throws CheckpointError where the file has changed or the dtype has no use here. */
export async function readTensor(tensor: StoredTensor): Promise<Float32Array> {
  let data: Float32Array | undefined;
  let done = 0;
  for await (const chunk of readTensorChunks(tensor)) {
    // Not before the first chunk: by then the file is known to be as long as the header claimed.
    data ??= new Float32Array((tensor.bytes * 8) / storageFormats[tensor.dtype].bits);
    data.set(chunk, done);
    done += chunk.length;
  }
  if (data && tensor.transposed) return transpose(data, tensor.shape);
  return data ?? new Float32Array(0);
}

/** Values of a matrix that is stored as [columns,rows] → [rows,columns]. */
function transpose(data: Float32Array, [rows, columns]: readonly number[]): Float32Array {
  return data.map((_, i) => data[(i % columns) * rows + Math.floor(i / columns)]);
}

/** The values in the file's order, as float32 chunks of at most 8 MiB in the file: memory stays bounded whatever the tensor's size. */
export async function* readTensorChunks(tensor: StoredTensor): AsyncGenerator<Float32Array> {
  const toFloats = converter(tensor);
  const { handle, fileBytes } = await opened(tensor.file);
  try {
    checkWithin(tensor, fileBytes);
    for (let done = 0; done < tensor.bytes; done += chunkBytes) {
      const bytes = Math.min(chunkBytes, tensor.bytes - done);
      yield toFloats((await readAt(handle, tensor.offset + done, bytes, tensor.file)).buffer);
    }
  } finally {
    await handle.close();
  }
}

/** A whole safetensors file in memory (an upload, `what` names it in errors), every tensor as float32. Throws CheckpointError. */
export function decodeSafetensors(
  bytes: Uint8Array,
  what: string,
): { readonly metadata: Readonly<Record<string, string>>; readonly tensors: Map<string, FloatTensor> } {
  const length = headerLength(bytes.subarray(0, lengthBytes), bytes.length, what);
  const dataStart = lengthBytes + length;
  const data = bytes.subarray(dataStart);
  const { metadata, tensors: entries } = parseHeader(bytes.subarray(lengthBytes, dataStart), data.length, what);
  const tensors = new Map<string, FloatTensor>();
  for (const [name, entry] of entries) {
    const toFloats = converter({ ...entry, file: `${what}: ${excerpt(name)}` });
    const values = Uint8Array.from(data.subarray(entry.offset, entry.offset + entry.bytes));
    tensors.set(name, { shape: entry.shape, data: toFloats(values.buffer) });
  }
  return { metadata, tensors };
}

/** float32 tensors → a safetensors file, tensors in the order given. Throws CheckpointError where shape and data disagree. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, FloatTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header['__metadata__'] = metadata;
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (size !== data.length)
      throw new CheckpointError(`${name} is [${shape.join(',')}], but has ${data.length} values`);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const start = encodeHeader(header);
  const file = new Uint8Array(start.length + end);
  file.set(start);
  let at = start.length;
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

function converter({
  file,
  dtype,
  shape,
}: Pick<StoredTensor, 'file' | 'dtype' | 'shape'>): (buffer: ArrayBuffer) => Float32Array {
  const { toFloats } = storageFormats[dtype];
  if (toFloats !== null) return toFloats;
  throw new CheckpointError(
    `${file} holds ${dtype} ${shapeExcerpt(shape)}; usable are F32, F16, BF16, F64 and integers`,
  );
}

function checkWithin({ file, offset, bytes }: StoredTensor, fileBytes: number): void {
  if (offset + bytes > fileBytes) {
    throw new CheckpointError(
      `${file} has ${fileBytes} bytes, but a tensor of it ends at ${offset + bytes}: it has changed`,
    );
  }
}

async function resolved(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function withFile<T>(path: string, use: (handle: FileHandle, fileBytes: number) => Promise<T>): Promise<T> {
  const { handle, fileBytes } = await opened(path);
  try {
    return await use(handle, fileBytes);
  } finally {
    await handle.close();
  }
}

async function opened(path: string): Promise<{ handle: FileHandle; fileBytes: number }> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, fileBytes: stats.size };
  await handle.close();
  throw new CheckpointError(`${path} is no file`);
}

function unreadable(path: string, error: unknown): CheckpointError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new CheckpointError(`${path} cannot be read: ${code}`, { cause: error });
}

/** Exactly `length` bytes in a buffer of their own: one read may give fewer than asked for. */
async function readAt(
  handle: FileHandle,
  position: number,
  length: number,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw new CheckpointError(`${path} ended at byte ${position + done} while it was read`);
    done += bytesRead;
  }
  return buffer;
}
