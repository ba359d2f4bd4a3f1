import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';
import { modes, newTestStore } from '../bot/support/stores.js';
import type { TestStore } from '../bot/support/stores.js';
import { endDiscord } from './support/discord.js';
import { environmentFor, startingMs } from './support/installation.js';
import { BotProcess } from './support/process.js';
import { queryRows } from './support/queryRows.js';
import { labels, patienceMs, picture, picturesSeen, privately } from './support/shown.js';
import type { Exchange } from './support/shown.js';

const nextVersion = '99.0.0';
const nextMigration = '99991231235959_next';

/*
 * An upgrade of a running installation: first a worker of the next version beside the old one, then the bot. One story, in order.
 */
describe.skipIf(!modes.includes('distributed'))('an upgrade while members paint', () => {
  let testStore: TestStore;
  let discord: Discord;
  let next: string;
  const running = new Map<string, BotProcess>();
  const pictures: Promise<unknown>[] = [];

  const start = async (version: 'old' | 'next', entry: 'main' | 'worker') => {
    const env = { ...testStore.env, ...environmentFor(discord) };
    running.set(`${version} ${entry}`, await BotProcess.start(entry, env, version === 'next' ? { from: next } : {}));
  };
  const imagine = async (steps: number): Promise<Exchange> => {
    const asked = await discord.member('guest').slash('/imagine', { prompt: 'a cat', steps, aesthetic: 'gloomcore' });
    pictures.push(picture(asked));
    return asked;
  };
  const accepted = (asked: Exchange) => asked.reply((message) => labels(message).includes('Cancel'), patienceMs);
  const query = <T extends pg.QueryResultRow>(sql: string): Promise<T[]> =>
    queryRows<T>(testStore.env['DATABASE_URL'], sql);
  const painting = async () =>
    (await query<{ n: number }>(`SELECT count(*)::int AS n FROM generation WHERE status = 'painting'`))[0].n;

  beforeAll(async () => {
    testStore = await newTestStore('distributed');
    discord = await startDiscord({ rules: { identifyMs: 0 } });
    next = await nextPackage();
    await Promise.all([start('old', 'worker'), start('old', 'main')]);
  }, startingMs);
  afterAll(async () => {
    await Promise.all([...running.values()].map((one) => one.stop()));
    await testStore.remove();
    await endDiscord(discord);
    await rm(next, { recursive: true, force: true });
  });

  test('the next version’s worker changes the schema, and both paint', async () => {
    await imagine(30);
    await expect.poll(painting, { timeout: patienceMs }).toBe(1);
    await start('next', 'worker');
    const names = await query<{ migration_name: string }>('SELECT migration_name FROM _prisma_migrations');
    expect(names.map(({ migration_name: name }) => name)).toContain(nextMigration);
    for (let i = 0; i < 4; i++) await imagine(4);
    await Promise.all(pictures);
    for (const version of ['old', 'next'])
      expect(
        running
          .get(`${version} worker`)!
          .lines()
          .some(({ msg }) => msg === 'painted'),
      ).toBe(true);
    // One prompt and one aesthetic: who personalises it first leaves the encoding to the other.
    const redis = new Redis(testStore.env['REDIS_URL']);
    onTestFinished(() => {
      redis.disconnect();
    });
    expect(await redis.keys('aesthete:image:*.encoding.*')).toHaveLength(1);
  }, 300_000);

  test('the old worker ends while it paints: what it has in hand comes all the same', async () => {
    await Promise.all([imagine(60), imagine(60)]);
    await expect.poll(painting, { timeout: patienceMs }).toBe(2);
    await running.get('old worker')!.stop();
    await Promise.all(pictures);
  }, 300_000);

  test('the next version’s bot delivers what the old one accepted', async () => {
    await Promise.all([imagine(20), imagine(4)].map(async (asked) => accepted(await asked)));
    await running.get('old main')!.stop();
    await start('next', 'main');
    await imagine(4);
    await Promise.all(pictures);
    expect((await privately(await discord.member('admin').slash('/status'))).text).toContain(nextVersion);
  }, 300_000);

  test('every request was delivered once, and no process complained', async () => {
    const delivered = await query<{ message: string }>(
      `SELECT message_id AS message FROM generation WHERE status = 'delivered'`,
    );
    expect(delivered).toHaveLength(pictures.length);
    const seen = picturesSeen(discord.member('admin'));
    expect(seen.map(({ id }) => id).sort()).toEqual(delivered.map(({ message }) => message).sort());
    expect([...running.values()].flatMap((one) => one.complaints())).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });
});

/** A copy of the built package that is one version further: its schema has one migration more. */
async function nextPackage(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-next-'));
  for (const folder of ['dist', 'prisma']) await cp(folder, join(dir, folder), { recursive: true });
  for (const folder of ['node_modules', 'assets']) await symlink(resolve(folder), join(dir, folder));
  const description = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, unknown>;
  await writeFile(join(dir, 'package.json'), JSON.stringify({ ...description, version: nextVersion }));
  const migration = join(dir, 'prisma/migrations', nextMigration);
  await mkdir(migration);
  await writeFile(join(migration, 'migration.sql'), 'ALTER TABLE generation ADD COLUMN of_the_next_version text;\n');
  return dir;
}
