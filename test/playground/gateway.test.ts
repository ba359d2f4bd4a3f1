import { Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Discord } from '../../src/playground/index.js';
import { aBot, aDiscord, slash } from './bot.js';
import { aSocket } from './socket.js';

const echo = async (discord: Discord, intents = [GatewayIntentBits.Guilds]) =>
  aBot(discord, async (interaction) => interaction.isRepliable() && interaction.reply('here'), {
    commands: [slash('imagine')],
    intents,
  });

describe('a session', () => {
  test('is resumed after a dropped connection, with what happened meanwhile', async () => {
    const { discord } = await aDiscord();
    const { client } = await echo(discord);
    const sessions: string[] = [];
    client.on(Events.ShardResume, (_, replayed) => sessions.push(`resumed with ${replayed}`));
    client.on(Events.ShardReady, () => sessions.push('new'));
    discord.gateway.drop();
    await expect.poll(() => discord.gateway.isConnected()).toBe(false);
    const asked = await discord.member('guest').slash('/imagine');
    await discord.connected();
    expect((await asked.reply()).text).toBe('here');
    await expect.poll(() => sessions).toEqual(['resumed with 2']);
  });

  test.each([
    [
      'told to reconnect (7)',
      (discord: Discord) => {
        discord.gateway.askToReconnect();
      },
      'resumed',
    ],
    [
      'told that its session is invalid but resumable (9)',
      (discord: Discord) => {
        discord.gateway.invalidate(true);
      },
      'resumed',
    ],
    [
      'closed with 4000',
      (discord: Discord) => {
        discord.gateway.close(4000);
      },
      'resumed',
    ],
  ])('goes on when %s', async (_, upset, how) => {
    const { discord } = await aDiscord();
    const { client } = await echo(discord);
    const seen: string[] = [];
    client.on(Events.ShardResume, () => seen.push('resumed'));
    upset(discord);
    await expect.poll(() => seen, { timeout: 8_000 }).toEqual([how]);
    expect((await (await discord.member('guest').slash('/imagine')).reply()).text).toBe('here');
  });

  test('that is invalid is begun anew', async () => {
    const { discord } = await aDiscord();
    const { client } = await echo(discord);
    let ready = 0;
    client.on(Events.ShardReady, () => ready++);
    discord.gateway.invalidate(false);
    await expect.poll(() => ready, { timeout: 12_000 }).toBe(1);
    expect((await (await discord.member('guest').slash('/imagine')).reply()).text).toBe('here');
  });

  test('without acknowledged heartbeats is taken for dead and resumed', async () => {
    const { discord } = await aDiscord({ rules: { heartbeatMs: 300 } });
    const { client } = await echo(discord);
    const seen: string[] = [];
    client.on(Events.ShardResume, () => seen.push('resumed'));
    discord.gateway.acknowledgeHeartbeats(false);
    await expect.poll(() => discord.gateway.isConnected(), { timeout: 5_000 }).toBe(false);
    discord.gateway.acknowledgeHeartbeats(true);
    await expect.poll(() => seen, { timeout: 5_000 }).toContain('resumed');
  });

  test('replays by sequence number to a bare client, and RESUMED comes last', async () => {
    const { discord } = await aDiscord();
    const first = await aSocket(discord);
    first.identify();
    await first.event('GUILD_CREATE');
    const { session_id } = first.got.find(({ t }) => t === 'READY')!.d;
    first.socket.terminate();
    const second = await aSocket(discord);
    second.send(6, { token: discord.token, session_id, seq: 1 });
    await second.event('RESUMED');
    expect(second.got.map(({ op, t, s }) => [op, t, s])).toEqual([
      [10, undefined, undefined],
      [0, 'GUILD_CREATE', 2],
      [0, 'GUILD_CREATE', 3],
      [0, 'RESUMED', 4],
    ]);
  });

  test('left for longer than a few minutes, or never begun, cannot be resumed (9)', async () => {
    const { discord, clock } = await aDiscord();
    const first = await aSocket(discord);
    first.identify();
    await first.event('READY');
    const { session_id } = first.got.find(({ t }) => t === 'READY')!.d;
    first.socket.terminate();
    await expect.poll(() => discord.gateway.isConnected()).toBe(false);
    clock.advance(6 * 60_000);
    const second = await aSocket(discord);
    second.send(6, { token: discord.token, session_id, seq: 1 });
    second.send(6, { token: discord.token, session_id: 'none', seq: 1 });
    await expect.poll(() => second.got.filter(({ op, d }) => op === 9 && !d)).toHaveLength(2);
  });

  test('without heartbeats times out (4009)', async () => {
    const { discord } = await aDiscord({ rules: { heartbeatMs: 100 } });
    const { closed } = await aSocket(discord);
    expect(await closed).toBe(4009);
  });
});
