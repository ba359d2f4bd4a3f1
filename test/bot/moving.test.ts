import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { idOf } from '../../src/bot/database/ids.js';
import { openStore } from '../../src/bot/repositories/index.js';
import type { Store } from '../../src/bot/repositories/index.js';
import { leftOut, tables } from '../../src/bot/repositories/moving/tables.js';
import { aesthete, resultOf } from '../support/cli.js';
import { fillGuild } from './support/fullGuild.js';
import { publish } from './support/rows.js';
import { modes, newTestStore } from './support/stores.js';
import type { TestStore } from './support/stores.js';

const [guildId, other] = ['71', '72'];

afterEach(() => {
  vi.unstubAllEnvs();
});

/** What the command line reads: this store, and no .env of whoever runs the tests. */
function use({ env }: TestStore): void {
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'AESTHETE_DATA']) vi.stubEnv(name, env[name]);
}

async function aStore(mode: TestStore['options']['mode'], work: (store: Store) => Promise<void>): Promise<TestStore> {
  const place = await newTestStore(mode);
  onTestFinished(place.remove);
  await inStore(place, work);
  return place;
}

async function inStore<T>({ options }: TestStore, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function aFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-moving-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function succeed(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await aesthete(...args, '--json');
  expect({ code, stderr: stderr.replace(/^note: .*\n/m, '') }, stdout).toEqual({ code: 0, stderr: '' });
  return resultOf(stdout);
}

/** Of requests that are over; the others stay behind. */
const over = `(SELECT id FROM generation WHERE delivered_at IS NOT NULL)`;
const only: Readonly<Record<string, string>> = {
  generation: `WHERE id IN ${over}`,
  duel: `WHERE generation_id IN ${over}`,
  aesthetic: 'WHERE guild_id IS NOT NULL',
  aesthetic_version: 'WHERE aesthetic_id IN (SELECT id FROM aesthetic WHERE guild_id IS NOT NULL)',
};

/** Puts names in place of the ids of what is built in, which differ from database to database. */
async function named({ client }: Store): Promise<(text: string) => string> {
  const builtIn = await client.aesthetic.findMany({ where: { guildId: null }, include: { versions: true } });
  const names = new Map<string, string>();
  for (const { id, name, versions } of builtIn) {
    for (const form of [id, idOf(id)]) names.set(form, name);
    for (const version of versions) names.set(version.id, `${name}@${version.number}`);
  }
  return (text) => [...names].reduce((changed, [id, name]) => changed.replaceAll(id, name), text);
}

/** Every row of the servers in every table of the database, but for what is left out; the counters of the triggers, too. */
async function rowsOf(place: TestStore): Promise<Record<string, readonly unknown[]>> {
  return inStore(place, async (store) => {
    const name = await named(store);
    const found: Record<string, readonly unknown[]> = {};
    for (const table of [...tables.map((one) => one.name), 'aesthetic_tally', 'picture_tally']) {
      const rows = await store.client.$queryRawUnsafe<{ row: object }[]>(
        `SELECT to_jsonb(t) AS row FROM ${table} t ${only[table] ?? ''}`,
      );
      const kept = rows.map(({ row }) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !(`${table}.${column}` in leftOut))),
      );
      const texts = kept.map((row) => name(JSON.stringify(row))).sort();
      found[table] = texts.map((text) => JSON.parse(text) as unknown);
    }
    return found;
  });
}

const ways = modes.flatMap((from) => modes.map((to) => [from, to] as const));

describe.each(ways)('export and import, %s to %s', (fromMode, toMode) => {
  test('move all rows of all servers, and none of what is left out', async () => {
    const from = await aStore(fromMode, async (store) => {
      await publish(store);
      await fillGuild(store, guildId);
      await fillGuild(store, other);
    });
    const to = await aStore(toMode, publish);
    const file = join(await aFolder(), 'all.zip');
    use(from);
    const exported = await succeed('export', '--all', '--out', file);
    expect(exported).toMatchObject({ file, unfinished: 4, servers: [{ guild: guildId }, { guild: other }] });
    use(to);
    expect(await succeed('import', file)).toMatchObject({
      servers: [{ guild: guildId, replaced: false }, { guild: other }],
    });
    const [before, after] = [await rowsOf(from), await rowsOf(to)];
    expect(after).toEqual(before);
    for (const [name, rows] of Object.entries(before)) expect(rows.length, name).toBeGreaterThan(0);
    const again = join(await aFolder(), 'again.zip');
    await succeed('export', '--all', '--out', again);
    expect(await linesOf(again, to)).toEqual(await linesOf(file, from));
  });
});

