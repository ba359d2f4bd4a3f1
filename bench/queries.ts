import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/bot/repositories/index.js';
import type { StoreOptions } from '../src/bot/repositories/index.js';
import { asked, askedOfVotes } from '../test/bot/support/asked.js';
import { fillHistory } from '../test/bot/support/history.js';
import { explainer } from '../test/bot/support/plans.js';
import { median, report, round, time } from './measure.js';

/**
 * What interactions ask of the database in a server with a long history: milliseconds of the whole (median), of its slowest statement in the
 * database (best of three), and how that reads its tables. Aim: 20 ms at 1,000,000 generations and 5,000 aesthetics. On Postgres where DATABASE_URL and
 * REDIS_URL name an empty one that may be filled, else on PGlite. BENCH_GENERATIONS and BENCH_AESTHETICS are other sizes.
 */
const runs = 5;
const size = {
  generations: Number(process.env.BENCH_GENERATIONS ?? 1_000_000),
  aesthetics: Number(process.env.BENCH_AESTHETICS ?? 5_000),
};
const dir = await mkdtemp(join(tmpdir(), 'aesthete-bench-'));
const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
const options: StoreOptions =
  databaseUrl && redisUrl ? { mode: 'distributed', databaseUrl, redisUrl } : { mode: 'embedded', dir };
const store = await openStore(options, () => undefined);
try {
  const fillMs = await time(() => fillHistory(store, size));
  const explain = explainer(store);
  const rows: object[] = [];
  for (const [what, work] of [...Object.entries(asked(store)), ...Object.entries(askedOfVotes(store))]) {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) times.push(await time(work));
    const slowestOf = async () => (await explain(work)).reduce((most, one) => (one.ms > most.ms ? one : most));
    const tries = [await slowestOf(), await slowestOf(), await slowestOf()];
    const slowest = tries.reduce((least, one) => (one.ms < least.ms ? one : least));
    const reads = slowest.nodes.flatMap(({ type, table, index, rows: read }) =>
      table === undefined || read === 0 ? [] : [`${type} ${index ?? table} ${Math.round(read)}`],
    );
    rows.push({ what, ms: round(median(times), 1), slowestMs: round(slowest.ms, 1), reads: reads.join(', ') });
  }
  report({ mode: options.mode, ...size, fillSeconds: Math.round(fillMs / 1_000), rows });
} finally {
  await store.close();
  await rm(dir, { recursive: true, force: true });
}
