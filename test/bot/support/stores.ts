import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { openStore } from '../../../src/bot/repositories/index.js';
import type { Store, StoreOptions } from '../../../src/bot/repositories/index.js';
import { copyEmbedded, copyPostgres } from './migratedDatabase.js';

/** Both modes; the distributed one where TEST_DATABASE_URL and TEST_REDIS_URL name servers that tests may fill. */
export const modes: readonly StoreOptions['mode'][] =
  process.env['TEST_DATABASE_URL'] && process.env['TEST_REDIS_URL'] ? ['embedded', 'distributed'] : ['embedded'];

/** What a store is opened with. */
export interface TestStore {
  readonly options: StoreOptions;
  /** What main.ts and worker.ts read. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/**
 * A store of that mode that nobody else uses, not opened: a folder, or a database and an empty Redis. Its database is migrated, or not
 * there before it is opened where it is to be `empty`.
 */
export async function newTestStore(mode: StoreOptions['mode'], { empty = false } = {}): Promise<TestStore> {
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-'));
  if (mode === 'embedded') {
    if (!empty) await copyEmbedded(dir);
    return {
      options: { mode, dir },
      env: { AESTHETE_DATA: dir },
      remove: () => rm(dir, { recursive: true, force: true }),
    };
  }
  const server = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  const name = `aesthete_${randomBytes(6).toString('hex')}`;
  if (empty) await onServer(server, `CREATE DATABASE ${name}`);
  else await copyPostgres(server, name);
  const databaseUrl = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const redisUrl = await redisDatabase(process.env['TEST_REDIS_URL'] ?? '');
  await flush(redisUrl);
  return {
    options: { mode, databaseUrl, redisUrl },
    env: { AESTHETE_DATA: dir, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl },
    remove: async () => {
      await flush(redisUrl);
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/**
 * Test files run side by side: each has a numbered database of Redis, by vitest's number of the file's process. Not by its number of the place
 * to run a file (VITEST_POOL_ID), which two files have at once where a project begins while the last file of another ends.
 */
async function redisDatabase(server: string): Promise<string> {
  const redis = new Redis(server);
  const [, databases] = (await redis.config('GET', 'databases')) as [string, string];
  redis.disconnect();
  const number = Number(process.env['VITEST_WORKER_ID'] ?? '0') % Number(databases);
  return Object.assign(new URL(server), { pathname: `/${number}` }).href;
}

async function onServer(url: URL, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(sql);
  await client.end();
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}

/** An open embedded store that ends with the test. */
export async function openTestStore(): Promise<Store> {
  const testStore = await newTestStore('embedded');
  const store = await openStore(testStore.options);
  onTestFinished(async () => {
    await store.close();
    await testStore.remove();
  });
  return store;
}
