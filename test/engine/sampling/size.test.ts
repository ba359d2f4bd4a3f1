import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { checkSize, sizeLimits } from '../../../src/engine/sampling/size.js';

const limits = sizeLimits(8, 4);

describe('checkSize', () => {
  it('takes every multiple within the limits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 32 }), (i, j) => {
        checkSize({ width: 64 * i, height: 64 * j }, limits);
      }),
    );
  });

  it.each([
    [{ width: 520, height: 512 }, 'A width of 520 pixels is not possible with this model: take 512 or 576'],
    [{ width: 512, height: 100 }, 'A height of 100 pixels is not possible with this model: take 64 or 128'],
    [{ width: 0, height: 512 }, 'take 64 (multiples of 64 from 64 to 2048)'],
    [{ width: -64, height: 512 }, 'take 64 '],
    [{ width: NaN, height: 512 }, 'take 64 '],
    [{ width: 2047, height: 512 }, 'take 1984 or 2048'],
    [{ width: 512, height: 1e9 }, 'take 2048 '],
  ])('names the nearest sizes for %j', (size, message) => {
    expect(() => {
      checkSize(size, limits);
    }).toThrow(UserError);
    expect(() => {
      checkSize(size, limits);
    }).toThrow(message);
  });

  it('cuts the largest side down to a multiple', () => {
    expect(sizeLimits(8, 3, 1000)).toEqual({ multiple: 32, min: 32, max: 992 });
  });
});
