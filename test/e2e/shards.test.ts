import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';
import { modes, newTestStore } from '../bot/support/stores.js';
import type { TestStore } from '../bot/support/stores.js';
import { endDiscord } from './support/discord.js';
import { environmentFor, startingMs } from './support/installation.js';
import { BotProcess } from './support/process.js';
import { queryRows } from './support/queryRows.js';
import { patienceMs, picture } from './support/shown.js';
import type { Exchange, Message } from './support/shown.js';

/*
 * Two bot processes, each with one of two shards, and one that paints. One story, in order.
 */

describe.skipIf(!modes.includes('distributed'))('two bots, shards 0 and 1 of 2', () => {
  let testStore: TestStore;
  let discord: Discord;
  let worker: BotProcess;
  let bots: [BotProcess, BotProcess];
  /** Of each shard, its server. */
  let servers: string[];

  const startBot = (shard: number) =>
    BotProcess.start('main', { ...testStore.env, ...environmentFor(discord), SHARDS: `${shard}/2` });
  const startBots = async () => {
    bots = await Promise.all([startBot(0), startBot(1)]);
  };
  const imagine = (shard: number): Promise<Exchange> =>
    discord.member('guest', servers[shard]).slash('/imagine', { prompt: 'a cat', steps: 1 });
  const marked = async (): Promise<string[]> => {
    const left = 'SELECT id FROM guild WHERE left_at IS NOT NULL';
    const rows = await queryRows<{ id: string }>(testStore.env['DATABASE_URL'], left);
    return servers.filter((name) => rows.some(({ id }) => id === discord.guild(name).id));
  };

  beforeAll(async () => {
    testStore = await newTestStore('distributed');
    discord = await startDiscord({ rules: { shards: 2, guildsPerShard: 1 } });
    const shardOf = (name: string) => Number((BigInt(discord.guild(name).id) >> 22n) % 2n);
    servers = ['Atelier', 'Gallery'].sort((a, b) => shardOf(a) - shardOf(b));
    [worker] = await Promise.all([BotProcess.start('worker', testStore.env), startBots()]);
  }, startingMs);
  afterAll(async () => {
    await Promise.all([...bots, worker].map((one) => one.stop()));
    await testStore.remove();
    await endDiscord(discord);
  });

  test('identify one after the other, and register the commands once', () => {
    expect(discord.violations()).toEqual([]);
    expect(discord.gateway.shards()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    const registered = discord.requests().filter(({ route }) => route === 'PUT /applications/:application/commands');
    expect(registered).toHaveLength(1);
  });

  test('each serve their servers, and every picture is delivered once', async () => {
    const asked = [await imagine(0), await imagine(1)];
    const painted = await Promise.all(asked.map((one) => picture(one)));
    expect(painted.map(({ images }) => images.length)).toEqual([1, 1]);
    const seen = servers.map((name) => discord.member('admin', name).messages());
    expect(seen.map((messages) => messages.length)).toEqual([1, 1]);
  });

  test('deliver for one another: what a server asked for comes also where its bot was killed meanwhile', async () => {
    // Until another starts, nobody paints: it is waiting when its bot dies.
    await worker.kill();
    const asked = await imagine(0);
    await asked.reply(() => true, patienceMs);
    await bots[0].kill();
    worker = await BotProcess.start('worker', testStore.env);
    const { images } = await picture(asked);
    expect(images).toHaveLength(1);
  });

  test('a server that is left while its bot is down is marked when it is back, and the other one never', async () => {
    const guild = discord.guild(servers[0]);
    guild.removeBot();
    bots[0] = await startBot(0);
    await expect.poll(marked, { timeout: patienceMs }).toEqual([servers[0]]);
    guild.addBot();
    await expect.poll(marked, { timeout: patienceMs }).toEqual([]);
    const again: Message = await picture(await imagine(0));
    expect(again.images).toHaveLength(1);
    expect(bots.flatMap((one) => one.complaints())).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });
});
