import { uuidOf } from '../../src/bot/database/ids.js';
import { createAesthetic, findVersion, listAesthetics, openStore } from '../../src/bot/repositories/index.js';
import type { Store } from '../../src/bot/repositories/index.js';
import { loadContext } from '../../src/bot/services/context.js';
import { createRankings } from '../../src/bot/services/rankings.js';
import { createVotes } from '../../src/bot/services/votes.js';
import { periods, rankingKinds } from '../../src/bot/types.js';
import { generation, image, pack, publish } from '../../test/bot/support/rows.js';
import { modes, newTestStore } from '../../test/bot/support/stores.js';
import { median, report, round } from '../measure.js';

/**
 * How long rankings, lists and votes take in a server with 100,000 votes on pictures and 10,000 on aesthetics, beside nine others with a
 * tenth of that each; and the plans of what they ask. PGlite; with TEST_DATABASE_URL and TEST_REDIS_URL (scripts/test-servers.sh) Postgres too.
 */
const guildId = '1';
const others = Array.from({ length: 9 }, (_, i) => String(i + 2));
const sizes = { pictures: 20_000, members: 1_000, aesthetics: 20, pictureVotes: 100_000, aestheticVotes: 10_000 };
const runs = 5;
const dayMs = 86_400_000;

const rows: { readonly mode: string; readonly what: string; readonly ms: number }[] = [];
for (const mode of modes) {
  const place = await newTestStore(mode);
  const statements: string[] = [];
  const store = await openStore(place.options, (sql) => statements.push(sql));
  await publish(store);
  await fill(store, guildId, 1);
  for (const other of others) await fill(store, other, 0.1);
  await store.client.$executeRawUnsafe('ANALYZE');

  const rankings = createRankings(store.client, Date.now, () => Promise.resolve([]));
  const votes = createVotes({ store, now: Date.now });
  const picture = await store.client.generatedImage.findFirstOrThrow({ where: { generation: { guildId } } });
  const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const begun = performance.now();
      await work();
      times.push(performance.now() - begun);
    }
    rows.push({ mode, what, ms: round(median(times), 0) });
  };
  for (const kind of rankingKinds)
    for (const period of periods)
      await timed(`/leaderboard ${kind} ${period}`, () => rankings.of(guildId, kind, period));
  await timed('list of aesthetics', () => listAesthetics(store.client, guildId, pack));
  await timed('one vote on a picture', () =>
    votes.onPicture({ guildId, memberId: 'new', id: idOf(picture.id), value: 1 }),
  );
  await timed('next card', async () => votes.nextCard(await loadContext(store.client, guildId, pack.name), 'm1'));

  statements.length = 0;
  for (const kind of rankingKinds) await rankings.of(guildId, kind, 'week');
  const asked = [...new Set(statements)].filter((sql) => /^\s*SELECT/.test(sql) && sql.includes('_vote'));
  for (const sql of asked) console.log(`\n${mode}: ${sql.trim()}\n${await planOf(store, sql)}`);
  await store.close();
  await place.remove();
}
report({ slowest: Math.max(...rows.map(({ ms }) => ms)), rows });

function idOf(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

/** A server's aesthetics, pictures (a tenth of them plain) and votes, spread over 60 days. */
async function fill(store: Store, guild: string, share: number): Promise<void> {
  const { client } = store;
  const versions: string[] = [];
  for (let i = 0; i < sizes.aesthetics; i++) {
    const name = `aesthetic ${i}`;
    const id = await createAesthetic(
      client,
      { guildId: guild, creatorId: 'maker', name, note: '', kind: 'mean', images: [image(1, 0, i)] },
      pack,
    );
    versions.push((await findVersion(client, guild, id, 1))!.id);
  }
  const { id: requestId } = await generation(store, { guildId: guild });
  const request = uuidOf(requestId);
  await client.generation.update({ where: { id: request }, data: { status: 'delivered', deliveredAt: new Date() } });
  const pictures = Math.round(sizes.pictures * share);
  // Rows are made by the database, which is what keeps this below a minute.
  await client.$executeRawUnsafe(`
    INSERT INTO generation SELECT (r).* FROM (
      SELECT json_populate_record(g, json_build_object('id', gen_random_uuid(), 'member_id', 'm' || n % ${sizes.members})) AS r
      FROM generation g, generate_series(1, ${pictures / 4}) n WHERE g.id = '${request}') made`);
  await client.$executeRawUnsafe(`
    INSERT INTO generated_image (id, generation_id, index, seed, plain, width, height, vector, thumbnail, aesthetic_version_id)
    SELECT gen_random_uuid(), g.id, i, i, i = 0 AND random() < 0.4, 128, 128, decode(repeat('00', 3072), 'hex'), decode(repeat('00', 4000), 'hex'),
      (ARRAY['${versions.join("','")}'])[1 + floor(random() * ${versions.length})]::uuid
    FROM generation g, generate_series(0, 3) i WHERE g.guild_id = '${guild}' AND g.id <> '${request}'`);
  await client.$executeRawUnsafe(`UPDATE generated_image SET aesthetic_version_id = NULL WHERE plain`);
  const ago = `now() - random() * interval '${(60 * dayMs) / 1000} seconds'`;
  await client.$executeRawUnsafe(`
    INSERT INTO picture_vote (image_id, member_id, guild_id, aesthetic_id, asker_id, value, own, voted_at)
    SELECT i.id, 'm' || (i.n * 7 + k * 131) % ${sizes.members}, '${guild}', i.aesthetic_id, i.member_id,
      CASE WHEN random() < 0.6 THEN 1 ELSE -1 END, false, ${ago}
    FROM (SELECT i.id, v.aesthetic_id, g.member_id, row_number() OVER () AS n
      FROM generated_image i JOIN generation g ON g.id = i.generation_id LEFT JOIN aesthetic_version v ON v.id = i.aesthetic_version_id
      WHERE g.guild_id = '${guild}') i, generate_series(1, ${sizes.pictureVotes / sizes.pictures}) k`);
  await client.$executeRawUnsafe(`
    INSERT INTO aesthetic_vote (guild_id, aesthetic_id, member_id, value, own, voted_at)
    SELECT '${guild}', a.id, 'm' || m, CASE WHEN random() < 0.6 THEN 1 ELSE -1 END, false, ${ago}
    FROM aesthetic a, generate_series(1, ${Math.round((sizes.aestheticVotes * share) / sizes.aesthetics)}) m WHERE a.guild_id = '${guild}'`);
}

/** Of a statement as it was sent, with values that the bench knows. */
async function planOf(store: Store, sql: string): Promise<string> {
  const since = new Date(Date.now() - 7 * dayMs);
  const count = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  const values = Array.from({ length: count }, (_, i) => {
    const before = sql.slice(0, sql.indexOf(`$${i + 1}`)).trimEnd();
    return /guild_id =$/.test(before) ? guildId : /voted_at >=$/.test(before) ? since : 10;
  });
  const plan = await store.client.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
    `EXPLAIN (ANALYZE, COSTS OFF) ${sql}`,
    ...values,
  );
  return plan.map((line) => line['QUERY PLAN']).join('\n');
}
