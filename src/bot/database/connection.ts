import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { UserError } from '../../engine/index.js';
import { PrismaClient } from '../../generated/prisma/client.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { postgresHost } from '../serverUrls.js';
import { lockDataFolder } from './folderLock.js';
import { migrate } from './migrate.js';
import { YieldingPGlite } from './pglite.js';
import { PglitePool } from './pglitePool.js';

/** What repositories take: the client, or a transaction of it. */
export type Db = Prisma.TransactionClient;

/** Under load a transaction waits for others, of which PGlite has one at a time; Prisma would give up after 2 s. */
const transactionOptions = { maxWait: 30_000, timeout: 30_000 };

/**
 * A server that hangs is not waited for for ever: milliseconds for a connection, one of the pool too, and for a statement, of which an erasure's
 * are the longest.
 */
const patience = { connectionTimeoutMillis: 15_000, query_timeout: 60_000, keepAlive: true } as const;

/** Hears the text of every statement that repositories send, BEGIN and COMMIT included. */
export type OnStatement = (sql: string) => void;

function createClient(adapter: PrismaPg | PrismaPGlite, onStatement: OnStatement | undefined): PrismaClient {
  if (onStatement === undefined) return new PrismaClient({ adapter, transactionOptions });
  const client = new PrismaClient({ adapter, transactionOptions, log: [{ emit: 'event', level: 'query' }] });
  client.$on('query', ({ query }) => {
    onStatement(query);
  });
  return client;
}

/** An open database whose schema is up to date. */
export interface Database {
  readonly client: PrismaClient;
  readonly close: () => Promise<void>;
}

/** BullMQ's tables, beside the bot's in `public`; the names of both are found without a prefix. */
const searchPath = 'SET search_path TO public, bullmq';

/** PGlite in the data folder, which becomes this process's own. @throws UserError when another process has the folder */
export async function openEmbedded(
  dir: string,
  onStatement?: OnStatement,
): Promise<Database & { readonly queuePool: PglitePool }> {
  const unlock = await lockDataFolder(dir);
  try {
    const folder = join(dir, 'database');
    await mkdir(folder, { recursive: true });
    const db = await YieldingPGlite.open(folder);
    await migrate({
      run: async (sql) => {
        await db.exec(sql);
      },
      query: async (sql, values) => (await db.query<object>(sql, [...values])).rows,
    });
    // Runs several statements a query, which PGlite's `query` does not take.
    await runMigrations({
      query: async <R>(sql: string, values?: readonly unknown[]) =>
        values === undefined
          ? { rows: (await db.exec(sql)).flatMap(({ rows }) => rows as R[]) }
          : db.query<R>(sql, [...values]),
    });
    await db.exec(searchPath);
    const client = createClient(new PrismaPGlite(db), onStatement);
    const queuePool = new PglitePool(db);
    return {
      client,
      queuePool,
      close: async () => {
        await client.$disconnect();
        await queuePool.end();
        await db.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Postgres at `url`; any number of processes. @throws UserError when it cannot be reached */
export async function openPostgres(url: string, onStatement?: OnStatement): Promise<Database> {
  const session = new pg.Client({ connectionString: url });
  try {
    await session.connect();
  } catch (error) {
    // The URL has a password: only its host is named.
    throw new UserError(`no Postgres answers at ${postgresHost(url)} (${String(error)}); check DATABASE_URL`);
  }
  try {
    await migrate({
      run: async (sql) => {
        await session.query(sql);
      },
      query: async (sql, values) => (await session.query<object>(sql, [...values])).rows,
    });
  } finally {
    await session.end();
  }
  const client = createClient(new PrismaPg({ connectionString: url, max: 10, ...patience }), onStatement);
  return { client, close: () => client.$disconnect() };
}
