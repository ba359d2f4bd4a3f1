import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDiscord } from '../src/playground/index.js';
import type { Discord } from '../src/playground/index.js';
import { cpuMs, startBot, stop } from './botProcess.js';
import { median, percentile, report, round } from './measure.js';

/**
 * How long 50 interactions in one second wait for their acknowledgement: the bot's own process on the playground's gateway, once while
 * its engine loads and once while it paints. Three runs; medians. 99 % of 50 is the longest.
 */
const atOnce = 50;
const betweenMs = 1_000 / atOnce;
const runs = 3;
const missedMs = 3_000;
const members = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida', 'jon'];

type Member = ReturnType<Discord['member']>;
type Shown = Awaited<ReturnType<Member['sees']>>;

interface Row {
  readonly run: number;
  readonly engine: string;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly missed: number;
  /** Processor time that the bot's process took meanwhile, its engine's left out. */
  readonly cpuMs: number;
  /** Load average of the machine. */
  readonly load: number;
}
const rows: Row[] = [];
for (let run = 1; run <= runs; run++) {
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-ack-'));
  const discord = await startDiscord({
    guilds: [{ name: 'Atelier', channels: [{ name: 'studio' }], members: cast() }],
  });
  // A first process paints the picture whose buttons are pressed; the second has nothing loaded.
  const first = await startBot(discord, dir);
  const asked = await discord.member('ann').slash('/imagine', { prompt: 'a castle', aesthetic: 'gloomcore', steps: 2 });
  const picture = await asked.reply(({ buttons }) => buttons.some(({ label }) => label === 'Recipe'), 60_000);
  await stop(first);
  const bot = await startBot(discord, dir);
  for (const engine of ['loads', 'paints']) {
    // Keeps the engine busy for longer than what is measured.
    await discord.member('jon').slash('/imagine', { prompt: 'a whale', steps: 150, count: 10 });
    if (engine === 'paints') await discord.member('jon').sees(({ text }) => text.includes('Painting'), 60_000);
    const before = cpuMs(bot);
    const ms = await barrage(discord, picture);
    rows.push({
      run,
      engine,
      p50: round(percentile(ms, 0.5), 0),
      p99: round(percentile(ms, 0.99), 0),
      max: round(Math.max(...ms), 0),
      missed: ms.filter((one) => one >= missedMs).length,
      cpuMs: cpuMs(bot) - before,
      load: round(loadavg()[0], 1),
    });
  }
  await stop(bot);
  await discord.close();
  await rm(dir, { recursive: true, force: true });
}
const ofAll = (key: 'p50' | 'p99' | 'max', engine: string): number =>
  median(rows.filter((row) => row.engine === engine).map((row) => row[key]));
report({
  'p50 ms, loads': ofAll('p50', 'loads'),
  'p99 ms, loads': ofAll('p99', 'loads'),
  'p50 ms, paints': ofAll('p50', 'paints'),
  'p99 ms, paints': ofAll('p99', 'paints'),
  rows,
});

function cast(): { name: string }[] {
  return members.map((name) => ({ name }));
}

/** What members do, in turn: a tenth of each. All of it is acknowledged by a different way through the bot. */
async function barrage(discord: Discord, picture: Shown): Promise<number[]> {
  const actions: ((member: Member) => Promise<unknown>)[] = [
    async (member) => (await member.slash('/imagine', { prompt: 'a penguin', steps: 2 })).acknowledged(),
    (member) => member.autocomplete('/imagine', 'aesthetic', 'glo', { prompt: 'a cat' }),
    (member) => member.press(picture, 'Recipe').acknowledged(),
    async (member) => (await member.slash('/aesthetic list')).acknowledged(),
    (member) => member.press(picture, 'Again').acknowledged(),
    async (member) => (await member.slash('/aesthetic create')).modal(),
    async (member) => (await member.slash('/queue')).acknowledged(),
    (member) => member.press(picture, 'Another aesthetic').acknowledged(),
    async (member) => (await member.slash('/help')).acknowledged(),
    async (member) => (await member.slash('/aesthetic show', { name: 'gloomcore' })).acknowledged(),
  ];
  const waits: Promise<number>[] = [];
  for (let i = 0; i < atOnce; i++) {
    const [action, member] = [actions[i % actions.length], discord.member(members[(i * 7) % members.length])];
    waits.push(timed(() => action(member)));
    await sleep(betweenMs);
  }
  return Promise.all(waits);
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action().catch((error: unknown) => {
    if (!String(error).includes('did not respond')) throw error;
  });
  return performance.now() - started;
}
