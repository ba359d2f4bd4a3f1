/**
 * IEEE 754 binary16 ("float16") and bfloat16 to and from float32. Typed arrays have the machine's byte order, which is the files'
 * little-endian on every platform ONNX Runtime is built for.
 */

const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

/** The value of float16 bits (0 to 0xffff). */
function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Bits of the float16 nearest to a float32 value, ties to even; too large becomes infinity, any NaN the quiet 0x7e00. */
export function toFloat16Bits(value: number): number {
  floatView[0] = value;
  return float16Bits(bitsView[0]);
}

/** float16 [n] → float32 [n]. */
export function float16ToFloat32(values: Uint16Array): Float32Array {
  const table = float16Table();
  const floats = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) floats[i] = table[values[i]]!;
  return floats;
}

/** float32 [n] → float16 [n], each as `toFloat16Bits`. */
export function float32ToFloat16(floats: Float32Array): Uint16Array {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const values = new Uint16Array(floats.length);
  for (let i = 0; i < bits.length; i++) values[i] = float16Bits(bits[i]);
  return values;
}

/** bfloat16 [n] → float32 [n]. */
export function bfloat16ToFloat32(values: Uint16Array): Float32Array {
  const bits = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = values[i] << 16;
  return new Float32Array(bits.buffer);
}

/** float32 bits → float16 bits, round to nearest even (IEEE 754-2008, 4.3.1). */
function float16Bits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return 0x7e00;
  // From 65520 on, halfway between the largest float16 and the next power of two, everything rounds to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // Adding 0xfff plus the last kept bit carries exactly when rounding up is due; the carry may run into the exponent.
    const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return sign | ((rounded - 0x38000000) >>> 13);
  }
  // Below 2⁻²⁵ (and at it: a tie with the even zero) nothing is left.
  if (magnitude <= 0x33000000) return sign;
  const significand = (magnitude & 0x7fffff) | 0x800000;
  const shift = 126 - (magnitude >>> 23);
  const kept = significand >>> shift;
  const rest = significand - (kept << shift);
  const half = 1 << (shift - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1);
  return sign | (kept + (up ? 1 : 0));
}

let table: Float32Array | undefined;

/** All 65,536 float16 values as float32, made at first use (256 KiB). */
function float16Table(): Float32Array {
  table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => float16Value(bits));
  return table;
}
