import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blend } from '../../../src/engine/aesthetic/blend.js';
import {
  addImages,
  contrastVector,
  cosine,
  makeAesthetic,
  meanVector,
  normalise,
  removeImage,
  weightImages,
} from '../../../src/engine/aesthetic/embedding.js';
import type { Aesthetic } from '../../../src/engine/aesthetic/embedding.js';
import { UserError } from '../../../src/engine/errors.js';
import { readTorchVector } from '../../../src/engine/weights/torchPickle.js';
import { readNpy } from '../../support/npy.js';

const value = fc.float({ min: -20, max: 20, noNaN: true, noDefaultInfinity: true });
const vector = fc.array(value, { minLength: 8, maxLength: 8 }).map((v) => Float32Array.from(v));
const images = fc.array(vector, { minLength: 1, maxLength: 6 });
const close = (a: Float32Array, b: Float32Array): void => {
  a.forEach((x, i) => {
    expect(x).toBeCloseTo(b[i], 4);
  });
};
const paper = async (name: string): Promise<Float32Array> =>
  readTorchVector(await readFile(`test/data/aesthetics/${name}.pt`), name).data;

describe('a second CLIP’s vectors', () => {
  const pair = fc.tuple(vector, vector);
  const pairs = fc.array(pair, { minLength: 2, maxLength: 6 });
  const made = (given: readonly (readonly [Float32Array, Float32Array])[], weights?: number[]): Aesthetic =>
    makeAesthetic({
      name: 'x',
      kind: 'mean',
      images: given.map(([first]) => first),
      second: { images: given.map(([, second]) => second), clipId: 'b' },
      ...(weights && { weights }),
    });

  test('follow each change of the images', () => {
    fc.assert(
      fc.property(pairs, pair, (given, [first, second]) => {
        const longer = addImages(made(given), [first], [second]);
        expect(longer).toEqual(made([...given, [first, second]]));
        expect(removeImage(longer, given.length)).toEqual(made(given));
        const weights = given.map((_, i) => i + 1);
        expect(weightImages(made(given), weights)).toEqual(made(given, weights));
      }),
    );
  });

  test('are left out where an image has none, and of a contrast without a reference for them', () => {
    const [one, two] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    expect(addImages(made([[one, two]]), [two]).second).toBeUndefined();
    const contrast = { name: 'x', kind: 'contrast' as const, images: [one], reference: two };
    expect(makeAesthetic({ ...contrast, second: { images: [two] } }).second).toBeUndefined();
    expect(makeAesthetic({ ...contrast, second: { images: [two], reference: one } }).second?.vector).toEqual(
      Float32Array.of(-1, 1),
    );
  });

  test('are blended where all parts have them, of one CLIP', () => {
    const [x, y] = [
      made([[Float32Array.of(1, 0), Float32Array.of(0, 0, 4)]]),
      made([[Float32Array.of(0, 2), Float32Array.of(3, 0, 0)]]),
    ];
    const of = (...aesthetics: Aesthetic[]) =>
      blend(
        aesthetics.map((aesthetic) => ({ aesthetic, weight: 2 })),
        'z',
      );
    expect(of(x, y).second).toEqual({ vector: Float32Array.of(2, 0, 2), clipId: 'b' });
    expect(of(x, { ...y, second: { ...y.second!, clipId: 'c' } }).second).toBeUndefined();
    expect(
      of(x, makeAesthetic({ name: 'plain', kind: 'mean', images: [Float32Array.of(1, 1)] })).second,
    ).toBeUndefined();
  });
});

describe('the paper’s vectors', () => {
  test('LAION₇₊ is a contrast: the mean of ratings 7 to 9 minus that of 1 to 3, to 1e-6', async () => {
    const rating = (r: number): Promise<Float32Array> => readNpy(`test/data/laion_ratings/rating${r}.npy`);
    const liked = await Promise.all([7, 8, 9].map(rating));
    const disliked = await Promise.all([1, 2, 3].map(rating));
    const ours = contrastVector(liked, meanVector(disliked));
    const theirs = await paper('laion_7plus');
    expect(Math.max(...ours.map((v, i) => Math.abs(v - theirs[i])))).toBeLessThan(1e-6);
    expect(cosine(meanVector(liked), theirs)).toBeLessThan(0.3);
  });

  test('lie to each other as the study of the method found', async () => {
    expect(cosine(await paper('cloudcore'), await paper('gloomcore'))).toBeCloseTo(0.912, 3);
    expect(cosine(await paper('fantasy'), await paper('flower_plant'))).toBeCloseTo(0.9, 3);
  });
});

