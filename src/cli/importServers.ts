import { z } from 'zod';
import { readEnvironment } from '../bot/config.js';
import { alreadyHere, guildsHere, importGuilds, openStore, schemaVersion } from '../bot/repositories/index.js';
import type { ArchivedGuild } from '../bot/repositories/index.js';
import { UserError } from '../engine/index.js';
import { entryNames, manifestName, pageName, readManifest } from './archive/manifest.js';
import type { Manifest } from './archive/manifest.js';
import { openZip } from './archive/zipReader.js';
import type { ZipFile } from './archive/zipReader.js';
import { confirm } from './confirm.js';
import { parseOptions } from './options.js';
import type { Output } from './output.js';
import { rowsInWords } from './serverRows.js';

const importOptions = z.object({
  replace: z.boolean().default(false),
  yes: z.boolean().default(false),
  withoutPacks: z.boolean().default(false),
});

/** `aesthete import`: the servers of an archive of `aesthete export`, all of them or none. */
export async function importServers(file: string, raw: unknown, output: Output): Promise<void> {
  const { replace, yes, withoutPacks } = parseOptions(importOptions, raw);
  const { store: options } = readEnvironment();
  const zip = await openZip(file, entryNames);
  try {
    // Before the store is opened, which would make one: is it an archive?
    const manifestBytes = await zip.read(manifestName);
    readManifest(manifestBytes, file);
    const store = await openStore(options);
    try {
      const { servers } = readManifest(manifestBytes, file, await schemaVersion(store.client));
      const guilds = archivedGuilds(zip, servers, file);
      const here = await guildsHere(
        store.client,
        servers.map(({ guild }) => guild),
      );
      if (here.length > 0 && !replace) throw alreadyHere(here[0].id);
      for (const { id, aesthetics, requests } of here) {
        const question = `Delete the ${aesthetics} aesthetics and ${requests} requests that server ${id} has here, and take the archive's?`;
        if (!(await confirm(question, yes, output))) throw new UserError('nothing was changed');
      }
      await importGuilds(store.client, guilds, { replace, withoutPacks, now: Date.now(), signal: output.signal });
      const replaced = new Set(here.map(({ id }) => id));
      output.result({ file, servers: servers.map((server) => ({ ...server, replaced: replaced.has(server.guild) })) });
      for (const { guild, rows } of servers) output.line(`server ${guild}: ${rowsInWords(rows)}`);
    } finally {
      await store.close();
    }
  } finally {
    await zip.close();
  }
}

/** The servers of the manifest, whose entries have to be all that the archive has. @throws UserError */
function archivedGuilds(zip: ZipFile, servers: Manifest['servers'], file: string): ArchivedGuild[] {
  const left = new Set(zip.names);
  left.delete(manifestName);
  const guilds = servers.map(({ guild, rows }) => {
    const pages = new Map(
      Object.keys(rows).map((table) => {
        const names: string[] = [];
        for (let name = pageName(guild, table, 1); left.delete(name); name = pageName(guild, table, names.length + 1))
          names.push(name);
        return [table, names];
      }),
    );
    return {
      id: guild,
      pages: async function* (table: string): AsyncGenerator<string[]> {
        let count = 0;
        for (const name of pages.get(table) ?? []) {
          const lines = (await zip.read(name)).toString().split('\n');
          const end = lines.pop();
          if (end !== '') throw new UserError(`${file} is broken: ${name} is cut`);
          count += lines.length;
          yield lines;
        }
        const told = rows[table] ?? 0;
        if (count !== told)
          throw new UserError(
            `${file} is broken: it has ${count} rows of ${table} of server ${guild}, and says ${told}`,
          );
      },
    };
  });
  if (left.size > 0) throw new UserError(`${file} is broken: ${manifestName} does not know of ${[...left][0]}`);
  return guilds;
}
