/** Arrays one after another. */
export function concatenate(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** An array as so many parts of one length, as views of it. */
export function split(joined: Float32Array, parts: number): Float32Array[] {
  const length = joined.length / parts;
  return Array.from({ length: parts }, (_, i) => joined.subarray(i * length, (i + 1) * length));
}
