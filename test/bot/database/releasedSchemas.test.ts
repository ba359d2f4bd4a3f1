import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { idOf } from '../../../src/bot/database/ids.js';
import { migrate } from '../../../src/bot/database/migrate.js';
import type { Session } from '../../../src/bot/database/migrate.js';
import {
  aestheticCounts,
  aestheticDetails,
  atOneMoment,
  currentAesthetic,
  duelOf,
  exportGuild,
  findContest,
  findPublishedPack,
  generationById,
  guildSettings,
  importGuilds,
  listAesthetics,
  listAudit,
  listGallery,
  openStore,
  pictureCounts,
  shownPictures,
  takeWarnings,
  tasteSwitch,
  waitingRequests,
} from '../../../src/bot/repositories/index.js';
import type { Store, StoreOptions } from '../../../src/bot/repositories/index.js';
import { PrismaClient } from '../../../src/generated/prisma/client.js';
import { modes, newTestStore } from '../support/stores.js';

const migrations = 'prisma/migrations';
const fixtures = 'test/bot/database/schemas';
const names = (await readdir(migrations)).filter((name) => /^\d/.test(name)).sort();

const guildId = '7';
const id = (kind: string, n: number): string => idOf(`0198000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`);
const aesthetic = id('a', 1);
const [delivered, failed, waiting] = [1, 2, 3].map((n) => id('d', n));
const picture = '0198000e-0000-7000-8000-000000000001';
const vector = Float32Array.of(1, 0.5, -2);

test('every migration has rows of the schema that it makes: npx tsx scripts/schema-fixtures.ts writes those of a new one', async () => {
  expect((await readdir(fixtures)).sort()).toEqual(names.map((name) => `${name}.sql`));
});

/** Makes of an empty database one that has the migrations up to `last` alone, with its rows. */
async function makeOld(session: Session, last: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'migrations-'));
  for (const name of names.filter((one) => one <= last))
    await cp(join(migrations, name), join(dir, name), { recursive: true });
  await migrate(session, dir);
  await session.run(await readFile(join(fixtures, `${last}.sql`), 'utf8'));
  await rm(dir, { recursive: true });
}

const sessionOf = (db: PGlite): Session => ({
  run: async (sql) => {
    await db.exec(sql);
  },
  query: async (sql, values) => (await db.query<object>(sql, [...values])).rows,
});

const sessionOfPostgres = (client: pg.Client): Session => ({
  run: async (sql) => {
    await client.query(sql);
  },
  query: async (sql, values) => (await client.query<object>(sql, [...values])).rows,
});

/** What the repositories find of the rows of a schema. `since`: whether it had a migration. */
async function expectRows(client: PrismaClient, since: (migration: string) => boolean): Promise<void> {
  const pack = (await findPublishedPack(client, 'demo'))!;
  expect(pack).toMatchObject({ clipId: 'clip', reference: vector, settings: { title: 'Demo' } });
  expect(pack.settings.upscale).toBe(since('locale') ? 2 : 1);
  expect(pack.secondReference).toEqual(since('second_vectors') ? vector : undefined);
  expect(await guildSettings(client, guildId, 'other')).toMatchObject({
    ...{ pack: 'demo', strength: 'strong', memberCap: 3, guildCap: 30, channelIds: ['20', '21'], cards: false },
    ...{
      creators: { roleId: '60' },
      uncheckedEverywhere: true,
      aesthetic: { id: aesthetic, name: 'Dusk', version: 1 },
    },
    ...{ checkEverywhere: since('safety_check'), keepImages: !since('kept_pictures') },
    ...{ loras: since('guild_loras') ? [{ name: 'ink', scale: 0.5 }] : [], aestheticCap: since('making') ? 77 : 1000 },
    rules: since('looking')
      ? {
          ...{ reportChannelId: '22', showcase: { channelId: '23', score: 0.25 }, accountDays: 2, dailyQuota: 9 },
          ...{
            roles: [{ roleId: '60', dailyQuota: 3, exempt: false }],
            words: ['mud'],
            blocked: ['33'],
            warned: ['34'],
          },
        }
      : { accountDays: 0, roles: [], words: [], blocked: [], warned: [] },
  });

  const votes = since('community') ? { likes: 1, votes: 2 } : { likes: 0, votes: 0 };
  expect(await listAesthetics(client, guildId, pack)).toMatchObject([
    { name: 'Dusk', kind: 'contrast', uses: 1, votes: votes.votes, creatorId: '30' },
    { name: 'Mist', kind: 'mean', uses: 0, votes: 0 },
  ]);
  expect(await aestheticCounts(client, guildId, aesthetic)).toEqual(votes);
  expect(await currentAesthetic(client, aesthetic)).toMatchObject({
    ...{ vector, reference: vector, images: [vector], clipId: 'clip' },
    ...(since('second_vectors') && { second: { vector, reference: vector, clipId: 'clip 2' } }),
  });
  const details = (await aestheticDetails(client, guildId, aesthetic, pack))!;
  expect(details).toMatchObject({ note: 'of evenings', images: [{ id: id('c', 1) }] });
  expect(details.card!.columns).toEqual(since('cards') ? [{ prompt: 'a castle', before: 0.1, after: 0.5 }] : []);

  expect(await generationById(client, delivered)).toMatchObject({
    ...{ state: 'done', imagineOptions: { prompt: 'a castle', seed: 42 }, messageId: '50', cost: 2.5 },
    outcome: { cosine: { after: 0.5 }, notices: since('locale') ? [{ code: 'decodedInFp32' }] : ['in words'] },
    reply: { token: 'secret', ...(since('locale') && { locale: 'de' }) },
  });
  const reason = since('locale') ? { code: 'notOwn' } : 'In words.';
  expect(await generationById(client, failed)).toMatchObject({ state: 'failed', error: { kind: 'user', reason } });
  expect(await waitingRequests(client)).toMatchObject([{ id: waiting, guildId, memberId: '30', cost: 2.5 }]);
  expect((await shownPictures(client, [picture])).size).toBe(1);
  const gallery = await listGallery(client, { guildId, channelIds: ['20'], aestheticId: aesthetic }, 'newest', 0, 10);
  expect(gallery).toHaveLength(1);
  expect(await pictureCounts(client, idOf(picture))).toEqual(
    since('community') ? { likes: 1, votes: 1 } : { likes: 0, votes: 0 },
  );

  expect((await duelOf(client, delivered))?.status).toBe(since('community') ? 'closed' : undefined);
  expect(await tasteSwitch(client, guildId, '31')).toBe(since('taste') ? true : undefined);
  expect((await findContest(client, guildId, id('f', 7)))?.title).toBe(since('looking') ? 'June' : undefined);
  expect(await listAudit(client, guildId, 5)).toHaveLength(since('looking') ? 1 : 0);
  expect(await takeWarnings(client, guildId, '34', Date.now())).toHaveLength(since('looking') ? 1 : 0);
}

