import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { openEmbedded, openPostgres } from '../../../src/bot/database/connection.js';

/*
 * Creating and migrating a database takes seconds, and copying one does not: each kind is made once, and found again by a key of what
 * makes it.
 */

const cache = 'node_modules/.cache/aesthete';
/** What decides what a new database looks like; the lock file has the versions of PGlite and BullMQ. */
const sources = ['package-lock.json', 'prisma/migrations', 'src/bot/database'];
/** For whoever makes the template of a server; others wait. */
const advisoryLock = 72_707_370;

let ownKey: Promise<string> | undefined;
const key = (): Promise<string> => (ownKey ??= keyOfSources());

/** Puts a migrated PGlite into a data folder that has none. Its 1,200 files cost node's own `cp` twenty times the processor time of the system's. */
export async function copyEmbedded(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await promisify(execFile)('cp', ['-R', await embeddedTemplate(), join(dir, 'database')]);
}

/** Makes a migrated database of that name on the server. */
export async function copyPostgres(server: URL, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    const template = `aesthete_template_${await key()}`;
    await client.query(`SELECT pg_advisory_lock(${advisoryLock})`);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(client, server, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await client.end();
  }
}

/** Under another name until it is complete: whoever makes it may be killed. */
async function makeTemplate(client: pg.Client, server: URL, template: string): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  const { close } = await openPostgres(Object.assign(new URL(server), { pathname: `/${unfinished}` }).href);
  await close();
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

/** The folder of the migrated PGlite. Processes that make it at the same time make the same: the first to be done has it. */
async function embeddedTemplate(): Promise<string> {
  const template = join(cache, `database-${await key()}`);
  if (await isThere(template)) return template;
  await mkdir(cache, { recursive: true });
  const dir = await mkdtemp(join(cache, 'unfinished-'));
  try {
    const { close } = await openEmbedded(dir);
    await close();
    await rename(join(dir, 'database'), template).catch(async (error: unknown) => {
      if (!(await isThere(template))) throw error;
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return template;
}

async function keyOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources)
    for (const file of await filesOf(source)) hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  );
}