/** All rows of an archive of this store, in no order. Of the manifest, which servers and how many rows. */
async function linesOf(file: string, place: TestStore): Promise<Record<string, unknown>> {
  const name = await inStore(place, named);
  const entries = Object.entries(unzipSync(await readFile(file))).map(([entry, bytes]) => {
    const text = name(strFromU8(bytes));
    return [
      entry,
      entry === 'manifest.json' ? (JSON.parse(text) as Record<string, unknown>)['servers'] : text.split('\n').sort(),
    ];
  });
  const lines = Object.fromEntries(entries) as Record<string, unknown>;
  for (const guild of [guildId, other]) {
    // The moment at which each database learned of it.
    const entry = `servers/${guild}/built_in_version/1.jsonl`;
    lines[entry] = (lines[entry] as string[]).map((line) => line.replace(/"created_at":"[^"]*"/, ''));
  }
  return lines;
}

test('an archive has every column of every table of prisma/schema.prisma, or it is said why not', async () => {
  const schema = await readFile('prisma/schema.prisma', 'utf8');
  const models = schema.split(/^model /m).slice(1);
  const names = new Set(models.map((model) => /^\w+/.exec(model)![0]));
  const columns = models.flatMap((model) => {
    const table = /@@map\("(\w+)"\)/.exec(model)![1];
    if (table in leftOut) return [table];
    const fields = [...model.slice(0, model.indexOf('\n}')).matchAll(/^ {2}(\w+) +(\w+)(.*)$/gm)];
    return fields
      .filter(([, , type]) => !names.has(type))
      .map(([, field, , rest]) => `${table}.${/@map\("(\w+)"\)/.exec(rest)?.[1] ?? field}`);
  });
  expect(columns.length).toBeGreaterThan(150);
  const archived = tables.flatMap((table) => Object.keys(table.columns).map((column) => `${table.name}.${column}`));
  expect([...archived, ...Object.keys(leftOut)].sort()).toEqual(columns.sort());
});

test('the columns of an archive are of the database’s types', async () => {
  const place = await aStore('embedded', () => Promise.resolve());
  const rows = await inStore(
    place,
    ({ client }) => client.$queryRaw<{ name: string; type: string; udt: string; nullable: boolean }[]>`
      SELECT table_name || '.' || column_name AS name, data_type AS type, udt_name AS udt, is_nullable = 'YES' AS nullable
      FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const ofDatabase = new Map(
    rows.map(({ name, type, udt, nullable }) => {
      const array = type === 'ARRAY' ? `${udt.slice(1)}[]` : type;
      return [name, { type: type === 'USER-DEFINED' ? udt : array, nullable: nullable && type !== 'ARRAY' }];
    }),
  );
  const stricter: string[] = [];
  for (const { name, columns } of tables)
    for (const [column, { type, nullable }] of Object.entries(columns)) {
      const inDatabase = ofDatabase.get(`${name}.${column}`)!;
      expect(type, `${name}.${column}`).toBe(inDatabase.type);
      if (nullable !== inDatabase.nullable) stricter.push(`${name}.${column}`);
    }
  // What is built in, and what is not over, is not among them.
  expect(stricter).toEqual(['aesthetic.guild_id', 'generation.delivered_at']);
});

test.each(await readdir('test/bot/archives'))('%s, written by an earlier version, is imported', async (name) => {
  const to = await aStore('embedded', publish);
  use(to);
  const { servers } = await succeed('import', join('test/bot/archives', name));
  expect(servers).toMatchObject([
    { guild: guildId, rows: { aesthetic: 2, generation: 3, generated_image: 4, choice: 1 } },
  ]);
  const rows = await rowsOf(to);
  for (const table of tables) expect(rows[table.name].length, table.name).toBeGreaterThan(0);
});
