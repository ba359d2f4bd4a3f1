import { afterAll, describe, test } from 'vitest';
import { goldenCases } from '../../support/golden.js';
import type { GoldenKind } from '../../support/golden.js';
import { goldenModels } from '../../support/goldenModels.js';
import { goldenPipelines } from '../../support/goldenPipelines.js';
import { webgpuTests } from '../../support/webgpu.js';

const models = goldenModels('webgpu');
const pipelines = goldenPipelines('webgpu');
afterAll(async () => {
  await models.close();
  await pipelines.close();
});

/** Cases of the packs that look like Stable Diffusion: an adapter in software takes seconds for most. */
const likeStableDiffusion = (kind: GoldenKind): Promise<string[]> =>
  goldenCases(kind).then((paths) => paths.filter((path) => path.startsWith('sd')));

describe.skipIf(!(await webgpuTests()))('golden on webgpu', async () => {
  for (const kind of ['text', 'personalise', 'strength', 'unet', 'vae'] as const)
    test.each(await likeStableDiffusion(kind))('%s', (path) => models.check[kind](path));
  test.each(await likeStableDiffusion('imagine'))('%s', (path) => pipelines.check(path));
});
