import { expect, it } from 'vitest';
import { newShareCode, shareCodeHash } from '../../../src/bot/repositories/aesthetics/shareCode.js';

it('a code is 64 random bits in letters and digits that are not mistaken for each other', () => {
  const codes = Array.from({ length: 2_000 }, newShareCode);
  expect(new Set(codes).size).toBe(2_000);
  for (const code of codes)
    expect(code).toMatch(/^[0-9A-F][0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}$/);
  // Each bit is set in about half of them: 2,000 throws of a coin lie within 5 standard deviations of 1,000.
  const values = codes.map((code) =>
    Array.from(code.replaceAll('-', '')).reduce(
      (n, digit) => n * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(digit)),
      0n,
    ),
  );
  for (let bit = 0n; bit < 64n; bit++) {
    const set = values.filter((value) => ((value >> bit) & 1n) === 1n).length;
    expect(Math.abs(set - 1_000)).toBeLessThan(112);
  }
  for (const value of values) expect(value).toBeLessThan(2n ** 64n);
});

it('is the same code however people write it, and anything else is none', () => {
  const hash = shareCodeHash('0123-4567-89ABC');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  for (const typed of ['0123456789abc', ' o123 4567 89abc', 'OI23-4567-89aBc', '0l23-4567-89abc'])
    expect(shareCodeHash(typed)).toBe(hash);
  for (const typed of ['', '0123-4567-89AB', '0123-4567-89ABCD', '0123-4567-89AB!', '0123-4567-89ABU'])
    expect(shareCodeHash(typed)).toBeUndefined();
});
