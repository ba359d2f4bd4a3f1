import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { fewStepsModels } from './test/support/fewSteps.js';

/** `npm run chaos`: apart from the tests, as it takes as long as it is told to. */
export default defineConfig({
  test: {
    include: ['test/chaos/*.chaos.ts'],
    globalSetup: ['test/support/built.ts', 'test/support/fewSteps.ts'],
    env: {
      AESTHETE_MODELS: fewStepsModels,
      AESTHETE_THREADS: '1',
      XDG_CACHE_HOME: join(tmpdir(), 'aesthete-tests'),
    },
    pool: 'forks',
    hookTimeout: 120_000,
  },
});
