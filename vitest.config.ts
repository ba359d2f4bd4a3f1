import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { fewStepsModels } from './test/support/fewSteps.js';
import LongFirst from './test/support/longFirst.js';

/**
 * Tests without an engine, a database, a child process or a browser: they run in threads, on all cores, and share the modules that they
 * import, so they must not change them. A file that is not listed here runs in one of the other projects, whose files run in processes.
 */
const unit = [
  'test/text/**/*.test.ts',
  'test/commands/**/*.test.ts',
  'test/playground/*.test.ts',
  'test/bot/views/**/*.test.ts',
  'test/bot/community/**/*.test.ts',
  'test/bot/queue/{positions,fairness}.test.ts',
  'test/bot/repositories/shareCode.test.ts',
  'test/bot/database/priorityMutex.test.ts',
  'test/bot/transient.test.ts',
  'test/bot/discord/{attachmentHosts,messenger,permissions,proxyWaits,registration,router}.test.ts',
  'test/engine/{config,image,sampling,text,weights}/**/*.test.ts',
  'test/engine/aesthetic/{bootstrap,embedding,file}.test.ts',
  'test/engine/golden/{guidance,kinds,preprocess,randn,schedulers,tokens}.test.ts',
  'test/engine/pack/{clipId,find,modelDefaults,prediction,settings}.test.ts',
  'test/engine/runtime/{cpuThreads,machineMemory,memoryBudget,random,sessionSize}.test.ts',
  'test/docs/*.test.ts',
  'test/scripts/containers.test.ts',
  'test/cli/{confirm,files,options,progressDisplay}.test.ts',
];

/** Tests of the bot, which paint with fewer steps. */
const bot = ['test/{bot,e2e,playground}/**/*.test.ts'];

/** Tests of the command line. */
const cli = ['test/cli.test.ts', 'test/cli/**/*.test.ts'];

/** Where tests start many processes of the product, they are those of `dist/`. */
const built = {
  globalSetup: 'test/support/built.ts',
  alias: [{ find: /^\.\/child\/entry\.js$/, replacement: resolve('test/support/builtEngine.ts') }],
};

/**
 * Two engines on two cores: with a thread for each core they spin while the other one computes, and both take longer. And what was proved on this
 * machine must not choose a test's precision.
 */
const environment = { AESTHETE_THREADS: '1', XDG_CACHE_HOME: join(tmpdir(), 'aesthete-tests') };

/**
 * ONNX Runtime blocks its thread: processes, not threads. Three at once on two cores, since tests of the bot wait for one process or another
 * nearly half of their time. Files of one process share the modules that they import, so they must not change them.
 */
const processes = { pool: 'forks', maxWorkers: 3, isolate: false, sequence: { groupOrder: 1 } } as const;

export default defineConfig({
  test: {
    testTimeout: 240_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unit,
          pool: 'threads',
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'bot',
          include: bot,
          exclude: [...configDefaults.exclude, ...unit],
          ...built,
          globalSetup: ['test/support/servers.ts', built.globalSetup, 'test/support/fewSteps.ts'],
          env: { AESTHETE_MODELS: fewStepsModels, ...environment },
          ...processes,
        },
      },
      {
        extends: true,
        test: {
          name: 'cli',
          include: cli,
          exclude: [...configDefaults.exclude, ...unit],
          ...built,
          env: environment,
          ...processes,
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...unit, ...bot, ...cli],
          env: environment,
          ...processes,
        },
      },
    ],
  },
});
