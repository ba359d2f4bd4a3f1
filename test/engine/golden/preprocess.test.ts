import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { preprocess } from '../../../src/engine/image/preprocess.js';
import { parsePreprocessor } from '../../../src/engine/image/preprocessConfig.js';
import { goldenData, goldenCases, loadCase, tensorOf } from '../../support/golden.js';

const tolerance = 0.006; // mean absolute difference

/** Every picture below GOLDEN_DATA/images by its file name. */
const pictures = new Map(
  (await readdir(join(goldenData, 'images'), { recursive: true })).map((path) => [
    basename(path),
    join(goldenData, 'images', path),
  ]),
);

describe('golden preprocess', async () => {
  for (const path of await goldenCases('preprocess')) {
    it(path, async () => {
      const golden = await loadCase(path);
      const { shape, data } = tensorOf(golden, 'pixels');
      const [rows, columns] = shape.slice(-2) as [number, number];
      const stride = Number(golden.meta['stride']);
      // transformers' defaults: an empty preprocessor_config.json.
      const config = parsePreprocessor({}, 'defaults');
      const values = await preprocess(pictures.get(golden.meta['file'] as string)!, config);
      expect([Math.ceil(config.height / stride), Math.ceil(config.width / stride)]).toEqual([rows, columns]);
      let sum = 0;
      data.forEach((expected, i) => {
        const [c, y, x] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
        sum += Math.abs(values[(c * config.height + y * stride) * config.width + x * stride] - expected);
      });
      expect(sum / data.length).toBeLessThanOrEqual(tolerance);
    });
  }
});
