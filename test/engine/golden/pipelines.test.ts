import { afterAll, describe, test } from 'vitest';
import { goldenCases } from '../../support/golden.js';
import { goldenPipelines, pipelineCases } from '../../support/goldenPipelines.js';

const pipelines = goldenPipelines('cpu');
afterAll(() => pipelines.close());

describe('golden', async () => {
  for (const kind of pipelineCases) test.each(await goldenCases(kind))('%s', (path) => pipelines.check(path));
});
