import { afterAll, describe, test } from 'vitest';
import { goldenMoreCases, goldenMoreDir } from '../../support/golden.js';
import { goldenPipelines } from '../../support/goldenPipelines.js';
import { goldenSdxl, openTinySdxl } from '../../support/goldenSdxl.js';

const forward = goldenSdxl();
const pipelines = goldenPipelines('cpu', openTinySdxl, goldenMoreDir);
afterAll(async () => {
  await forward.close();
  await pipelines.close();
});

describe('golden, Stable Diffusion XL', async () => {
  test.each(await goldenMoreCases('xlTokens'))('%s', (path) => forward.tokens(path));
  test.each(await goldenMoreCases('xlText'))('%s', (path) => forward.text(path));
  test.each(await goldenMoreCases('xlUnet'))('%s', (path) => forward.unet(path));
  test.each(await goldenMoreCases('xlPersonalise'))('%s', (path) => forward.personalise(path));
  test.each(await goldenMoreCases('xlPipeline'))('%s', (path) => pipelines.check(path));
  test.each(await goldenMoreCases('xlImagine'))('%s', (path) => pipelines.check(path));
});
