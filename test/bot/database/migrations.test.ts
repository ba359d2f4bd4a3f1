import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect, it } from 'vitest';
import { migrate } from '../../../src/bot/database/migrate.js';
import type { Session } from '../../../src/bot/database/migrate.js';
import { schemaDiff } from '../../support/schemaDiff.js';

const sessionOf = (db: PGlite): Session => ({
  run: async (sql) => {
    await db.exec(sql);
  },
  query: async (sql, values) => (await db.query<object>(sql, [...values])).rows,
});

it('make the database that prisma/schema.prisma describes', async () => {
  const script = await schemaDiff(async (db) => {
    expect(await migrate(sessionOf(db))).toHaveLength((await readdir('prisma/migrations')).length - 1);
    expect(await migrate(sessionOf(db))).toEqual([]);
  });
  expect(script.trim()).toBe('-- This is an empty migration.');
});

it('and so does the generated client, which is committed', async () => {
  const schema = await readFile(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8');
  const client = await readFile(new URL('../../../src/generated/prisma/internal/class.ts', import.meta.url), 'utf8');
  const inline = /"inlineSchema": ("(?:[^"\\]|\\.)*")/.exec(client)?.[1] ?? '""';
  expect(JSON.parse(inline)).toBe(schema);
});

it('are refused when one was changed after it ran, and leave nothing half done when one fails', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'migrations-'));
  const db = await PGlite.create();
  const write = async (name: string, sql: string): Promise<void> => {
    await mkdir(join(dir, name), { recursive: true });
    await writeFile(join(dir, name, 'migration.sql'), sql);
  };
  try {
    await write('1_first', 'CREATE TABLE a (id int);');
    await write('2_second', 'CREATE TABLE b (id int); SELECT 1 / 0;');
    await expect(migrate(sessionOf(db), dir)).rejects.toThrow('migration 2_second failed');
    const tables = await db.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE tablename IN ('a', 'b')",
    );
    expect(tables.rows).toEqual([{ name: 'a' }]);
    await write('1_first', 'CREATE TABLE a (id bigint);');
    await expect(migrate(sessionOf(db), dir)).rejects.toThrow('1_first is');
  } finally {
    await db.close();
    await rm(dir, { recursive: true });
  }
});
