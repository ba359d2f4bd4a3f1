/** A part of an axis, in pixels that need not be whole. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/**
 * The matrix [side, size], row by row, that resizes a span of an axis of `size` pixels to `side` ones: the triangle filter, as wide as the span is made
 * smaller, over the pixels that are there (torch's `interpolate(mode='bilinear', antialias=True)`, which takes the whole axis).
 */
export function resizeMatrix(size: number, { start, length }: Span, side: number): Float32Array {
  const scale = length / side;
  const reach = Math.max(scale, 1);
  const matrix = new Float32Array(side * size);
  for (let i = 0; i < side; i++) {
    const centre = start + (i + 0.5) * scale;
    const weights = Array.from({ length: size }, (_, j) => Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach));
    const total = weights.reduce((a, b) => a + b, 0);
    matrix.set(
      weights.map((w) => w / total),
      i * size,
    );
  }
  return matrix;
}

/** The transpose of a matrix of `rows` rows. */
export function transposed(matrix: Float32Array, rows: number): Float32Array {
  const columns = matrix.length / rows;
  return Float32Array.from(matrix, (_, k) => matrix[(k % rows) * columns + Math.floor(k / rows)]);
}
