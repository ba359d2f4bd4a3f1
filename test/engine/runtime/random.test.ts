import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { torchGenerator } from '../../../src/engine/runtime/random.js';

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('torchGenerator', () => {
  it('gives the same numbers for the same seed and draws', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.nat(70), { minLength: 1, maxLength: 5 }), (seed, counts) => {
        const [one, other] = [torchGenerator(seed), torchGenerator(seed)];
        for (const count of counts) expect(one.randn(count)).toEqual(other.randn(count));
      }),
    );
  });

  it('continues the stream of small draws, whatever their sizes', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.nat(7), { maxLength: 2 }), (seed, counts) => {
        const generator = torchGenerator(seed);
        const pieces = counts.flatMap((count) => [...generator.randn(count)]);
        expect(pieces).toEqual([...torchGenerator(seed).randn(pieces.length)]);
      }),
    );
  });

  it('keeps the cached second value over a large draw', () => {
    const [one, other] = [torchGenerator(5), torchGenerator(5)];
    const pair = [...one.randn(2)];
    other.randn(1);
    other.randn(64);
    expect([...other.randn(1)]).toEqual(pair.slice(1));
  });

  it('starts from the low 32 bits of the seed, as torch does', () => {
    expect(torchGenerator(7 + 2 ** 40).randn(20)).toEqual(torchGenerator(7).randn(20));
  });

  it('draws numbers of mean 0 and variance 1', () => {
    const data = torchGenerator(1).randn(100_003);
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => torchGenerator(seed)).toThrow(UserError);
    expect(() => torchGenerator(seed)).toThrow(String(seed));
  });
});
