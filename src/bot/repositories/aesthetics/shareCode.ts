import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 13;

/** A new code: 64 random bits as `XXXX-XXXX-XXXXX`. */
export function newShareCode(): string {
  let rest = randomBytes(8).readBigUInt64BE();
  let code = '';
  while (code.length < length) {
    code = digits.charAt(Number(rest % 32n)) + code;
    rest /= 32n;
  }
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/**
 * What is kept of a code, and looked for: its sha256. A database that leaks gives no codes away, and how long a look-up takes says
 * nothing about how much of a guess was right. Undefined for what is no code, however it is written.
 */
export function shareCodeHash(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (code.length !== length || !Array.from(code).every((digit) => digits.includes(digit))) return undefined;
  return createHash('sha256').update(code).digest('hex');
}
