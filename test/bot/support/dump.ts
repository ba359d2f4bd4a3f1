import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Store } from '../../../src/bot/repositories/index.js';
import type { TestStore } from './stores.js';

/** Every row of every table as text, bytes in hexadecimal, and every key and value of the image store and of the queues. */
export async function dump(store: Store, { options }: TestStore): Promise<string> {
  const tables = await store.client.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const rows: string[] = [];
  for (const { name } of tables) {
    const all = await store.client.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
    rows.push(...all.map(({ row }) => row));
  }
  const stored = options.mode === 'embedded' ? await filesOf(options.dir) : await keysOf(store);
  return [...rows, ...stored].join('\n');
}

async function filesOf(dir: string): Promise<string[]> {
  const folder = join(dir, 'images');
  const names = await readdir(folder);
  return Promise.all(names.map(async (name) => `${name} ${(await readFile(join(folder, name))).toString('hex')}`));
}

async function keysOf({ queues }: Store): Promise<string[]> {
  if (queues.backend !== 'redis') return [];
  const { redis } = queues;
  return Promise.all((await redis.keys('*')).map(async (key) => `${key} ${await valueOf(redis, key)}`));
}

async function valueOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.getBuffer(key))?.toString('hex') ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    default:
      return '';
  }
}
