import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openRequestStart, stepsFor } from '../../../src/engine/pipeline/requestStart.js';
import { skippedSteps } from '../../../src/engine/pipeline/start.js';

const image = 'models/demo/examples/sunset/whale.jpg';
const size = { width: 32, height: 32 };

describe('a picture as the start leaves at least one step', () => {
  test('of a pack of one step, which then takes two', async () => {
    const steps = stepsFor({ image }, 1, 150);
    expect(steps).toBe(2);
    const { recipe } = await openRequestStart({ image }, { ...size, steps });
    expect(recipe.keep).toBe(0.3);
    expect(skippedSteps(steps, recipe.keep)).toBe(1);
  });

  test('where one step is asked for, of which nothing is kept', async () => {
    expect((await openRequestStart({ image }, { ...size, steps: 1 })).recipe.keep).toBe(0);
  });

  test('of any pack, with what is kept by default and with what is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.option(fc.integer({ min: 0, max: 99 })), (own, percent) => {
        const keep = percent === null ? undefined : percent / 100;
        const steps = stepsFor({ image, ...(keep !== undefined && { keep }) }, own, 150);
        expect(steps).toBeGreaterThanOrEqual(own);
        expect(skippedSteps(steps, keep ?? 0.3)).toBeLessThan(steps);
      }),
    );
  });

  test('and changes no request without one, nor one that keeps all', () => {
    expect(stepsFor(undefined, 1, 150)).toBe(1);
    expect(stepsFor({ image, keep: 1 }, 25, 150)).toBe(25);
  });
});
