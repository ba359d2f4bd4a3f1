import { afterAll, describe, test } from 'vitest';
import { goldenFiles } from '../../support/golden.js';
import { goldenModels, modelCases } from '../../support/goldenModels.js';
import type { ModelCase } from '../../support/goldenModels.js';
import { goldenPipelines, pipelineCases } from '../../support/goldenPipelines.js';
import { webgpuTests } from '../../support/webgpu.js';

const models = goldenModels('webgpu');
const pipelines = goldenPipelines('webgpu');
afterAll(async () => {
  await models.close();
  await pipelines.close();
});

describe.skipIf(!(await webgpuTests()))('golden on webgpu', async () => {
  for (const kind of Object.keys(modelCases) as ModelCase[])
    test.each(await goldenFiles(modelCases[kind]))('%s', (path) => models.check[kind](path));
  test.each(await goldenFiles(pipelineCases.imagine))('%s', (path) => pipelines.check(path));
});
