import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { CheckpointError, UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';

/** A vector of 65,536 float32 numbers has 256 kB; with torch's own files it stays far below. */
const maxBytes = 2 ** 20;
const maxEntries = 64;
const stored = 0;

/** The parts of a file that `torch.save` wrote (caffe2/serialize, inline_container.h). */
export interface TorchZip {
  readonly pickle: Uint8Array;
  /** The bytes of storage `key`. @throws CheckpointError when it is not there */
  readonly storage: (key: string) => Uint8Array;
}

/**
 * Opens the archive in memory. Entries are stored as they are, as torch writes them: a compressed one, or sizes that do not add up to
 * the file, are refused before anything is unpacked.
 * @throws UserError when the file is too large, CheckpointError when it is not torch's
 */
export function readTorchZip(bytes: Uint8Array, what: string): TorchZip {
  if (bytes.length > maxBytes)
    throw new UserError({ code: 'aestheticTooLarge', params: { name: what, bytes: bytes.length, most: maxBytes } });
  const entries = new Map(
    Object.entries(unzip(bytes, what)).map(([name, data]) => [name.replace(/^[^/]*\//, ''), data]),
  );
  const pickle = entries.get('data.pkl');
  if (!pickle) throw new CheckpointError(`${what} is a zip without data.pkl: torch.save did not write it`);
  const order = entries.get('byteorder');
  if (order && strFromU8(order) !== 'little')
    throw new CheckpointError(`${what}: byte order "${excerpt(strFromU8(order))}"`);
  return {
    pickle,
    storage: (key) => {
      const data = entries.get(`data/${key}`);
      if (!data) throw new CheckpointError(`${what} has no storage data/${excerpt(key)}`);
      return data;
    },
  };
}

function unzip(bytes: Uint8Array, what: string): Record<string, Uint8Array> {
  let [total, count] = [0, 0];
  try {
    return unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        total += originalSize;
        count += 1;
        if (compression !== stored || size !== originalSize)
          throw new CheckpointError(
            `${what}: ${excerpt(name)} is compressed (${size} to ${originalSize} bytes), which torch does not do`,
          );
        if (total > bytes.length || count > maxEntries)
          throw new CheckpointError(`${what}: ${count} entries of ${total} bytes in a file of ${bytes.length}`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    throw new CheckpointError(`${what} is a damaged zip: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The archive of one pickle and its storage 0. The same input gives the same bytes. */
export function writeTorchZip(pickle: Uint8Array, storage: Float32Array): Uint8Array {
  const data = new Uint8Array(storage.buffer, storage.byteOffset, storage.byteLength);
  // Without `byteorder`, which newer versions of torch add: the A1111 web UI checks names, and its older versions do not know that one.
  const files = { 'data.pkl': pickle, 'data/0': data, version: strToU8('3\n') };
  const archive = Object.fromEntries(Object.entries(files).map(([name, content]) => [`aesthetic/${name}`, content]));
  return zipSync(archive, { level: 0, mtime: new Date(1980, 0, 1) });
}
