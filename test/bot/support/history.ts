import { idOf } from '../../../src/bot/database/ids.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { pack, publish } from './rows.js';

/** A server with a long history, and another one with a tenth of it. */
export const longGuild = '1';
const otherGuild = '7';

export interface HistorySize {
  readonly generations: number;
  readonly aesthetics: number;
}

const prefixes = { generation: '0198', image: '0199', aesthetic: '019a', version: '019b', choice: '019c' } as const;
type Kind = keyof typeof prefixes;

/** The id of the nth row of a kind in the database's form, as SQL. */
const uuid = (kind: Kind, n: string): string =>
  `('${prefixes[kind]}0000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** The same, for whoever asks. */
export function nthId(kind: Kind, n: number): string {
  return idOf(`${prefixes[kind]}0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);
}

/**
 * Fills a database by a few statements. A third of the requests are plain, the others prefer the first aesthetics by far; some failed or
 * were cancelled, the last forty are unfinished. Every fifth picture has a vote, every aesthetic up to twenty.
 */
export async function fillHistory(store: Store, { generations, aesthetics }: HistorySize): Promise<void> {
  await publish(store);
  const run = (sql: string): Promise<number> => store.client.$executeRaw(Prisma.raw(sql));
  const seconds = 20;
  const asked = `now() - (${generations} - n) * interval '${seconds} s'`;
  const unfinished = `n > ${generations - 40}`;
  const isIn = `CASE WHEN n % 10 = 0 THEN '${otherGuild}' ELSE '${longGuild}' END`;
  const nth = `1 + floor(power((n::bigint * 7919 % 10007) / 10007.0, 3) * ${aesthetics})::int`;
  const version = `CASE WHEN n % 10 <> 0 AND n % 3 > 0 THEN ${uuid('version', nth)} END`;
  await run(`INSERT INTO guild (id) VALUES ('${longGuild}'), ('${otherGuild}')`);
  await run(`INSERT INTO aesthetic (id, guild_id, name, live_name, creator_id)
    SELECT ${uuid('aesthetic', 'n')}, '${longGuild}', 'Aesthetic ' || n, 'aesthetic ' || n, 'm' || n % 1000
    FROM generate_series(1, ${aesthetics}) n`);
  await run(`INSERT INTO aesthetic_version (id, aesthetic_id, number, kind, vector, count, clip_id, lineage, card)
    SELECT ${uuid('version', 'n')}, ${uuid('aesthetic', 'n')}, 1, 'mean', '\\x00000000000000000000803f', 1, '${pack.clipId}',
      '{"from":"images"}', CASE WHEN n % 2 = 0 THEN '\\x00'::bytea END
    FROM generate_series(1, ${aesthetics}) n`);
  await run(`INSERT INTO generation (id, guild_id, channel_id, member_id, status, background, pack, wish, aesthetic_version_id,
      application_id, message_id, attachment_limit, cost, turn, created_at, dispatched_at, started_at, finished_at, delivered_at)
    SELECT ${uuid('generation', 'n')}, ${isIn}, 'c' || n % 20, 'm' || n * 7 % 1000,
      (CASE WHEN ${unfinished} THEN (ARRAY['waiting', 'dispatched', 'painting'])[1 + n % 3] WHEN n % 50 = 1 THEN 'failed'
        WHEN n % 50 = 2 THEN 'cancelled' ELSE 'delivered' END)::generation_status,
      n % 100 = 3, '${pack.name}', jsonb_build_object('prompt', 'prompt ' || n % 5000, 'aesthetic', null, 'seed', n, 'count', 1),
      ${version}, '4', 'message ' || n, 10485760, 20, n, ${asked}, ${asked} + interval '1 s', ${asked} + interval '2 s',
      CASE WHEN NOT ${unfinished} THEN ${asked} + interval '12 s' END, CASE WHEN NOT ${unfinished} THEN ${asked} + interval '13 s' END
    FROM generate_series(1, ${generations}) n`);
  await run(`INSERT INTO generated_image (id, generation_id, index, seed, width, height, vector, thumbnail, aesthetic_version_id)
    SELECT ${uuid('image', 'n')}, ${uuid('generation', 'n')}, 0, n, 512, 512, '\\x00000000000000000000803f', '\\x00', ${version}
    FROM generate_series(1, ${generations - 40}) n WHERE n % 50 NOT IN (1, 2)`);
  await run(`INSERT INTO picture_vote (image_id, member_id, guild_id, aesthetic_id, asker_id, value, own, voted_at)
    SELECT i.id, 'v' || i.seed % 300, g.guild_id, v.aesthetic_id, g.member_id, CASE WHEN i.seed % 3 = 0 THEN -1 ELSE 1 END, false,
      g.delivered_at
    FROM generated_image i JOIN generation g ON g.id = i.generation_id LEFT JOIN aesthetic_version v ON v.id = i.aesthetic_version_id
    WHERE i.seed % 5 = 0 OR i.seed % 5 = 1 AND i.seed % 7 = 0`);
  await run(`INSERT INTO aesthetic_vote (guild_id, aesthetic_id, member_id, value, own, voted_at)
    SELECT '${longGuild}', ${uuid('aesthetic', 'n')}, 'v' || k, CASE WHEN n % k = 0 THEN 1 ELSE -1 END, false, now() - n * interval '1 minute'
    FROM generate_series(1, ${aesthetics}) n, generate_series(1, 20) k`);
  await run(`INSERT INTO choice (id, guild_id, member_id, kind, subject, image_ids, aesthetic_ids, best, own, chosen_at)
    SELECT ${uuid('choice', 'n')}, '${longGuild}', 'v' || n % 300, 'stream', 'pair ' || n,
      ARRAY[${uuid('image', 'n')}, ${uuid('image', 'n + 1')}], ARRAY['', 'a' || n % 100], n % 2, false, now() - n * interval '1 minute'
    FROM generate_series(1, ${Math.ceil(generations / 100)}) n`);
  await run(`INSERT INTO audit_entry (id, guild_id, action, actor_id, created_at)
    SELECT ${uuid('choice', 'n')}, '${longGuild}', 'settings', 'm1', now() - n * interval '1 minute'
    FROM generate_series(1, ${Math.ceil(generations / 100)}) n`);
  await run('ANALYZE');
}
