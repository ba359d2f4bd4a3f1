import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createAesthetic, findAesthetic, openStore } from '../../src/bot/repositories/index.js';
import type { StoreOptions } from '../../src/bot/repositories/index.js';
import { image, pack, publish } from './support/rows.js';
import { modes, newTestStore } from './support/stores.js';

const guildId = '700000000000000001';

/** Commands of a block of docs/self-hosting.md, "Backup and restore", by what they begin with. */
async function documented(begin: string): Promise<string> {
  const doc = await readFile('docs/self-hosting.md', 'utf8');
  const section = doc.slice(doc.indexOf('## Backup and restore'), doc.indexOf('## Keeping it safe'));
  const block = [...section.matchAll(/```sh\n([^`]*)```/g)].find(([, commands]) => commands.startsWith(begin));
  if (!block) throw new Error(`no block that begins with ${begin}`);
  return block[1];
}

async function runIn(cwd: string, commands: string, env: Readonly<Record<string, string>>): Promise<void> {
  const path = [process.env['PATH'] ?? '', ...(await postgresFolders())].join(delimiter);
  await promisify(execFile)('bash', ['-ec', commands], { cwd, env: { ...env, PATH: path } });
}

/** Debian has a folder for each version. */
async function postgresFolders(): Promise<string[]> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  return versions.map((version) => join('/usr/lib/postgresql', version, 'bin'));
}

async function makeAesthetic(options: StoreOptions): Promise<void> {
  const store = await openStore(options);
  await publish(store);
  const given = { guildId, creatorId: '4', name: 'Dusk', note: 'of evenings', kind: 'mean' } as const;
  await createAesthetic(store.client, { ...given, images: [image(1, 0, 0), image(0, 1, 0)] }, pack);
  await store.close();
}

/** What is there of the aesthetic that `makeAesthetic` made. */
async function found(options: StoreOptions) {
  const store = await openStore(options);
  const aesthetic = await findAesthetic(store.client, guildId, 'Dusk', pack);
  const images = await store.client.aestheticImage.count();
  await store.close();
  return aesthetic && { name: aesthetic.name, note: aesthetic.note, images };
}

const whole = { name: 'Dusk', note: 'of evenings', images: 2 };

async function aFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-backup-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

test('a data folder is backed up and restored by the documented commands', async () => {
  const { options, env, remove } = await newTestStore('embedded');
  onTestFinished(remove);
  await makeAesthetic(options);
  const cwd = await aFolder();
  const data = env['AESTHETE_DATA'];
  await runIn(cwd, await documented('tar -czf'), env);
  await rename(data, join(cwd, 'moved away'));
  await runIn(cwd, await documented('mkdir'), env);
  expect(await found(options)).toEqual(whole);
});

test.skipIf(!modes.includes('distributed'))('and so is Postgres', async () => {
  const [from, to] = [await newTestStore('distributed'), await newTestStore('distributed', { empty: true })];
  onTestFinished(async () => {
    await from.remove();
    await to.remove();
  });
  await makeAesthetic(from.options);
  const cwd = await aFolder();
  await runIn(cwd, await documented('pg_dump'), from.env);
  await runIn(cwd, await documented('pg_restore'), to.env);
  expect(await found(to.options)).toEqual(whole);
  // Over a database that is there already as well.
  const client = new pg.Client({ connectionString: from.env['DATABASE_URL'] });
  await client.connect();
  await client.query('DELETE FROM aesthetic_image');
  await client.end();
  await runIn(cwd, await documented('pg_restore'), from.env);
  expect(await found(from.options)).toEqual(whole);
});
