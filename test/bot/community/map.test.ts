import { describe, expect, it } from 'vitest';
import { eigen, leadingEigen } from '../../../src/bot/community/eigen.js';
import { tasteMap } from '../../../src/bot/community/map.js';
import { seededRandom } from '../../../src/bot/community/random.js';
import { normals } from './simulatedPictures.js';

const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);

describe('eigenvectors', () => {
  it('of a 2×2 matrix are the known ones, the larger first', () => {
    const { values, vectors } = eigen(Float64Array.from([2, 1, 1, 2]), 2);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(vectors[0][0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[0][1]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[1][0]).toBeCloseTo(-vectors[1][1], 12);
  });

  it('are what the matrix stretches by their eigenvalues', () => {
    const n = 12;
    const random = seededRandom('eigen');
    const half = Float64Array.from({ length: n * n }, () => random() - 0.5);
    const matrix = half.map((x, at) => x + half[(at % n) * n + Math.floor(at / n)]);
    const { values, vectors } = eigen(matrix, n);
    vectors.forEach((vector, k) => {
      for (let i = 0; i < n; i++) {
        const stretched = matrix.subarray(i * n, (i + 1) * n).reduce((sum, x, j) => sum + x * vector[j], 0);
        expect(stretched).toBeCloseTo(values[k] * vector[i], 10);
      }
    });
  });
});

describe('leading eigenvectors', () => {
  it.each([5, 40])('are the first of all, in %i dimensions', (n) => {
    const random = seededRandom(`leading ${n}`);
    const factors = Array.from({ length: n }, () => normals(n + 3, random));
    const gram = Float64Array.from({ length: n * n }, (_, at) => {
      const [a, b] = [factors[Math.floor(at / n)], factors[at % n]];
      return a.reduce((sum, x, i) => sum + x * b[i], 0);
    });
    const [leading, all] = [leadingEigen(gram, n, 2), eigen(gram, n)];
    expect(leading.values).toHaveLength(2);
    leading.values.forEach((value, k) => {
      expect(value / all.values[k]).toBeCloseTo(1, 7);
      leading.vectors[k].forEach((x, i) => {
        expect(x).toBeCloseTo(all.vectors[k][i], 3);
      });
    });
  });

  it('of a matrix with fewer than are asked for are those and zeros', () => {
    // Rank 1, in more dimensions than vectors are carried along.
    const v = Float64Array.from({ length: 30 }, (_, i) => i - 3);
    const { values } = leadingEigen(
      Float64Array.from({ length: 900 }, (_, at) => v[Math.floor(at / 30)] * v[at % 30]),
      30,
      2,
    );
    expect(values[0]).toBeCloseTo(
      v.reduce((sum, x) => sum + x * x, 0),
      6,
    );
    expect(values[1] ?? 0).toBeCloseTo(0, 6);
  });
});

describe('the map', () => {
  it('keeps the ratios of distances of unit vectors that lie on a plane', () => {
    // All have the same third coordinate and length: the unit vectors lie on a circle.
    const vectors = [0, 1, 2.5, 4].map((t) => Float32Array.of(3 * Math.cos(t), 3 * Math.sin(t), 2, 0, 0));
    const { places, shown } = tasteMap(vectors);
    expect(shown).toBeCloseTo(1, 6);
    const chord = (i: number, j: number): number => Math.hypot(...vectors[i].map((x, n) => x - vectors[j][n]));
    const scale = distance(places[0], places[1]) / chord(0, 1);
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < i; j++) expect(distance(places[i], places[j])).toBeCloseTo(scale * chord(i, j), 5);
    expect(Math.max(...places.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]))).toBeCloseTo(1, 12);
  });

  it('puts what is alike together, in many dimensions', () => {
    const random = seededRandom('map');
    const [one, other] = [normals(96, random), normals(96, random)];
    const around = (centre: Float32Array) =>
      Array.from({ length: 4 }, () => normals(96, random).map((x, i) => 0.4 * x + centre[i]));
    const { places } = tasteMap([...around(one), ...around(other)]);
    const within = distance(places[0], places[1]);
    for (let j = 4; j < 8; j++) expect(distance(places[0], places[j])).toBeGreaterThan(2 * within);
  });

  it('does not depend on lengths, and is the same each time', () => {
    const random = seededRandom('lengths');
    const vectors = Array.from({ length: 5 }, () => normals(8, random));
    const longer = vectors.map((v, k) => v.map((x) => x * 2 ** k));
    expect(tasteMap(vectors)).toEqual(tasteMap(vectors));
    expect(tasteMap(longer)).toEqual(tasteMap(vectors));
  });

  it.each([0, 1, 3])('of %i vectors that point the same way has them in the middle', (count) => {
    const vectors = Array.from({ length: count }, (_, k) => Float32Array.of(0.3, 0.1, 0.7).map((x) => x * (k + 1)));
    expect(tasteMap(vectors)).toEqual({ places: vectors.map(() => ({ x: 0, y: 0 })), shown: 1 });
  });

  it('of two has them at the ends of a line', () => {
    const { places, shown } = tasteMap([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
    expect(places.map(({ x }) => Math.abs(x))).toEqual([1, 1]);
    expect(distance(places[0], places[1])).toBeCloseTo(2, 12);
    expect(shown).toBeCloseTo(1, 12);
  });
});
