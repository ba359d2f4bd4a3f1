import { afterAll, describe, test } from 'vitest';
import { goldenFiles } from '../../support/golden.js';
import { goldenModels, modelCases } from '../../support/goldenModels.js';
import type { ModelCase } from '../../support/goldenModels.js';

const models = goldenModels('cpu');
afterAll(() => models.close());

describe('golden', async () => {
  for (const kind of Object.keys(modelCases) as ModelCase[])
    test.each(await goldenFiles(modelCases[kind]))('%s', (path) => models.check[kind](path));
});
