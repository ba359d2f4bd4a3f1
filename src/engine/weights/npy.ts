import { CheckpointError } from '../errors.js';

const magic = '\x93NUMPY\x01\x00';

/**
 * The numbers of a .npy file of one vector in float32 (NumPy format 1.0): [d] or [1,d].
 * @throws CheckpointError when it is something else
 */
export function readNpyVector(bytes: Uint8Array, what: string): Float32Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file.length < 10 || file.toString('latin1', 0, 8) !== magic)
    throw new CheckpointError(`${what} is no .npy file of NumPy's format 1.0`);
  const start = 10 + file.readUInt16LE(8);
  const header = file.toString('latin1', 10, start);
  const shape = /'shape': \((?:1, )?(\d+),?\)/.exec(header);
  if (!header.includes("'descr': '<f4'") || header.includes("'fortran_order': True") || shape === null)
    throw new CheckpointError(`${what}: ${header.trim().slice(0, 200)}, expected one vector of <f4`);
  const length = Number(shape[1]);
  if (file.length !== start + 4 * length)
    throw new CheckpointError(`${what} has ${file.length} bytes, expected ${start + 4 * length}`);
  return Float32Array.from({ length }, (_, i) => file.readFloatLE(start + 4 * i));
}
