import { describe, test } from 'vitest';
import { checkLora, goldenLoraCases } from '../../support/goldenLora.js';

describe('golden LoRA', async () => {
  test.each(await goldenLoraCases())('%s with %s', checkLora);
});
