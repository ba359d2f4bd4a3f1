import { Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { builtInTables } from './builtIn.js';
import type { Column } from './columns.js';
import { refs, tables } from './tables.js';

/** A row as an archive has it: JSON of one line. */
export interface ArchivedRow {
  readonly table: string;
  readonly line: string;
}

/** Rows that are held at once; of an aesthetic's images, with thumbnail and picture, some 60 kB. */
const pageSize = 100;
const longestMs = 6 * 3_600_000;

/** Reads all at one moment, whatever is written meanwhile. */
export async function atOneMoment<T>(client: PrismaClient, read: (db: Db) => Promise<T>): Promise<T> {
  return client.$transaction(read, {
    isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
    timeout: longestMs,
  });
}

/** The guilds that have rows here, oldest first. */
export async function storedGuilds(db: Db): Promise<string[]> {
  const guilds = await db.guild.findMany({ select: { id: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return guilds.map(({ id }) => id);
}

/** Requests of a guild that an archive leaves out: they are not over yet. */
export async function countUnfinished(db: Db, guildId: string): Promise<number> {
  const [{ count }] = await db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM generation t
    WHERE t.guild_id = ${guildId} AND NOT t.making AND t.id NOT IN (${refs.generation(guildId)})`;
  return count;
}

/** The newest change to the schema that the database has. */
export async function schemaVersion(db: Db): Promise<string> {
  const [{ name }] = await db.$queryRaw<[{ name: string }]>`
    SELECT max(migration_name) AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`;
  return name;
}

/** All rows of a guild, in the order in which they are written again; neither tokens nor share codes. Within a transaction. */
export async function* exportGuild(db: Db, guildId: string): AsyncGenerator<ArchivedRow> {
  const all = [...builtInTables, ...tables.map((table) => ({ ...table, from: table.name }))];
  for (const { name, from, columns, key, of } of all) {
    const cursor = Prisma.raw(`archived_${name}`);
    await db.$executeRaw`DECLARE ${cursor} CURSOR FOR ${select(from, columns, key, of(guildId))}`;
    for (;;) {
      const page = await db.$queryRaw<{ line: string }[]>`FETCH ${Prisma.raw(String(pageSize))} FROM ${cursor}`;
      for (const { line } of page) yield { table: name, line };
      if (page.length < pageSize) break;
    }
    await db.$executeRaw`CLOSE ${cursor}`;
  }
}

function select(
  table: string,
  columns: Readonly<Record<string, Column>>,
  key: readonly string[],
  where: Prisma.Sql,
): Prisma.Sql {
  const values = Object.entries(columns).map(([name, column]) => `${written(`t."${name}"`, column)} AS "${name}"`);
  const order = key.map((name) => `t."${name}"`);
  return Prisma.sql`
    SELECT row_to_json(r)::text AS line
    FROM (SELECT ${Prisma.raw(values.join(', '))} FROM ${Prisma.raw(table)} t WHERE ${where} ORDER BY ${Prisma.raw(order.join(', '))}) r`;
}

/** A column's value as JSON has it, in SQL. */
function written(value: string, { type }: Column): string {
  switch (type) {
    case 'bytea':
      return String.raw`translate(encode(${value}, 'base64'), E'\n', '')`;
    case 'timestamp with time zone':
      return `to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    case 'bigint':
      return `${value}::text`;
    default:
      return value;
  }
}
