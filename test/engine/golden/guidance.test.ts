import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { guidanceEmbedding } from '../../../src/engine/sampling/guidance.js';
import { expectClose, goldenCases, loadCase, tensorOf } from '../../support/golden.js';

const caseMeta = z.object({ guidance_minus_one: z.array(z.number()) });

describe('golden guidance embedding', async () => {
  for (const path of await goldenCases('unet')) {
    const golden = await loadCase(path);
    if (!golden.tensors.has('guidance_embedding')) continue;
    it(path, () => {
      const { shape, data } = tensorOf(golden, 'guidance_embedding');
      const width = shape[1];
      const scales = caseMeta.parse(golden.meta).guidance_minus_one;
      expect(shape[0]).toBe(scales.length);
      scales.forEach((scale, i) => {
        // Angles go up to thousands: one float32 step of theirs is 5e-4.
        expectClose(guidanceEmbedding(scale + 1, width), data.subarray(i * width, (i + 1) * width), 1e-4);
      });
    });
  }
});
