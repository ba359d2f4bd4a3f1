import { join } from 'node:path';
import { expect, test } from 'vitest';
import { preprocessPixels } from '../../../src/engine/image/preprocess.js';
import { isFlagged, safetyCheckerProgram } from '../../../src/engine/models/safetyChecker.js';
import { openSafetyChecker } from '../../../src/engine/pack/safetyChecker.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import { scopeOf } from '../../../src/engine/weights/scope.js';
import { goldenMoreDir, loadCase } from '../../support/golden.js';

/** Of the golden set's README, absolute. */
const scoreTolerance = 2e-3;

test('checker/pictures', async () => {
  const { tensors } = await loadCase('checker/pictures', goldenMoreDir);
  const [pictures, flags] = [tensors.get('pictures')!, tensors.get('flags')!];
  const models = join(goldenMoreDir, 'models');
  const checker = await openSafetyChecker(
    join(models, 'safety_checker'),
    join(models, 'safety_checker_feature_extractor'),
  );
  const session = await openSession(safetyCheckerProgram(checker.config, scopeOf(checker.tensors, 'safety_checker')));
  const [count, channels, height, width] = pictures.shape;
  const area = height * width;
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const rgb = new Uint8Array(area * channels);
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < area; p++) rgb[p * channels + c] = pictures.data[(i * channels + c) * area + p];
    const pixels = await preprocessPixels(rgb, width, height, checker.preprocessor);
    const { special, concepts } = await session.run({
      pixels: { data: pixels, dims: [3, checker.preprocessor.height, checker.preprocessor.width] },
    });
    const cosines = { special: special.data as Float32Array, concepts: concepts.data as Float32Array };
    for (const kind of ['special', 'concepts'] as const) {
      const expected = tensors.get(kind)!;
      const each = expected.shape[1];
      const errors = Array.from(cosines[kind], (value, j) => Math.abs(value - expected.data[i * each + j]));
      expect(Math.max(...errors)).toBeLessThan(scoreTolerance);
    }
    found.push(Number(isFlagged(cosines, checker.thresholds)));
  }
  await session.release();
  expect(found).toEqual([...flags.data]);
  // Neither all nor none.
  expect(new Set(found)).toEqual(new Set([0, 1]));
});
