import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { openPack } from '../../../src/engine/pack/pack.js';
import { goldenMoreCases, goldenMoreDir } from '../../support/golden.js';
import { goldenPrompts } from '../../support/goldenMore.js';
import { goldenPipelines } from '../../support/goldenPipelines.js';

const prompts = goldenPrompts();
const pipelines = goldenPipelines(
  'cpu',
  (kind) => openPack(join(goldenMoreDir, 'models', `tiny-${kind}`)),
  goldenMoreDir,
  'in chunks',
);
afterAll(async () => {
  await prompts.close();
  await pipelines.close();
});

describe('golden prompts', async () => {
  test.each(await goldenMoreCases('long'))('%s', (path) => prompts.encoded(path));
  test.each(await goldenMoreCases('longPersonalise'))('%s', (path) => prompts.personalised(path));
  test.each(await goldenMoreCases('longPipeline'))('%s', (path) => pipelines.check(path));
  test.each(await goldenMoreCases('clipSkip'))('%s', (path) => prompts.clipSkipped(path));
});
