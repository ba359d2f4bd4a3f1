import { readFile } from 'node:fs/promises';

/** The numbers of a .npy file (NumPy format 1.0) of float32, in file order. */
export async function readNpy(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, start);
  if (!header.includes("'<f4'")) throw new Error(`${path}: ${header}`);
  return new Float32Array(Uint8Array.from(bytes.subarray(start)).buffer);
}
