import { dot, unit } from './linear.js';

/** Sweeps of rotations: each makes what is left off the diagonal quadratically smaller; ten are always enough in practice. */
const mostSweeps = 30;

export interface Eigen {
  /** Largest first [n]. */
  readonly values: readonly number[];
  /** Unit vectors in the same order, n×[n]; of each, the entry of the largest size is positive. */
  readonly vectors: readonly Float64Array[];
}

/** Eigenvalues and vectors of a symmetric matrix [n,n] by Jacobi's rotations (1846; Golub & Van Loan 2013, algorithm 8.5.2). */
export function eigen(matrix: Float64Array, n: number): Eigen {
  const rows = Array.from({ length: n }, (_, i) => matrix.slice(i * n, (i + 1) * n));
  const vectors = Array.from({ length: n }, (_, i) => {
    const e = new Float64Array(n);
    e[i] = 1;
    return e;
  });
  const size = matrix.reduce((sum, x) => sum + x * x, 0);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += rows[p][q] ** 2;
    if (off <= 1e-24 * size) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(rows, vectors, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => rows[j][j] - rows[i][i]);
  return { values: order.map((i) => rows[i][i]), vectors: order.map((i) => signed(vectors[i])) };
}

/** Makes entry p,q zero: A ← JᵀAJ, and turns the vectors (rows here) likewise. */
function rotate(rows: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const entry = rows[p][q];
  if (entry === 0) return;
  const theta = (rows[q][q] - rows[p][p]) / (2 * entry);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1));
  const c = 1 / Math.sqrt(t ** 2 + 1);
  const s = t * c;
  turn(rows[p], rows[q], c, s);
  for (const row of rows) {
    const [x, y] = [row[p], row[q]];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  turn(vectors[p], vectors[q], c, s);
}

function turn(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const [xi, yi] = [x[i], y[i]];
    x[i] = c * xi - s * yi;
    y[i] = s * xi + c * yi;
  }
}

/** A vector and its opposite are the same eigenvector: the one whose largest entry is positive. */
function signed(vector: Float64Array): Float64Array {
  let largest = 0;
  for (const x of vector) if (Math.abs(x) > Math.abs(largest) * (1 + 1e-9)) largest = x;
  return largest < 0 ? vector.map((x) => -x) : vector;
}

/** Vectors carried along beside those that are wanted: what converges is then the gap to the eigenvalue after them. */
const spare = 8;
const mostIterations = 200;

/**
 * The first `count` eigenvalues and vectors of a symmetric positive semidefinite matrix [n,n]: orthogonal iteration on a few more vectors,
 * with `eigen` of the matrix between them (Rayleigh–Ritz; Golub & Van Loan 2013, section 8.3.7). Deterministic: it starts from the
 * columns with the largest diagonal entries.
 */
export function leadingEigen(matrix: Float64Array, n: number, count: number): Eigen {
  const width = count + spare;
  if (n <= width) {
    const { values, vectors } = eigen(matrix, n);
    return { values: values.slice(0, count), vectors: vectors.slice(0, count) };
  }
  const row = (i: number): Float64Array => matrix.subarray(i * n, (i + 1) * n);
  const times = (v: Float64Array): Float64Array => v.map((_, i) => dot(row(i), v));
  const byDiagonal = Array.from({ length: n }, (_, i) => i).sort((i, j) => row(j)[j] - row(i)[i]);
  let basis = orthonormal(byDiagonal.slice(0, width).map((i) => Float64Array.from(row(i))));
  let ritz: Eigen = { values: [], vectors: [] };
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const images = basis.map(times);
    const size = basis.length;
    const between = Float64Array.from({ length: size * size }, (_, at) =>
      dot(basis[Math.floor(at / size)], images[at % size]),
    );
    const before = ritz.values;
    const inner = eigen(between, size);
    const combine = (of: readonly Float64Array[], k: number): Float64Array =>
      Float64Array.from({ length: n }, (_, i) => of.reduce((sum, v, j) => sum + inner.vectors[k][j] * v[i], 0));
    const wanted = Math.min(count, size);
    ritz = {
      values: inner.values.slice(0, wanted),
      vectors: Array.from({ length: wanted }, (_, k) => signed(combine(basis, k))),
    };
    // Eigenvalues settle with the square of the vectors' error: these are then good to about 1e-5.
    if (before.length > 0 && ritz.values.every((value, k) => Math.abs(value - before[k]) <= 1e-11 * inner.values[0]))
      break;
    basis = orthonormal(inner.vectors.map((_, k) => combine(images, k)));
  }
  return ritz;
}

/** Gram–Schmidt, twice for accuracy; vectors that depend on those before are left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const left = Float64Array.from(vector);
    for (let pass = 0; pass < 2; pass++)
      for (const b of basis) {
        const along = dot(left, b);
        for (let i = 0; i < left.length; i++) left[i] -= along * b[i];
      }
    if (dot(left, left) > 1e-20 * dot(vector, vector)) basis.push(unit(left));
  }
  return basis;
}
