import { CheckpointError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import { isStorageDtype, storageFormats, type StorageDtype } from './dtype.js';

/** Bytes before the header: its length, uint64 little-endian. */
export const lengthBytes = 8;
/** The reference's cap (safetensors/src/tensor.rs, MAX_HEADER_SIZE). */
const maxHeaderBytes = 100_000_000;
/** Our cap on `{`, `[` and `,` in a header, about 100,000 tensors: 100 MB of `[[[[…` would parse to gigabytes of objects. */
const maxJsonParts = 1_000_000;
/** `{ name: { shape: [ … ] } }` */
const maxJsonDepth = 3;

interface TensorEntry {
  readonly dtype: StorageDtype;
  readonly shape: readonly number[];
  /** Relative to the end of the header. */
  readonly offset: number;
  readonly bytes: number;
}

export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/** What a safetensors file begins with: the header's length and the header, padded with blanks so that the data is aligned, as the reference writer does. */
export function encodeHeader(header: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const start = new Uint8Array(lengthBytes + headerBytes).fill(0x20, lengthBytes);
  new DataView(start.buffer).setBigUint64(0, BigInt(headerBytes), true);
  start.set(json, lengthBytes);
  return start;
}

/** What lies in the place of weights after a download that went wrong, and the remedy; by its first 8 bytes. */
function otherFile(start: Uint8Array): string | undefined {
  const text = Buffer.from(start).toString('latin1');
  if (text === 'version ')
    return 'a pointer of Git LFS, without the weights: run `git lfs pull` in its repository, or download the file itself';
  if (/^\s*<[!?a-z]/i.test(text))
    return 'a web page in place of weights: download the file again, by its link to the file itself (on Hugging Face `resolve` in place of `blob`)';
  return undefined;
}

/** The header's length in bytes, from the first 8 of a file of `fileBytes`; throws CheckpointError where it cannot be. */
export function headerLength(start: Uint8Array, fileBytes: number, what: string): number {
  if (start.length < lengthBytes) {
    throw new CheckpointError(`${what} has ${fileBytes} bytes, too few for a safetensors file`);
  }
  const other = otherFile(start);
  if (other !== undefined) throw new CheckpointError(`${what} is ${other}`);
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > maxHeaderBytes) {
    throw new CheckpointError(
      `${what} is no safetensors file: header of ${String(length)} bytes, limit ${maxHeaderBytes}`,
    );
  }
  if (lengthBytes + Number(length) > fileBytes) {
    throw new CheckpointError(`${what} is cut off: header of ${String(length)} bytes in a file of ${fileBytes}`);
  }
  return Number(length);
}

/**
 * A safetensors header, checked as the reference implementation does: known dtypes, sizes that equal shape × width, and
 * tensors that cover the `dataBytes` after the header without overlap, hole or rest. Throws CheckpointError.
 */
export function parseHeader(header: Uint8Array, dataBytes: number, what: string): Header {
  const json = parseJson(header, what);
  const tensors = new Map<string, TensorEntry>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, value] of Object.entries(json)) {
    if (name === '__metadata__') metadata = parseMetadata(value, what);
    else tensors.set(name, parseEntry(value, `${what}: ${excerpt(name)}`));
  }
  checkCoverage(tensors, dataBytes, what);
  return { metadata, tensors };
}

function parseJson(header: Uint8Array, what: string): Readonly<Record<string, unknown>> {
  checkJsonSize(header, what);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header));
  } catch (error) {
    const why = error instanceof Error ? excerpt(error.message) : 'unreadable';
    throw new CheckpointError(`${what} is no safetensors file: its header is not JSON (${why})`);
  }
  if (!isObject(json)) throw new CheckpointError(`${what} is no safetensors file: its header is not a JSON object`);
  return json;
}

/** Bounds what JSON.parse will build, before it builds it. */
function checkJsonSize(header: Uint8Array, what: string): void {
  let depth = 0;
  let parts = 0;
  let inString = false;
  for (let i = 0; i < header.length; i++) {
    const byte = header[i];
    if (inString) {
      if (byte === backslash) i++;
      else if (byte === quote) inString = false;
      continue;
    }
    if (byte === quote) inString = true;
    else if (byte === openBrace || byte === openBracket) {
      parts++;
      if (++depth > maxJsonDepth)
        throw new CheckpointError(`${what}: header nested deeper than ${maxJsonDepth} at byte ${i}`);
    } else if (byte === closeBrace || byte === closeBracket) depth--;
    else if (byte === comma) parts++;
    if (parts > maxJsonParts) throw new CheckpointError(`${what}: header has more than ${maxJsonParts} values`);
  }
}

const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [
  0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d,
];

function parseMetadata(value: unknown, what: string): Readonly<Record<string, string>> {
  if (!isObject(value)) throw new CheckpointError(`${what}: __metadata__ is not an object of strings`);
  // No prototype: `__proto__` and `constructor` are keys like any other.
  const metadata = Object.create(null) as Record<string, string>;
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new CheckpointError(`${what}: __metadata__ ${excerpt(key)} is ${describe(text)}, expected a string`);
    }
    metadata[key] = text;
  }
  return metadata;
}

function parseEntry(value: unknown, where: string): TensorEntry {
  if (!isObject(value))
    throw new CheckpointError(`${where} is ${describe(value)}, expected { dtype, shape, data_offsets }`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isStorageDtype(dtype)) throw new CheckpointError(`${where} has dtype ${describe(dtype)}, which is unknown`);
  if (!isSizes(shape))
    throw new CheckpointError(`${where} has shape ${describe(shape)}, expected non-negative integers`);
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[1] < offsets[0]) {
    throw new CheckpointError(`${where} has data_offsets ${describe(offsets)}, expected [start, end]`);
  }
  const [start, end] = [offsets[0], offsets[1]];
  let bits = storageFormats[dtype].bits;
  for (const dim of shape) {
    bits *= dim;
    if (!Number.isSafeInteger(bits))
      throw new CheckpointError(`${where} has shape ${describe(shape)}, which overflows`);
  }
  if (bits !== (end - start) * 8) {
    throw new CheckpointError(
      `${where} has ${end - start} bytes (data_offsets ${describe(offsets)}), but ${dtype} ${describe(shape)} takes ${bits / 8}`,
    );
  }
  return { dtype, shape, offset: start, bytes: end - start };
}

function checkCoverage(tensors: ReadonlyMap<string, TensorEntry>, dataBytes: number, what: string): void {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.bytes - b.bytes);
  let end = 0;
  for (const [name, { offset, bytes }] of inOrder) {
    if (offset !== end) {
      const fault = offset < end ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw new CheckpointError(`${what}: ${excerpt(name)} starts at ${offset}, expected ${end}: it ${fault}`);
    }
    end = offset + bytes;
    if (end > dataBytes) {
      throw new CheckpointError(`${what} is cut off: ${excerpt(name)} ends at ${end} of ${dataBytes} data bytes`);
    }
  }
  if (end !== dataBytes)
    throw new CheckpointError(`${what} has ${dataBytes} data bytes, but its tensors end at ${end}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : excerpt(JSON.stringify(value));
}