describe('an aesthetic', () => {
  test('is the raw mean of its images, not of their directions', () => {
    expect(meanVector([Float32Array.of(10, 0), Float32Array.of(0, 2)])).toEqual(Float32Array.of(5, 1));
  });

  test('weights its images, a weight of 2 like an image given twice', () => {
    fc.assert(
      fc.property(images, (v) => {
        close(meanVector(v, [2, ...v.slice(1).map(() => 1)]), meanVector([v[0], ...v]));
      }),
    );
  });

  test('is the same after adding images and removing them, to the bit', () => {
    fc.assert(
      fc.property(images, vector, vector, (v, extra, reference) => {
        const first = makeAesthetic({ name: 'a', kind: 'contrast', images: v, reference });
        const more = addImages(first, [extra]);
        expect(more.vector).toEqual(contrastVector([...v, extra], reference));
        expect(removeImage(more, v.length).vector).toEqual(first.vector);
        expect(more.count).toBe(v.length + 1);
      }),
    );
  });

  const one = makeAesthetic({ name: 'one', kind: 'mean', images: [Float32Array.of(1, 2)] });
  const imported: Aesthetic = { name: 'imported', kind: 'mean', vector: Float32Array.of(1, 2), count: 3 };
  const refused: readonly [string, () => unknown, RegExp][] = [
    ['of no image', () => meanVector([]), /at least one image/],
    ['of images of different CLIPs', () => meanVector([Float32Array.of(1), Float32Array.of(1, 2)]), /another CLIP/],
    ['of NaN', () => meanVector([Float32Array.of(NaN)]), /not finite/],
    ['with a negative weight', () => weightImages(one, [-1]), /weights/],
    [
      'in contrast to nothing',
      () => makeAesthetic({ name: 'a', kind: 'contrast', images: [Float32Array.of(1)] }),
      /needs a reference/,
    ],
    ['without its last image', () => removeImage(one, 0), /nothing left/],
    ['without an image it does not have', () => removeImage(one, 3), /no image 4; it has 1/],
    ['more images, which came as a vector alone', () => addImages(imported, [Float32Array.of(1, 2)]), /vector alone/],
  ];
  test.each(refused)('%s is refused', (_, make, message) => {
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });

  test('has a direction only where it has a length', () => {
    expect(normalise(Float32Array.of(3, 4))).toEqual(Float32Array.of(0.6, 0.8));
    expect(() => normalise(new Float32Array(2))).toThrow(UserError);
    expect(() => normalise(Float32Array.of(NaN, 1))).toThrow(UserError);
  });
});

describe('a blend', () => {
  const of = (name: string, kind: Aesthetic['kind'], ...v: number[]): Aesthetic => ({
    name,
    kind,
    vector: Float32Array.from(v),
    count: 2,
    clipId: 'c',
  });
  const [x, y] = [of('x', 'mean', 5, 0), of('y', 'mean', 0, 0.5)];
  const mixed = (...parts: [Aesthetic, number][]): Aesthetic =>
    blend(
      parts.map(([aesthetic, weight]) => ({ aesthetic, weight })),
      'b',
    );

  test('sums directions: a long vector counts no more than a short one', () => {
    expect(mixed([x, 1], [y, 1])).toMatchObject({ kind: 'mean', count: 4, clipId: 'c', vector: Float32Array.of(1, 1) });
  });

  test('is a contrast where a part is, or a weight is negative', () => {
    expect(mixed([x, 1], [of('z', 'contrast', 0, 1), 1]).kind).toBe('contrast');
    expect(mixed([x, 1], [y, -0.5])).toMatchObject({ kind: 'contrast', vector: Float32Array.of(1, -0.5) });
  });

  test('of nothing, of different CLIPs, without sense or that cancels out is refused', () => {
    expect(() => mixed()).toThrow(/at least one/);
    expect(() => mixed([x, 1], [{ ...y, clipId: 'd' }, 1])).toThrow(/different CLIPs/);
    expect(() => mixed([x, 1], [{ ...y, vector: Float32Array.of(1, 2, 3) }, 1])).toThrow(/3 numbers.*another CLIP/);
    expect(() => mixed([x, NaN])).toThrow(/weight of x is NaN/);
    expect(() => mixed([x, 1], [{ ...x, name: 'same' }, -1])).toThrow(/cancel out/);
  });
});
