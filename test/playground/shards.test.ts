import { Client, GatewayIntentBits } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Discord } from '../../src/playground/index.js';
import { aBot, aDiscord, request, silence } from './bot.js';
import { aSocket } from './socket.js';

const invalidSession = { op: 9, d: false };

/** The guilds that READY named, of a socket that identified as a shard. */
async function guildsOf(discord: Discord, shard: readonly [number, number]) {
  const bare = await aSocket(discord);
  bare.identify({ shard });
  await bare.event('READY');
  const { guilds } = bare.got.find(({ t }) => t === 'READY')!.d;
  return (guilds as { id: string }[]).map(({ id }) => id);
}

describe('shards', () => {
  test('each know the guilds of theirs alone', async () => {
    const { discord } = await aDiscord();
    const ids = ['Atelier', 'Gallery'].map((name) => discord.guild(name).id);
    const expected = [0, 1].map((shard) => ids.filter((id) => Number((BigInt(id) >> 22n) % 2n) === shard));
    expect(expected.map((all) => all.length)).toEqual([1, 1]);
    expect([await guildsOf(discord, [0, 2]), await guildsOf(discord, [1, 2])]).toEqual(expected);
  });

  test('are as many as Discord recommends, where a client leaves it to it, which then knows all guilds', async () => {
    const { discord } = await aDiscord({ rules: { shards: 2, guildsPerShard: 1 } });
    const client = new Client({ intents: [GatewayIntentBits.Guilds], shards: 'auto', rest: { api: discord.api } });
    onTestFinished(() => client.destroy());
    await client.login(discord.token);
    await expect
      .poll(() => discord.gateway.shards())
      .toEqual([
        [0, 2],
        [1, 2],
      ]);
  });

  test('that are too few for the guilds are refused (4011)', async () => {
    const { discord } = await aDiscord({ rules: { guildsPerShard: 1 } });
    await expect(aBot(discord, silence)).rejects.toThrow('Sharding is required');
    expect(discord.violations()).toMatchObject([{ kind: 'gateway', code: 4011 }]);
  });
});

describe('a session', () => {
  test('begins once in five seconds in each bucket; an earlier one is invalid (9) and counts as well', async () => {
    const { discord, clock } = await aDiscord({ rules: { identifyMs: 5_000, maxConcurrency: 2, sessionsADay: 10 } });
    const sockets = await Promise.all([0, 1, 2].map(() => aSocket(discord)));
    sockets.forEach(({ identify }, shard) => {
      identify({ shard: [shard, 3] });
    });
    await sockets[0].event('READY');
    await sockets[1].event('READY');
    await expect.poll(() => sockets[2].got).toContainEqual(invalidSession);
    expect(discord.violations()).toMatchObject([{ kind: 'gateway', code: 9 }]);
    clock.advance(5_000);
    sockets[2].identify({ shard: [2, 3] });
    await sockets[2].event('READY');
    const limit = async () =>
      ((await request(discord, 'GET', '/gateway/bot')).json as object as Limits).session_start_limit;
    expect(await limit()).toMatchObject({ total: 10, remaining: 6, max_concurrency: 2 });
    clock.advance(24 * 3_600_000);
    expect(await limit()).toMatchObject({ remaining: 10 });
  });

  test('beyond those of a day ends all of them, and the token is another', async () => {
    const { discord } = await aDiscord({ rules: { sessionsADay: 1 } });
    const before = discord.token;
    const [first, second] = [await aSocket(discord), await aSocket(discord)];
    first.identify();
    await first.event('READY');
    second.identify();
    expect(await Promise.all([first.closed, second.closed])).toEqual([4004, 4004]);
    expect(discord.token).not.toBe(before);
  });

  test('cannot be resumed where more was missed than is kept (9)', async () => {
    const { discord } = await aDiscord();
    const first = await aSocket(discord);
    first.identify();
    await first.event('GUILD_CREATE');
    const { session_id } = first.got.find(({ t }) => t === 'READY')!.d;
    first.socket.terminate();
    await expect.poll(() => discord.gateway.isConnected()).toBe(false);
    const atelier = discord.guild('Atelier');
    for (let i = 0; i < 1_000; i++) atelier.preferLocale(i % 2 === 0 ? 'de' : 'fr');
    const second = await aSocket(discord);
    second.send(6, { token: discord.token, session_id, seq: 1 });
    await expect.poll(() => second.got).toContainEqual(invalidSession);
    expect(second.got.some(({ t }) => t === 'RESUMED')).toBe(false);
  });
});

describe('a connection', () => {
  test('may not send more than 4,096 bytes at once (4002)', async () => {
    const { discord } = await aDiscord();
    const allowed = await aSocket(discord);
    const padding = (bytes: number) => 'x'.repeat(bytes - JSON.stringify({ op: 1, d: '' }).length);
    allowed.send(1, padding(4_096));
    await expect.poll(() => allowed.got.map(({ op }) => op)).toEqual([10, 11]);
    allowed.send(1, padding(4_097));
    expect(await allowed.closed).toBe(4002);
  });

  test('of a version that there is not is closed (4012)', async () => {
    const { discord } = await aDiscord();
    const { closed } = await aSocket(discord, 'v=6&encoding=json');
    expect(await closed).toBe(4012);
  });

  test('that is asked for a heartbeat (1) sends one at once', async () => {
    const { discord } = await aDiscord();
    const { client } = await aBot(discord, silence);
    expect(client.ws.shards.first()!.lastPingTimestamp).toBe(-1);
    discord.gateway.askForHeartbeat();
    await expect.poll(() => client.ws.shards.first()!.lastPingTimestamp).toBeGreaterThan(0);
  });
});

describe('events of messages', () => {
  test('name the guild, and the author as a member', async () => {
    const { discord } = await aDiscord();
    const bare = await aSocket(discord);
    bare.identify({ intents: GatewayIntentBits.GuildMessages });
    await bare.event('READY');
    await discord.member('admin').post('for members');
    await bare.event('MESSAGE_CREATE');
    const { d } = bare.got.find(({ t }) => t === 'MESSAGE_CREATE')!;
    expect(d).toMatchObject({ guild_id: discord.guild('Atelier').id, member: { roles: [expect.any(String)] } });
  });
});

interface Limits {
  readonly session_start_limit: object;
}
