import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { contrastVector } from '../../../src/engine/aesthetic/embedding.js';
import { readAesthetic } from '../../../src/engine/aesthetic/file.js';
import {
  aivazovskyPictures,
  bucketContrast,
  paperAesthetics,
  readRatingBuckets,
  readScoreHeads,
} from '../../../src/engine/aesthetic/paperFiles.js';
import { CheckpointError } from '../../../src/engine/errors.js';
import { readNpyVector } from '../../../src/engine/weights/npy.js';
import { readTorchLinear, writeTorchVector } from '../../../src/engine/weights/torchPickle.js';

async function vectorOf(name: string): Promise<Float32Array> {
  const { file } = paperAesthetics.find((one) => one.name === name)!;
  return readAesthetic(await readFile(file), file).vector;
}

async function scores(head: string, vectors: readonly Float32Array[]): Promise<number[]> {
  const { score } = (await readScoreHeads()).find(({ name }) => name === head)!;
  return vectors.map((vector) => Number(score(vector).toFixed(2)));
}

describe("the paper's vectors", () => {
  test('are eight of ViT-L/14, each with its licence', async () => {
    expect(paperAesthetics).toHaveLength(8);
    for (const { name, note } of paperAesthetics) {
      expect(await vectorOf(name)).toHaveLength(768);
      expect(note).toContain('CreativeML Open RAIL-M');
    }
    expect(await aivazovskyPictures()).toHaveLength(3);
  });

  test('have laion_7plus as the contrast of the rating buckets, to 1e-6', async () => {
    const { images, reference } = bucketContrast(await readRatingBuckets());
    const [ours, theirs] = [contrastVector(images, reference), await vectorOf('laion_7plus')];
    expect(Math.max(...ours.map((x, i) => Math.abs(x - theirs[i])))).toBeLessThan(1e-6);
  });
});

// Computed once with numpy from the published files.
describe('the heads give the scores', () => {
  test('of LAION’s to its own rating buckets and to the vectors', async () => {
    const buckets = await readRatingBuckets();
    expect(await scores('laion', buckets)).toEqual([-2.46, -0.14, 1.9, 3.58, 5.1, 6.47, 7.79, 9.05, 10.23, 11.3]);
    const vectors = await Promise.all(['aivazovsky', 'gloomcore', 'laion_7plus', 'sac_8plus'].map(vectorOf));
    expect(await scores('laion', vectors)).toEqual([7.33, 6.41, 19.21, 13.82]);
  });

  test('of Simulacra’s to the vectors, on embeddings of length √d, and rising with LAION’s ratings', async () => {
    const vectors = await Promise.all(['aivazovsky', 'gloomcore', 'laion_7plus', 'sac_8plus'].map(vectorOf));
    expect(await scores('sac', vectors)).toEqual([6.87, 5.74, 18.23, 17.49]);
    const rising = await scores('sac', await readRatingBuckets());
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
  });

  test('of no vector of another length', async () => {
    const [{ score }] = await readScoreHeads();
    expect(() => score(new Float32Array(256).fill(1))).toThrow('256');
  });
});

test('a file that is no linear layer, no .npy or is not there is refused, by its name', async () => {
  expect(() => readTorchLinear(writeTorchVector(Float32Array.of(1, 2)), 'x.pth')).toThrow(
    new CheckpointError('x.pth has no tensor weight: it is no linear layer'),
  );
  expect(() => readNpyVector(Buffer.from('P6 1 1'), 'y.npy')).toThrow("y.npy is no .npy file of NumPy's format 1.0");
  const whole = await readFile('assets/paper/ratings/rating0.npy');
  expect(() => readNpyVector(whole.subarray(0, -4), 'y.npy')).toThrow('y.npy has 3196 bytes, expected 3200');
  await expect(readRatingBuckets('nowhere')).rejects.toThrow('the ratings are ten files, rating0.npy to rating9.npy');
});
