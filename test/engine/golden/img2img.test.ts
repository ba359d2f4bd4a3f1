import { afterAll, describe, test } from 'vitest';
import { goldenMoreCases } from '../../support/golden.js';
import { goldenImg2img } from '../../support/goldenImg2img.js';

const img2img = goldenImg2img();
afterAll(() => img2img.close());

describe('golden pictures as a start', async () => {
  test.each(await goldenMoreCases('img2img'))('%s', (path) => img2img.check(path));
});
