import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startDiscord } from '../src/playground/index.js';
import type { Discord } from '../src/playground/index.js';
import { serverProcesses } from '../test/e2e/support/serverProcesses.js';
import { isPicture } from '../test/e2e/support/shown.js';
import type { Message } from '../test/e2e/support/shown.js';
import { seeded } from '../test/support/seeded.js';
import { cpuMs, residentMB, startBot, startStandIn, stop } from './botProcess.js';
import { percentile, report, round } from './measure.js';

/**
 * A thousand members in fifty servers with stand-in workers, whose pictures take a known time and no processor. First how many pictures a
 * second 1, 2, 4 and 8 workers paint of a full queue; then 20 interactions a second for five minutes: one in six asks for a picture, the others
 * vote on one that they see. Postgres and Redis are its own, from Debian's packages; the bot, its workers, Discord and the members share the machine.
 */
const seconds = Number(process.env['BENCH_SECONDS'] ?? 300);
const aSecond = Number(process.env['BENCH_A_SECOND'] ?? 20);
const pictureMs = 2_000;
const workerCounts = [1, 2, 4, 8];
const picturesEach = 30;
/** 3.3 pictures a second, of the 4 that eight workers can paint. */
const askEvery = 6;
const patienceMs = 300_000;
const [servers, membersEach] = [50, 20];

const database = await serverProcesses();
await Promise.all([database.postgres.start(), database.redis.start()]);
process.env['DATABASE_URL'] = database.databaseUrl;
process.env['REDIS_URL'] = database.redisUrl;
process.env['BENCH_PICTURE_MS'] = String(pictureMs);
const dir = await mkdtemp(join(tmpdir(), 'aesthete-load-'));
const discord = await startDiscord({
  guilds: Array.from({ length: servers }, (_, g) => ({
    name: `server ${g}`,
    channels: [{ name: 'studio' }],
    members: Array.from({ length: membersEach }, (__, m) => ({ name: `member ${m}` })),
  })),
  rules: { messagesPerChannel: 100_000 },
});
const workers = [await startStandIn(discord, join(dir, 'worker-0'))];
const bot = await startBot(discord, join(dir, 'bot'));
const sql = new pg.Client({ connectionString: database.databaseUrl });
await sql.connect();

const rows: object[] = [];
let one = 0;
for (const count of workerCounts) {
  while (workers.length < count) workers.push(await startStandIn(discord, join(dir, `worker-${workers.length}`)));
  const rate = await throughput(discord, count);
  one ||= rate;
  rows.push({ workers: count, 'pictures a second': round(rate, 3), 'of linear': round(rate / (one * count), 3) });
}

const deliveredSql = `SELECT count(*)::int AS n FROM generation WHERE status = 'delivered'`;
const deliveredBefore = await numberOf(deliveredSql);
const acknowledgedMs: number[] = [];
const latest = new Map<string, Message[]>();
const tally = { asked: 0, painted: 0, voted: 0, failed: 0 };
const memory: number[] = [];
const open: Promise<void>[] = [];
const random = seeded(1);
const before = cpuMs(bot);
const began = performance.now();
for (let i = 0; i < seconds * aSecond; i++) {
  open.push(
    act(discord, random(0, servers - 1), random(0, membersEach - 1), i).catch((error: unknown) => {
      if (tally.failed++ === 0) console.error(error);
    }),
  );
  if ((i + 1) % Math.ceil((seconds * aSecond) / 10) === 0) memory.push(round(residentMB(bot), 0));
  await sleep(began + ((i + 1) * 1_000) / aSecond - performance.now());
}
const tookSeconds = (performance.now() - began) / 1_000;
const cpu = cpuMs(bot) - before;
await Promise.all(open);
const delivered = (await numberOf(deliveredSql)) - deliveredBefore;
const votes = await numberOf('SELECT count(*)::int AS n FROM picture_vote');
report({
  seconds: round(tookSeconds, 0),
  'interactions a second': round((seconds * aSecond) / tookSeconds, 1),
  ...tally,
  'delivered in the database': delivered,
  'votes in the database': votes,
  'acknowledged p50 ms': round(percentile(acknowledgedMs, 0.5), 0),
  'acknowledged p99 ms': round(percentile(acknowledgedMs, 0.99), 0),
  'acknowledged most ms': round(Math.max(...acknowledgedMs), 0),
  'bot cpu ms an interaction': round(cpu / (seconds * aSecond), 1),
  load: round(loadavg()[0], 1),
  'MB after each tenth': memory.join(' '),
  rows,
});
await sql.end();
await stop(bot);
await Promise.all(workers.map(stop));
await discord.close();
await database.remove();
await rm(dir, { recursive: true, force: true });

/** Pictures a second of a queue that is full from the first to the last. */
async function throughput(at: Discord, count: number): Promise<number> {
  const from = new Date();
  const asked = Array.from({ length: count * picturesEach }, async (_, i) => {
    // Ten a second: more than the workers paint.
    await sleep(i * 100);
    const member = at.member(`member ${Math.floor(i / servers)}`, `server ${i % servers}`);
    const picture = async () => {
      const asked = await member.slash('/imagine', { prompt: 'a castle', seed: i });
      return asked.reply(isPicture, patienceMs);
    };
    // Whoever sees that the application did not respond asks once more.
    await picture().catch(picture);
  });
  await Promise.all(asked);
  return numberOf(
    `SELECT count(*) / extract(epoch FROM max(delivered_at) - min(started_at))::float AS n FROM generation WHERE created_at >= $1 AND status = 'delivered'`,
    [from],
  );
}

async function act(at: Discord, server: number, number: number, i: number): Promise<void> {
  const name = `server ${server}`;
  const member = at.member(`member ${number}`, name);
  const seen = latest.get(name) ?? [];
  const started = performance.now();
  if (i % askEvery === 0 || seen.length === 0) {
    tally.asked += 1;
    const asked = await member.slash('/imagine', { prompt: 'a castle', seed: i });
    await asked.acknowledged();
    acknowledgedMs.push(performance.now() - started);
    const picture = await asked.reply(isPicture, patienceMs);
    tally.painted += 1;
    latest.set(name, [picture, ...seen].slice(0, 5));
    return;
  }
  const voted = member.press(seen[i % seen.length], i % 3 === 0 ? '👎' : '👍');
  await voted.acknowledged();
  acknowledgedMs.push(performance.now() - started);
  const { text } = await voted.reply(() => true, patienceMs);
  if (!/You voted|You withdrew/.test(text)) throw new Error(text);
  tally.voted += 1;
}

async function numberOf(text: string, values: unknown[] = []): Promise<number> {
  const { rows: found } = await sql.query<{ n: number }>(text, values);
  return found[0].n;
}
