/** Σ aᵢbᵢ, over the length of a. A loop: estimators call it very often. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** v / |v| in float64. Of a vector of zeros: zeros. */
export function unit(v: ArrayLike<number>): Float64Array {
  const length = Math.sqrt(dot(v, v));
  const scaled = new Float64Array(v.length);
  if (length > 0) for (let i = 0; i < v.length; i++) scaled[i] = v[i] / length;
  return scaled;
}

/** The inverse of a symmetric positive definite matrix [n,n], row by row, by Cholesky's factors: A = L·Lᵀ, A⁻¹ = L⁻ᵀ·L⁻¹. */
export function inverse(matrix: Float64Array, n: number): Float64Array {
  const lower = Float64Array.from(matrix);
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = lower[i * n + j];
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j];
    }
  // L⁻¹, transposed so that its columns lie together.
  const columns = new Float64Array(n * n);
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= lower[i * n + k] * columns[j * n + k];
      columns[j * n + i] = sum / lower[i * n + i];
    }
  const inverted = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      let sum = 0;
      for (let k = j; k < n; k++) sum += columns[i * n + k] * columns[j * n + k];
      inverted[i * n + j] = inverted[j * n + i] = sum;
    }
  return inverted;
}
