import { z } from 'zod';
import { UserError } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { nameKey } from '../aesthetics/names.js';
import { builtInTables, findBuiltIn, withIdsOf } from './builtIn.js';
import type { Here } from './builtIn.js';
import type { Column } from './columns.js';
import { refs, tables } from './tables.js';
import type { Table } from './tables.js';

/** A guild of an archive. `pages` gives a table's rows, one line of JSON each, in the order of the archive. */
export interface ArchivedGuild {
  readonly id: string;
  readonly pages: (table: string) => AsyncIterable<readonly string[]>;
}

export interface ImportOptions {
  /** What the guilds have here goes first. */
  readonly replace: boolean;
  /** What is built into packs that are not known here comes as deleted aesthetics. */
  readonly withoutPacks: boolean;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Of built-in aesthetics and their versions; a pack has a few dozen. */
const mostBuiltIn = 10_000;
const longestMs = 6 * 3_600_000;

/** Tables of an archive, in order. */
export const archivedTables: readonly string[] = [...builtInTables, ...tables].map(({ name }) => name);

/** Those of the guilds that have rows here, with how many aesthetics and requests. */
export async function guildsHere(
  db: Db,
  guildIds: readonly string[],
): Promise<{ readonly id: string; readonly aesthetics: number; readonly requests: number }[]> {
  const rows = await db.guild.findMany({
    where: { id: { in: [...guildIds] } },
    select: { id: true, _count: { select: { aesthetics: true, generations: true } } },
  });
  return rows.map(({ id, _count }) => ({ id, aesthetics: _count.aesthetics, requests: _count.generations }));
}

/**
 * Writes the guilds of an archive, all of them or none. What is in it may be anything: each row is checked, and names rows of its own guild alone. Returns
 * how many rows of each table there were, guild by guild.
 * @throws UserError that says which line is wrong
 */
export async function importGuilds(
  client: PrismaClient,
  guilds: readonly ArchivedGuild[],
  options: ImportOptions,
): Promise<Readonly<Record<string, number>>[]> {
  return client.$transaction(
    async (db) => {
      const written: Readonly<Record<string, number>>[] = [];
      for (const guild of guilds) written.push(await importGuild(db, guild, options));
      return written;
    },
    { timeout: longestMs },
  );
}

async function importGuild(
  db: Db,
  { id: guildId, pages }: ArchivedGuild,
  { replace, withoutPacks, now, signal }: ImportOptions,
): Promise<Readonly<Record<string, number>>> {
  if (replace) await db.guild.deleteMany({ where: { id: guildId } });
  else if ((await guildsHere(db, [guildId])).length > 0) throw alreadyHere(guildId);
  const counts: Record<string, number> = {};
  const read = async function* (table: Table): AsyncGenerator<Row[]> {
    const parse = rowReader(table, guildId);
    counts[table.name] = 0;
    for await (const lines of pages(table.name)) {
      signal.throwIfAborted();
      const rows = lines.map((line, i) => parse(line, (counts[table.name] ?? 0) + i + 1));
      counts[table.name] = (counts[table.name] ?? 0) + rows.length;
      yield rows;
    }
  };
  const [builtIn, builtInVersions] = builtInTables;
  const here = await findBuiltIn(
    db,
    guildId,
    { aesthetics: await collect(read(builtIn)), versions: await collect(read(builtInVersions)) },
    { withoutPacks, now },
  );
  for (const table of tables) {
    for await (const rows of read(table))
      await writeRows(
        db,
        table,
        guildId,
        rows.map((row) => withIdsOf(here, row)),
      );
    if (table.name === 'guild' && counts['guild'] !== 1)
      throw new UserError(`the archive is broken: ${counts['guild']} rows of server ${guildId} itself`);
    await writeCopies(db, table, guildId, here);
  }
  await db.$executeRaw`
    UPDATE guild SET aesthetic_id = NULL WHERE id = ${guildId} AND aesthetic_id NOT IN (${refs.aesthetic(guildId)})`;
  return counts;
}

export function alreadyHere(guildId: string): UserError {
  return new UserError(
    `server ${guildId} has data here already, and nothing was changed: --replace takes the archive in its place`,
  );
}

async function writeCopies(db: Db, table: Table, guildId: string, here: Here): Promise<void> {
  const rows = { aesthetic: here.aesthetics, aesthetic_version: here.versions }[table.name] ?? [];
  await writeRows(db, table, guildId, rows);
}

async function collect(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) {
    rows.push(...page);
    if (rows.length > mostBuiltIn) throw new UserError('the archive is broken: it has too many built-in aesthetics');
  }
  return rows;
}

type Row = Readonly<Record<string, unknown>>;

/** Reads a line of a table. @throws UserError that names it */
function rowReader({ name, columns }: Table, guildId: string): (line: string, number: number) => Row {
  const schema = z.strictObject(Object.fromEntries(Object.entries(columns).map(([key, one]) => [key, one.schema])));
  return (line, number) => {
    const broken = (why: string): UserError =>
      new UserError(`the archive is broken: row ${number} of ${name} of server ${guildId}: ${why}`);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw broken('is no JSON');
    }
    const row = schema.safeParse(value);
    if (!row.success) {
      const { path, message } = row.error.issues[0];
      throw broken(`${path.map(String).join('.')} ${message}`.trim());
    }
    const { guild_id: owner = guildId, live_name: liveName = null, name: called } = row.data;
    if (owner !== guildId) throw broken('is of another server');
    if (name === 'guild' && row.data['id'] !== guildId) throw broken('is another server');
    if (liveName !== null && liveName !== nameKey(String(called))) throw broken('has another name than it is found by');
    return row.data;
  };
}

/** Ids of the database are unique: rows of another guild can have them already. */
const uniqueViolation = '23505';

async function writeRows(db: Db, table: Table, guildId: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await checkRefs(db, table, guildId, rows);
  const columns = Object.entries(table.columns).filter(([name]) => rows.some((row) => name in row));
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  const values = columns.map(([name, column]) => taken(`r."${name}"`, column)).join(', ');
  const record = columns.map(([name, { type }]) => `"${name}" ${type === 'bytea' ? 'text' : type}`).join(', ');
  try {
    await db.$executeRaw`
      INSERT INTO ${Prisma.raw(`${table.name} (${names})`)}
      SELECT ${Prisma.raw(values)} FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (${Prisma.raw(record)})`;
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || !said(error).includes(uniqueViolation)) throw error;
    throw new UserError(
      `the archive has rows of ${table.name} twice, or this database has them in another server; nothing was changed`,
    );
  }
}

function said({ message, meta }: Prisma.PrismaClientKnownRequestError): string {
  return `${message} ${JSON.stringify(meta)}`;
}

function taken(value: string, { type }: Column): string {
  return type === 'bytea' ? `decode(${value}, 'base64')` : value;
}

/** @throws UserError where a row names one that is not of its guild: it would become part of what others have */
async function checkRefs(db: Db, { name, refs: of = {} }: Table, guildId: string, rows: readonly Row[]): Promise<void> {
  for (const [column, ref] of Object.entries(of)) {
    const ids = [...new Set(rows.map((row) => row[column]))].filter((id) => typeof id === 'string');
    if (ids.length === 0) continue;
    const [{ known }] = await db.$queryRaw<[{ known: number }]>`
      SELECT count(*)::int AS known FROM (${refs[ref](guildId)}) p WHERE p.id = ANY(${ids}::uuid[])`;
    if (known !== ids.length)
      throw new UserError(
        `the archive is broken: a row of ${name} of server ${guildId} names one in ${column} that is not of its server`,
      );
  }
}
