import { afterAll, describe, test } from 'vitest';
import { goldenMoreCases } from '../../support/golden.js';
import { goldenGuided } from '../../support/goldenGuided.js';

const guided = goldenGuided();
afterAll(() => guided.close());

describe('golden CLIP guidance', async () => {
  test.each(await goldenMoreCases('guidedGradient'))('%s', (path) => guided.gradient(path));
  test.each(await goldenMoreCases('guidedPipeline'))('%s', (path) => guided.pipeline(path));
});
