import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { startDiscord } from '../../../src/playground/index.js';
import { copyPack } from '../../support/packCopy.js';
import { endDiscord } from './discord.js';
import { environmentFor } from './installation.js';
import { BotProcess } from './process.js';
import { queryRows } from './queryRows.js';
import { serverProcesses } from './serverProcesses.js';
import { supervised } from './supervised.js';

type Rules = NonNullable<NonNullable<Parameters<typeof startDiscord>[0]>['rules']>;

interface SixProcessesOptions {
  readonly rules?: Partial<Rules>;
  /** Of the bot's processes. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Two bots, two workers of different packs, Postgres and Redis, at work. The second server of `servers` is the second bot's. */
export async function sixProcesses({ rules = {}, env: given = {} }: SixProcessesOptions = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'aesthete-six-'));
  const server = await serverProcesses();
  const discord = await startDiscord({ rules: { shards: 2, guildsPerShard: 1, identifyMs: 0, ...rules } });
  const shardOf = (name: string): number => Number((BigInt(discord.guild(name).id) >> 22n) % 2n);
  // vitest.config.ts sets it: the demo pack with fewer steps.
  const models = process.env['AESTHETE_MODELS'] ?? 'models';
  const packs = { demo: join(dir, 'demo'), other: join(dir, 'other') };
  await copyPack(join(models, 'demo'), join(packs.demo, 'demo'));
  const other = await copyPack(join(models, 'demo'), join(packs.other, 'other'));
  // Another content by another schedule.
  await other.json('scheduler/scheduler_config.json', (config) => {
    config['num_train_timesteps'] = Number(config['num_train_timesteps']) - 1;
  });
  const env = { ...given, DATABASE_URL: server.databaseUrl, REDIS_URL: server.redisUrl };
  const forBot = (shard: number) => ({
    ...env,
    ...environmentFor(discord),
    ...{ SHARDS: `${shard}/2`, AESTHETE_MODELS: packs.demo, AESTHETE_DATA: join(dir, `bot-${shard}`) },
  });
  const forWorker = (pack: keyof typeof packs) => ({
    ...env,
    ...{ AESTHETE_PACK: pack, AESTHETE_MODELS: packs[pack], AESTHETE_DATA: join(dir, `worker-${pack}`) },
  });
  const own = {
    'bot 0': supervised(() => BotProcess.start('main', forBot(0))),
    'bot 1': supervised(() => BotProcess.start('main', forBot(1))),
    'worker demo': supervised(() => BotProcess.start('worker', forWorker('demo'))),
    'worker other': supervised(() => BotProcess.start('worker', forWorker('other'))),
  };
  const processes = { postgres: server.postgres, redis: server.redis, ...own };
  const close = async (): Promise<void> => {
    await Promise.all(Object.values(processes).map((one) => one.kill()));
    await server.remove();
    await endDiscord(discord);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await Promise.all([server.postgres.start(), server.redis.start()]);
    for (const [name, process] of Object.entries(processes)) if (name.startsWith('worker')) await process.start();
    await Promise.all([processes['bot 0'].start(), processes['bot 1'].start()]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ discord, processes, own, close },
    servers: ['Atelier', 'Gallery'].sort((a, b) => shardOf(a) - shardOf(b)),
    rows: <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => queryRows<T>(server.databaseUrl, sql),
  };
}
