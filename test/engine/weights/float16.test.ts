import { describe, expect, test } from 'vitest';
import { bfloat16ToFloat32, float32ToFloat16, float16ToFloat32 } from '../../../src/engine/weights/float16.js';

const all = Uint16Array.from({ length: 65_536 }, (_, i) => i);

/** IEEE 754's definition, in doubles. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

describe('half precision', () => {
  test('is read by its definition, every one of its 65,536 values', () => {
    expect(float16ToFloat32(all)).toEqual(Float32Array.from(all, half));
  });

  test('comes back from float32 as it was', () => {
    const numbers = all.filter((bits) => !Number.isNaN(half(bits)));
    expect(float32ToFloat16(float16ToFloat32(numbers))).toEqual(numbers);
  });

  test('rounds to the nearest value, and between two to the even one', () => {
    const ulp = 2 ** -10;
    const values = [1 + ulp / 2, 1 + ulp * 1.5, 1 + ulp * 0.51, 65_519, 65_520, 2 ** -25, 2 ** -25 * 1.01, -1e9];
    const expected = [1, 1 + 2 * ulp, 1 + ulp, 65_504, Infinity, 0, 2 ** -24, -Infinity];
    expect(Array.from(float16ToFloat32(float32ToFloat16(Float32Array.from(values))))).toEqual(expected);
  });
});

test('bfloat16 is the upper half of float32', () => {
  const bits = new Uint32Array(Float32Array.of(1, -2.5, 1e30, 0).buffer);
  expect(Array.from(bfloat16ToFloat32(Uint16Array.from(bits, (b) => b >>> 16)))).toEqual([
    1,
    -2.5,
    Math.fround(new Float32Array(Uint32Array.of(bits[2] & 0xffff0000).buffer)[0]),
    0,
  ]);
});
