import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** One session of a database, PGlite or Postgres. */
export interface Session {
  /** Several statements, no parameters. */
  run(sql: string): Promise<void>;
  query(sql: string, values: readonly string[]): Promise<readonly object[]>;
}

/** Prisma's own number: `prisma migrate` and this runner never run at once. */
const advisoryLock = 72_707_369;
// src/bot/data and dist/bot/data lie equally deep.
const folder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

const ledgerRows = z.array(z.object({ migration_name: z.string(), checksum: z.string() }));

/** Prisma's ledger, so that `prisma migrate` could take over. */
const ledger = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/**
 * Applies what is missing of prisma/migrations, each in a transaction with its line in the ledger; processes that start together
 * wait for one another. Returns the names that were applied. Throws Error where an applied migration was changed since.
 */
export async function migrate(session: Session, dir = folder): Promise<string[]> {
  const migrations = await readMigrations(dir);
  await session.run(`SELECT pg_advisory_lock(${advisoryLock})`);
  try {
    await session.run(ledger);
    const rows = await session.query('SELECT migration_name, checksum FROM _prisma_migrations', []);
    const applied = new Map(ledgerRows.parse(rows).map((row) => [row.migration_name, row.checksum]));
    const missing = migrations.filter(({ name, checksum }) => {
      const known = applied.get(name);
      if (known !== undefined && known !== checksum)
        throw new Error(`migration ${name} is ${checksum}, applied was ${known}: it was changed after it ran`);
      return known === undefined;
    });
    for (const migration of missing) await apply(session, migration);
    return missing.map(({ name }) => name);
  } finally {
    await session.run(`SELECT pg_advisory_unlock(${advisoryLock})`);
  }
}

interface Migration {
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function apply(session: Session, { name, checksum, sql }: Migration): Promise<void> {
  await session.run('BEGIN');
  try {
    await session.run(sql);
    await session.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await session.run('COMMIT');
  } catch (error) {
    await session.run('ROLLBACK');
    throw new Error(`migration ${name} failed`, { cause: error });
  }
}
