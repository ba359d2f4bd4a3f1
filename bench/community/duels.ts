import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countedVotesQuery } from '../../src/bot/repositories/duels/votes.js';
import { closeDueDuels, openStore, stylePairs, unrevealedDuels, voteInDuel } from '../../src/bot/repositories/index.js';
import type { Store } from '../../src/bot/repositories/index.js';
import { loadContext } from '../../src/bot/services/context.js';
import { createDuels } from '../../src/bot/services/duels.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { pack, publish } from '../../test/bot/support/rows.js';
import { median, report, round, time } from '../measure.js';

/**
 * What duels ask of the database in a server with 5,000 closed duels of ten votes each among 200 aesthetics, and 5,000 compared pairs, in an
 * installation with 19 more servers a tenth as large: times by the clock and of this process's processor (PGlite runs in it), and the plans of
 * the queries. On Postgres where DATABASE_URL names one that may
 * be filled (REDIS_URL with it), else on PGlite.
 */
const [guildId, others, aesthetics, duels, votesEach, pairs] = ['busy.', 19, 200, 5_000, 10, 5_000];
const runs = 5;

async function fill({ client }: Store): Promise<void> {
  const raw = (sql: Prisma.Sql): Promise<number> => client.$executeRaw(sql);
  /** An id as choices hold it: 22 characters of base64url. */
  const text = Prisma.raw(
    `(SELECT rtrim(translate(encode(decode(md5(of), 'hex'), 'base64'), '+/', '-_'), '=') FROM (SELECT 'a' || g.id || n % 200 AS of) x)`,
  );
  const other = Prisma.raw(
    `(SELECT rtrim(translate(encode(decode(md5(of), 'hex'), 'base64'), '+/', '-_'), '=') FROM (SELECT 'a' || g.id || (n * 7 + 1) % 200 AS of) x)`,
  );
  const size = Prisma.sql`(CASE WHEN g.id = ${guildId} THEN 1.0 ELSE 0.1 END)`;
  await raw(
    Prisma.sql`INSERT INTO guild (id) SELECT ${guildId} UNION ALL SELECT 'other' || n || '.' FROM generate_series(1, ${others}) n`,
  );
  await raw(Prisma.sql`
    INSERT INTO aesthetic (id, guild_id, name, live_name) SELECT md5('a' || g.id || n)::uuid, g.id, 'a' || n, 'a' || n
    FROM guild g, generate_series(0, ${aesthetics - 1}) n`);
  await raw(Prisma.sql`
    INSERT INTO aesthetic_version (id, aesthetic_id, number, kind, count, clip_id, lineage)
    SELECT md5('v' || id)::uuid, id, 1, 'mean', 1, ${pack.clipId}, '{}' FROM aesthetic WHERE guild_id IS NOT NULL`);
  await raw(Prisma.sql`
    INSERT INTO generation (id, guild_id, channel_id, member_id, status, pack, wish, application_id, attachment_limit, cost, created_at, delivered_at)
    SELECT md5('g' || g.id || n)::uuid, g.id, '2', 'm' || n % 50, 'delivered', ${pack.name},
      json_build_object('prompt', 'prompt ' || n % 500, 'aesthetic', NULL, 'seed', n, 'count', 1), '4', 1, 1,
      now() - n * interval '1 minute', now()
    FROM guild g, generate_series(1, ${duels}) n WHERE n <= ${duels} * ${size}`);
  await raw(Prisma.sql`
    INSERT INTO duel (id, guild_id, creator_id, generation_id, status, minutes, closes_at, closed_at, revealed_at)
    SELECT md5('d' || g.id || n)::uuid, g.id, 'm' || n % 50, md5('g' || g.id || n)::uuid, 'closed', 60, now(), now(), now()
    FROM guild g, generate_series(1, ${duels}) n WHERE n <= ${duels} * ${size}`);
  await raw(Prisma.sql`
    INSERT INTO generated_image (id, generation_id, index, seed, plain, width, height, vector, thumbnail, aesthetic_version_id)
    SELECT md5('i' || g.id || n || k)::uuid, md5('g' || g.id || n)::uuid, k, n, false, 8, 8, '', '', md5('v' || md5('a' || g.id || (n * (1 + 6 * k) + k) % 200)::uuid)::uuid
    FROM guild g, generate_series(1, ${duels}) n, generate_series(0, 1) k WHERE n <= ${duels} * ${size}`);
  const choice = Prisma.sql`INSERT INTO choice (id, guild_id, member_id, kind, subject, duel_id, image_ids, aesthetic_ids, best, own, chosen_at)`;
  const best = Prisma.sql`(ARRAY[0, 1, NULL])[1 + floor(random() * 3)::int]`;
  await raw(Prisma.sql`${choice}
    SELECT gen_random_uuid(), g.id, 'v' || m, 'duel', 'd' || n, md5('d' || g.id || n)::uuid, ARRAY[]::uuid[], ARRAY[${text}, ${other}],
      ${best}, m = 1, now() - n * interval '1 minute'
    FROM guild g, generate_series(1, ${duels}) n, generate_series(1, ${votesEach}) m WHERE n <= ${duels} * ${size}`);
  await raw(Prisma.sql`${choice}
    SELECT gen_random_uuid(), g.id, 'v' || n % 100, 'stream', 's' || n, NULL, ARRAY[]::uuid[], ARRAY[${text}, ${other}], ${best}, false,
      now() - n * interval '1 minute'
    FROM guild g, generate_series(1, ${pairs}) n WHERE n <= ${pairs} * ${size}`);
  await raw(Prisma.sql`ANALYZE`);
}

