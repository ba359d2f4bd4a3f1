import { afterAll, describe, test } from 'vitest';
import { goldenFiles } from '../../support/golden.js';
import { goldenPipelines, pipelineCases } from '../../support/goldenPipelines.js';

const pipelines = goldenPipelines('cpu');
afterAll(() => pipelines.close());

describe('golden', async () => {
  for (const pattern of Object.values(pipelineCases))
    test.each(await goldenFiles(pattern))('%s', (path) => pipelines.check(path));
});