/** What `aesthete export` writes of it, `aesthete import` takes. */
async function expectMoves(client: PrismaClient): Promise<void> {
  const lines = new Map<string, string[]>();
  await atOneMoment(client, async (db) => {
    for await (const { table, line } of exportGuild(db, guildId)) lines.set(table, [...(lines.get(table) ?? []), line]);
  });
  const pages = async function* (table: string) {
    yield await Promise.resolve(lines.get(table) ?? []);
  };
  const options = { replace: true, withoutPacks: false, now: Date.now(), signal: new AbortController().signal };
  const [rows] = await importGuilds(client, [{ id: guildId, pages }], options);
  expect(rows).toMatchObject({ guild: 1, aesthetic: 1, aesthetic_version: 1, generation: 2, generated_image: 1 });
}

async function expectUpToDate({ client }: Pick<Store, 'client'>, last: string): Promise<void> {
  await expectRows(client, (migration) => last >= names.find((name) => name.endsWith(`_${migration}`))!);
  await expectMoves(client);
}

async function expectToOpen(options: StoreOptions, last: string): Promise<void> {
  const store = await openStore(options);
  try {
    await expectUpToDate(store, last);
  } finally {
    await store.close();
  }
}

describe('a database of each released schema is brought up to date, and its rows are read and moved', () => {
  let db: PGlite;
  beforeAll(async () => {
    db = await PGlite.create();
  });
  afterAll(() => db.close());

  test.each(names)('%s', async (last) => {
    await db.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await makeOld(sessionOf(db), last);
    expect(await migrate(sessionOf(db))).toEqual(names.filter((name) => name > last));
    const client = new PrismaClient({ adapter: new PrismaPGlite(db) });
    await expectUpToDate({ client }, last);
  });

  test('a data folder of the first one, as the bot opens it', async () => {
    const place = await newTestStore('embedded', { empty: true });
    onTestFinished(place.remove);
    const folder = join(place.env['AESTHETE_DATA'], 'database');
    await mkdir(folder, { recursive: true });
    const old = await PGlite.create(folder);
    await makeOld(sessionOf(old), names[0]);
    await old.close();
    await expectToOpen(place.options, names[0]);
  });

  test.skipIf(!modes.includes('distributed')).each(names)('%s, in Postgres, as the bot opens it', async (last) => {
    const place = await newTestStore('distributed', { empty: true });
    onTestFinished(place.remove);
    const client = new pg.Client({ connectionString: place.env['DATABASE_URL'] });
    await client.connect();
    await makeOld(sessionOfPostgres(client), last);
    await client.end();
    await expectToOpen(place.options, last);
  });
});
