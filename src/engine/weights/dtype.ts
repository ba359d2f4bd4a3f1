import { bfloat16ToFloat32, float16ToFloat32 } from './float16.js';

/** The type of a stored tensor, by its name in the header of a .safetensors file (safetensors/src/tensor.rs, `Dtype`). */
export type StorageDtype =
  | 'BOOL'
  | 'F4'
  | 'F6_E2M3'
  | 'F6_E3M2'
  | 'U8'
  | 'I8'
  | 'F8_E5M2'
  | 'F8_E4M3'
  | 'F8_E8M0'
  | 'F8_E4M3FNUZ'
  | 'F8_E5M2FNUZ'
  | 'I16'
  | 'U16'
  | 'F16'
  | 'BF16'
  | 'I32'
  | 'U32'
  | 'F32'
  | 'C64'
  | 'F64'
  | 'I64'
  | 'U64';

/** How a type is stored: its width, and how it becomes float32 (null: nothing here can use it). */
interface StorageFormat {
  readonly bits: number;
  /** `buffer` holds exactly the values, little-endian, from its first byte on → float32 [n]. */
  readonly toFloats: ((buffer: ArrayBuffer) => Float32Array) | null;
}

// Integers beyond 2²⁴ lose their low bits in float32; a checkpoint's integers are positions and token ids, far smaller.
export const storageFormats: Readonly<Record<StorageDtype, StorageFormat>> = {
  BOOL: { bits: 8, toFloats: (buffer) => Float32Array.from(new Uint8Array(buffer), (byte) => (byte === 0 ? 0 : 1)) },
  F4: { bits: 4, toFloats: null },
  F6_E2M3: { bits: 6, toFloats: null },
  F6_E3M2: { bits: 6, toFloats: null },
  U8: { bits: 8, toFloats: (buffer) => new Float32Array(new Uint8Array(buffer)) },
  I8: { bits: 8, toFloats: (buffer) => new Float32Array(new Int8Array(buffer)) },
  F8_E5M2: { bits: 8, toFloats: null },
  F8_E4M3: { bits: 8, toFloats: null },
  F8_E8M0: { bits: 8, toFloats: null },
  F8_E4M3FNUZ: { bits: 8, toFloats: null },
  F8_E5M2FNUZ: { bits: 8, toFloats: null },
  I16: { bits: 16, toFloats: (buffer) => new Float32Array(new Int16Array(buffer)) },
  U16: { bits: 16, toFloats: (buffer) => new Float32Array(new Uint16Array(buffer)) },
  F16: { bits: 16, toFloats: (buffer) => float16ToFloat32(new Uint16Array(buffer)) },
  BF16: { bits: 16, toFloats: (buffer) => bfloat16ToFloat32(new Uint16Array(buffer)) },
  I32: { bits: 32, toFloats: (buffer) => new Float32Array(new Int32Array(buffer)) },
  U32: { bits: 32, toFloats: (buffer) => new Float32Array(new Uint32Array(buffer)) },
  F32: { bits: 32, toFloats: (buffer) => new Float32Array(buffer) },
  C64: { bits: 64, toFloats: null },
  F64: { bits: 64, toFloats: (buffer) => new Float32Array(new Float64Array(buffer)) },
  I64: { bits: 64, toFloats: (buffer) => Float32Array.from(new BigInt64Array(buffer), Number) },
  U64: { bits: 64, toFloats: (buffer) => Float32Array.from(new BigUint64Array(buffer), Number) },
};

export function isStorageDtype(name: unknown): name is StorageDtype {
  return typeof name === 'string' && Object.hasOwn(storageFormats, name);
}
