import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDiscord } from '../src/playground/index.js';
import type { Discord } from '../src/playground/index.js';
import { cpuMs, residentMB, startBot, startWorker, stop } from './botProcess.js';
import { percentile, report, round } from './measure.js';

/**
 * 10,000 requests, 50 a second, of a thousand members in fifty servers: how long each waits for its acknowledgement, and until its reply
 * shows its place, which is written behind the row. Then its member cancels it, so that the queue stays short, while one long request of
 * another server is painted. The memory of the bot's process after each thousand: it should not grow.
 */
const requests = Number(process.env['BENCH_REQUESTS'] ?? 10_000);
const aSecond = Number(process.env['BENCH_A_SECOND'] ?? 50);
const every = Math.ceil(requests / 10);
const patienceMs = 120_000;

const guilds = Array.from({ length: 50 }, (_, g) => ({
  name: `server ${g}`,
  channels: [{ name: 'studio' }],
  members: Array.from({ length: 20 }, (__, m) => ({ name: `member ${m}` })),
}));

const dir = await mkdtemp(join(tmpdir(), 'aesthete-accept-'));
const discord = await startDiscord({
  guilds: [...guilds, { name: 'busy', channels: [{ name: 'studio' }], members: [{ name: 'ann' }] }],
});
const bot = await startBot(discord, dir);
// With DATABASE_URL and REDIS_URL the bot itself does not paint.
const worker =
  process.env['DATABASE_URL'] === undefined
    ? undefined
    : await startWorker(discord, await mkdtemp(join(dir, 'worker-')));
const busy = async (): Promise<void> => {
  const ann = discord.member('ann', 'busy');
  await (await ann.slash('/imagine', { prompt: 'a whale', steps: 150, count: 10 })).acknowledged();
};
await busy();

const acknowledgedMs: number[] = [];
const acceptedMs: number[] = [];
let failed = 0;
const memory: number[] = [];
const open: Promise<void>[] = [];
const cpuBefore = cpuMs(bot);
const began = performance.now();
for (let i = 0; i < requests; i++) {
  open.push(
    request(discord, i).catch((error: unknown) => {
      if (failed++ === 0) console.error(error);
    }),
  );
  await sleep(began + ((i + 1) * 1_000) / aSecond - performance.now());
  if ((i + 1) % every !== 0) continue;
  memory.push(round(residentMB(bot), 0));
  await busy().catch(() => undefined);
}
const seconds = (performance.now() - began) / 1_000;
await Promise.all(open);
const [p50, p99] = [0.5, 0.99].map((part) => (values: readonly number[]) => round(percentile(values, part), 0));
report({
  requests,
  store: worker ? 'Postgres and Redis' : 'embedded',
  offered: aSecond,
  'a second': round(requests / seconds, 1),
  failed,
  'acknowledged p50 ms': p50(acknowledgedMs),
  'acknowledged p99 ms': p99(acknowledgedMs),
  'place shown p50 ms': p50(acceptedMs),
  'place shown p99 ms': p99(acceptedMs),
  'cpu ms a request': round((cpuMs(bot) - cpuBefore) / requests, 1),
  load: round(loadavg()[0], 1),
  'MB after each tenth': memory.join(' '),
});
await stop(bot);
if (worker) await stop(worker);
await discord.close();
await rm(dir, { recursive: true, force: true });

async function request(at: Discord, i: number): Promise<void> {
  const member = at.member(`member ${Math.floor(i / guilds.length) % 20}`, `server ${i % guilds.length}`);
  const started = performance.now();
  const asked = await member.slash('/imagine', { prompt: 'a castle', steps: 2, seed: i });
  await asked.acknowledged();
  acknowledgedMs.push(performance.now() - started);
  const shown = await asked.reply(({ buttons }) => buttons.some(({ label }) => label === 'Cancel'), patienceMs);
  acceptedMs.push(performance.now() - started);
  await member.press(shown, 'Cancel').acknowledged();
}
