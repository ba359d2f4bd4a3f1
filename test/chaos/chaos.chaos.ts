import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStore } from '../../src/bot/repositories/index.js';
import { startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';
import { copyEmbedded } from '../bot/support/migratedDatabase.js';
import { environmentFor } from '../e2e/support/installation.js';
import { BotProcess } from '../e2e/support/process.js';
import { picturesSeen } from '../e2e/support/shown.js';
import { sixProcesses } from '../e2e/support/sixProcesses.js';
import { supervised } from '../e2e/support/supervised.js';
import { seeded } from '../support/seeded.js';
import { jumpingClock } from './clock.js';
import { diskFull, smallDisk } from './disk.js';
import { clockJumps, discordFaults, engineKilled, happenInTurn, killed } from './faults.js';
import type { Fault } from './faults.js';
import { isExplained, newTally, takePart } from './members.js';
import type { Tally } from './members.js';
import { report } from './report.js';

const minutes = Number(process.env['AESTHETE_CHAOS_MINUTES'] ?? 10);
const seed = Number(process.env['AESTHETE_CHAOS_SEED'] ?? 1);
/** Both modes have the same time; what is under way then ends afterwards. */
const faultsMs = (minutes * 60_000) / 2;
const endMs = 600_000;
/** The emulator keeps what a long run shows. Restarts come sooner than Discord would like them. */
const rules = { messagesPerChannel: 100_000, identifyMs: 0 };
const env = { NODE_OPTIONS: `--import ${jumpingClock}` };
const servers = ['Atelier', 'Gallery'];

/** Of a generation that somebody asked for. */
interface Row {
  readonly id: string;
  readonly status: string;
  readonly messageId: string | null;
  readonly making: boolean;
}

const rowsSql =
  'SELECT id, status::text, message_id AS "messageId", making FROM generation WHERE NOT background OR making';
const votesSql = 'SELECT count(*)::int AS votes FROM picture_vote';

test(
  `two bots, two workers, Postgres and Redis (seed ${seed})`,
  async () => {
    const installation = await sixProcesses({ rules, env });
    try {
      const { discord, processes, own, rows } = installation;
      const faults = [
        ...Object.entries(processes).map(([name, process]) => killed(`${name} is killed`, process)),
        engineKilled('the engine of worker demo is killed', own['worker demo']),
        engineKilled('the engine of worker other is killed', own['worker other']),
        clockJumps('the clock of bot 0 jumps by an hour, and back', own['bot 0']),
        clockJumps('the clock of worker demo jumps by an hour, and back', own['worker demo']),
      ];
      await chooseOtherPack(discord);
      const { tally, counts } = await endure(discord, faults);
      await expect.poll(async () => open(await rows<Row>(rowsSql)), { timeout: endMs, interval: 1_000 }).toEqual([]);
      const [{ votes }] = await rows<{ votes: number }>(votesSql);
      await report('distributed', { minutes: minutes / 2, seed, counts, tally });
      check(discord, tally, await rows<Row>(rowsSql), votes);
    } finally {
      await installation.close();
    }
  },
  faultsMs + 3 * endMs,
);

test(
  `one process with the embedded database (seed ${seed})`,
  async () => {
    const parent = await mkdtemp(join(tmpdir(), 'aesthete-chaos-'));
    const disk = join(parent, 'disk');
    await mkdir(disk);
    const small = await smallDisk(disk);
    const dir = join(disk, 'data');
    await copyEmbedded(dir);
    const discord = await startDiscord({ rules });
    const bot = supervised(() => BotProcess.start('main', { ...env, ...environmentFor(discord), AESTHETE_DATA: dir }));
    try {
      await bot.start();
      const faults = [
        killed('the bot is killed', bot),
        engineKilled('the engine is killed', bot),
        clockJumps('the clock jumps by an hour, and back', bot),
        ...(small ? [diskFull(disk)] : []),
      ];
      const { tally, counts } = await endure(discord, faults);
      if (!small) counts['not tried: the disk is full (no file system can be mounted here)'] = 0;
      const found = await settled(bot, dir);
      await report('embedded', { minutes: minutes / 2, seed, counts, tally });
      check(discord, tally, found.rows, found.votes);
    } finally {
      await bot.kill();
      await small?.unmount();
      await discord.close();
      await rm(parent, { recursive: true, force: true });
    }
  },
  faultsMs + 3 * endMs,
);

/** Members take part in both servers while things go wrong, on the machine and on Discord at once. */
async function endure(
  discord: Discord,
  faults: readonly Fault[],
): Promise<{ readonly tally: Tally; readonly counts: Record<string, number> }> {
  const tally = newTally();
  const counts: Record<string, number> = {};
  const end = Date.now() + faultsMs;
  let over = false;
  const members = servers.flatMap((server) => [
    takePart(discord, ['guest', 'admin'], server, tally, () => over),
    takePart(discord, ['admin', 'guest'], server, tally, () => over),
  ]);
  const lanes = [faults, discordFaults(discord)].map((lane, i) =>
    happenInTurn(lane, seeded(2 * seed + i), () => Date.now() > end, counts),
  );
  await Promise.all(lanes);
  over = true;
  await Promise.all(members);
  return { tally, counts };
}

/** Every accepted request has one end that members see, and what the database counts is what members were told. */
function check(discord: Discord, tally: Tally, rows: readonly Row[], votes: number): void {
  expect(tally.lost).toEqual([]);
  const everywhere = servers.map((server) => discord.member('admin', server));
  const pictures = everywhere.flatMap(picturesSeen);
  const painted = rows.filter(({ status, making }) => status === 'delivered' && !making);
  expect(pictures.map(({ id }) => id).sort()).toEqual(painted.map(({ messageId }) => messageId).sort());
  const messages = new Map(everywhere.flatMap((member) => member.messages()).map((message) => [message.id, message]));
  const failed = rows.filter(({ status }) => status === 'failed');
  const silent = failed.filter(({ messageId }) => {
    const shown = messages.get(messageId ?? '');
    return !shown || !isExplained(shown);
  });
  expect(silent).toEqual([]);
  expect(rows.filter(({ status }) => status !== 'delivered' && status !== 'failed')).toEqual([]);
  expect(votes).toBe(tally.votes);
  expect(tally.painted).toBeGreaterThan(0);
  expect(discord.pings()).toEqual([]);
  expect(discord.violations()).toEqual([]);
}

function open(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ status }) => !['delivered', 'cancelled', 'failed'].includes(status));
}

async function chooseOtherPack(discord: Discord): Promise<void> {
  const asked = await discord.member('admin', 'Gallery').slash('/settings change', { pack: 'other' });
  await asked.reply(({ text }) => text.includes('other'), endMs);
}

/** What an embedded database holds once nothing is open any more; it is read while the bot is stopped. */
async function settled(bot: ReturnType<typeof supervised>, dir: string): Promise<{ rows: Row[]; votes: number }> {
  for (let tries = 0; ; tries++) {
    await sleep(5_000);
    await bot.stop();
    const store = await openStore({ mode: 'embedded', dir });
    const rows = await store.client.$queryRawUnsafe<Row[]>(rowsSql);
    const [{ votes }] = await store.client.$queryRawUnsafe<{ votes: number }[]>(votesSql);
    await store.close();
    if (open(rows).length === 0 || tries === 20) return { rows, votes };
    await bot.start();
  }
}