async function explained({ client }: Store, query: Prisma.Sql): Promise<string[]> {
  const rows = await client.$queryRaw<{ 'QUERY PLAN': string }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${query}`,
  );
  return rows.map((row) => row['QUERY PLAN']);
}

const databaseUrl = process.env['DATABASE_URL'];
const dir = await mkdtemp(join(tmpdir(), 'aesthete-bench-'));
const store = await openStore(
  databaseUrl === undefined
    ? { mode: 'embedded', dir }
    : { mode: 'distributed', databaseUrl, redisUrl: process.env['REDIS_URL'] ?? '' },
);
try {
  await publish(store);
  await fill(store);
  const service = createDuels({
    store,
    queues: { add: () => Promise.resolve() },
    defaultPack: pack.name,
    now: Date.now,
  });
  const context = await loadContext(store.client, guildId, pack.name);
  const viewer = { guildId, memberId: 'v1', channelIds: ['2'] };
  const open = await store.client.duel.findFirstOrThrow({ where: { guildId } });
  const asked: Record<string, () => Promise<unknown>> = {
    'ratings of all time, with intervals': () => service.ratings(guildId),
    'ratings of a week': () => service.ratings(guildId, Date.now() - 7 * 24 * 3_600_000),
    'a pair for a duel': () => service.pair(context, [undefined, undefined]),
    'a pair for the stream': () => service.stream.first(viewer),
    'pairs to choose from': () => stylePairs(store.client, viewer),
    'duels to be closed': () => closeDueDuels(store.client, Date.now()),
    'duels to be revealed': () => unrevealedDuels(store.client, Date.now()),
    'a vote': () =>
      voteInDuel(
        store.client,
        {
          guildId,
          generationId: Buffer.from(open.generationId.replaceAll('-', ''), 'hex').toString('base64url'),
          memberId: 'x',
          best: 0,
        },
        0,
      ),
  };
  const times: Record<string, { firstMs: number; medianMs: number; processorMs: number }> = {};
  for (const [what, ask] of Object.entries(asked)) {
    const [all, processor]: [number[], number[]] = [[], []];
    for (let run = 0; run < runs; run++) {
      const before = process.cpuUsage();
      all.push(await time(ask));
      const { user, system } = process.cpuUsage(before);
      processor.push((user + system) / 1_000);
    }
    const processorMs = round(median(processor), 1);
    times[what] = { firstMs: round(all[0], 1), medianMs: round(median(all), 1), processorMs };
  }
  const plans = {
    all: await explained(store, countedVotesQuery(guildId, 0)),
    week: await explained(store, countedVotesQuery(guildId, Date.now() - 7 * 24 * 3_600_000)),
  };
  report({ mode: store.mode, choices: await store.client.choice.count(), times, plans });
} finally {
  await store.close();
  await rm(dir, { recursive: true, force: true });
}
