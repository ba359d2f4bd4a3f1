import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { z } from 'zod';
import { readEnvironment } from '../bot/config.js';
import {
  atOneMoment,
  countUnfinished,
  exportGuild,
  openStore,
  schemaVersion,
  storedGuilds,
} from '../bot/repositories/index.js';
import type { Db } from '../bot/repositories/index.js';
import { UserError } from '../engine/index.js';
import { packageVersion } from '../version.js';
import { pageName, manifestName, writeManifest } from './archive/manifest.js';
import type { Manifest } from './archive/manifest.js';
import { writeZip } from './archive/zipWriter.js';
import type { ZipWriter } from './archive/zipWriter.js';
import { formatBytes } from './format.js';
import { guildOption, parseOptions } from './options.js';
import type { Output } from './output.js';
import { refuseExisting } from './pictureFiles.js';
import { rowsInWords } from './serverRows.js';
import { UsageError } from './usageError.js';

const exportOptions = z.object({
  guild: guildOption.optional(),
  all: z.boolean().default(false),
  out: z.string().min(1),
  force: z.boolean().default(false),
});

/** Of a page of rows; one more row may follow. */
const pageBytes = 4 * 2 ** 20;

type ServerRows = Manifest['servers'][number];

/** `aesthete export`: all that a server has, as one archive. */
export async function exportServers(raw: unknown, output: Output): Promise<void> {
  const { guild, all, out, force } = parseOptions(exportOptions, raw);
  if ((guild === undefined) !== all) throw new UsageError('say which server: --guild ID, or --all');
  if (extname(out).toLowerCase() !== '.zip') throw new UsageError(`--out ${out}: an archive is written as .zip`);
  const { store: options } = readEnvironment();
  await refuseExisting(out, force);
  const store = await openStore(options);
  try {
    await atOneMoment(store.client, async (db) => {
      const guilds = await storedGuilds(db);
      if (guild !== undefined && !guilds.includes(guild))
        throw new UserError(`there is nothing of server ${guild} here`);
      if (guilds.length === 0) throw new UserError('there is nothing of any server here');
      const written = await writeFileWhole(out, (zip) =>
        writeServers(db, guild === undefined ? guilds : [guild], zip, output),
      );
      output.result({ file: out, ...written });
      output.line(out);
      for (const { guild: id, rows } of written.servers) output.detail(`server ${id}: ${rowsInWords(rows)}`);
      output.detail(
        `${formatBytes(written.bytes)}; it has what members wrote and gave: keep it as you keep the database`,
      );
    });
  } finally {
    await store.close();
  }
}

/** The file is there when it is whole. */
async function writeFileWhole<T>(file: string, write: (zip: ZipWriter) => Promise<T>): Promise<T & { bytes: number }> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  // It has members' data: nobody else may read it.
  const handle = await open(part, 'wx', 0o600);
  try {
    const zip = writeZip(handle);
    const written = await write(zip);
    await handle.sync();
    await handle.close();
    await rename(part, file);
    return { ...written, bytes: zip.bytes };
  } catch (error) {
    await handle.close();
    await rm(part, { force: true });
    throw error;
  }
}

async function writeServers(
  db: Db,
  guilds: readonly string[],
  zip: ZipWriter,
  output: Output,
): Promise<{ readonly servers: readonly ServerRows[]; readonly unfinished: number }> {
  const servers: ServerRows[] = [];
  let unfinished = 0;
  for (const guild of guilds) {
    servers.push({ guild, rows: await writeServer(db, guild, zip, output.signal) });
    unfinished += await countUnfinished(db, guild);
  }
  if (unfinished > 0)
    output.notes([
      `${unfinished} unfinished ${unfinished === 1 ? 'request is' : 'requests are'} left out: let the bot finish first`,
    ]);
  const createdAt = new Date().toISOString();
  const facts = { program: packageVersion(), schema: await schemaVersion(db), createdAt, servers };
  await zip.add(manifestName, writeManifest(facts));
  await zip.end();
  return { servers, unfinished };
}

async function writeServer(db: Db, guild: string, zip: ZipWriter, signal: AbortSignal): Promise<ServerRows['rows']> {
  const rows: Record<string, number> = {};
  let [table, number, bytes] = ['', 0, 0];
  let page: string[] = [];
  const write = async (): Promise<void> => {
    if (page.length > 0) await zip.add(pageName(guild, table, ++number), Buffer.from(`${page.join('\n')}\n`));
    [page, bytes] = [[], 0];
    signal.throwIfAborted();
  };
  for await (const row of exportGuild(db, guild)) {
    if (row.table !== table) {
      await write();
      [table, number] = [row.table, 0];
    }
    rows[table] = (rows[table] ?? 0) + 1;
    page.push(row.line);
    bytes += row.line.length;
    if (bytes >= pageBytes) await write();
  }
  await write();
  return rows;
}
