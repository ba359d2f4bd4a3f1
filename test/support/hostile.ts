import fc from 'fast-check';

/** A file with some bytes changed, cut out or put in. */
export function mutated(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat(original.length - 1);
  const change = fc.record({ at, byte: fc.nat(255), kind: fc.constantFrom('set', 'cut', 'insert', 'truncate') });
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) =>
    changes.reduce<Uint8Array>((bytes, { at: i, byte, kind }) => {
      if (kind === 'truncate') return bytes.slice(0, i);
      if (kind === 'set') return bytes.map((b, j) => (j === i ? byte : b));
      const rest = bytes.subarray(kind === 'cut' ? i + 1 + (byte % 16) : i);
      return Buffer.concat([bytes.subarray(0, i), ...(kind === 'insert' ? [Uint8Array.of(byte)] : []), rest]);
    }, original),
  );
}
