import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Tests without an engine, a database, a child process or a browser: they run in threads, on all cores, and share the modules that they
 * import, so they must not change them. A file that is not listed here runs in the other project, where every file has a process.
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
  'test/bot/discord/{attachmentHosts,messenger,permissions,registration,router}.test.ts',
  'test/engine/{config,image,sampling,text,weights}/**/*.test.ts',
  'test/engine/aesthetic/{embedding,file}.test.ts',
  'test/engine/golden/{guidance,kinds,preprocess,randn,schedulers,tokens}.test.ts',
  'test/engine/pack/{clipId,find,settings}.test.ts',
  'test/engine/runtime/random.test.ts',
  'test/cli/{files,options}.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 240_000,
    hookTimeout: 120_000,
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
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...unit],
          globalSetup: 'test/support/servers.ts',
          // ONNX Runtime blocks its thread and owns native memory: one process per file.
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
