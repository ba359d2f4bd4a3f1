export function normalise(v: Float32Array): Float32Array {
  const norm = Math.sqrt(v.reduce((s, x) => s + x * x, 0));
  return v.map((x) => x / norm);
}
export function cosine(a: Float32Array, b: Float32Array): number {
  const [x, y] = [normalise(a), normalise(b)];
  return x.reduce((s, v, i) => s + v * y[i], 0);
}
