import { afterAll, describe, test } from 'vitest';
import { goldenCases } from '../../support/golden.js';
import { goldenModels, modelCases } from '../../support/goldenModels.js';

const models = goldenModels('cpu');
afterAll(() => models.close());

describe('golden', async () => {
  for (const kind of modelCases) test.each(await goldenCases(kind))('%s', (path) => models.check[kind](path));
});
