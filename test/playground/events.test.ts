import { Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { aBot, aDiscord, silence } from './bot.js';
import { aSocket } from './socket.js';

describe('a connection is closed with', () => {
  type Bare = Awaited<ReturnType<typeof aSocket>>;
  test.each([
    [
      4001,
      'an opcode that there is not',
      ({ send }: Bare) => {
        send(99, null);
      },
    ],
    [
      4002,
      'something that is no JSON',
      ({ socket }: Bare) => {
        socket.send('{');
      },
    ],
    [
      4003,
      'a request before it identified',
      ({ send }: Bare) => {
        send(8, {});
      },
    ],
    [
      4004,
      'a wrong token',
      ({ identify }: Bare) => {
        identify({ token: 'stolen' });
      },
    ],
    [
      4005,
      'identifying twice',
      ({ identify }: Bare) => {
        identify();
        identify();
      },
    ],
    [
      4007,
      'a sequence number from the future',
      async ({ identify, got, event, send }: Bare, token: string) => {
        identify();
        await event('READY');
        const { session_id } = got.find(({ t }) => t === 'READY')!.d;
        send(6, { token, session_id, seq: 1_000 });
      },
    ],
    [
      4008,
      'more than 120 payloads in a minute',
      ({ send }: Bare) => {
        for (let i = 0; i <= 120; i++) send(1, null);
      },
    ],
    [
      4010,
      'a shard that there is not',
      ({ identify }: Bare) => {
        identify({ shard: [2, 2] });
      },
    ],
    [
      4013,
      'intents that there are not',
      ({ identify }: Bare) => {
        identify({ intents: 2 ** 30 });
      },
    ],
    [
      4014,
      'an intent that it may not have',
      ({ identify }: Bare) => {
        identify({ intents: GatewayIntentBits.MessageContent });
      },
    ],
  ])('%i for %s', async (code, _, act) => {
    const { discord } = await aDiscord();
    const bare = await aSocket(discord);
    await act(bare, discord.token);
    expect(await bare.closed).toBe(code);
    expect(discord.violations()).toMatchObject([{ kind: 'gateway', code }]);
  });

  test('4014, which discord.js passes on', async () => {
    const { discord } = await aDiscord();
    await expect(aBot(discord, silence, { intents: [GatewayIntentBits.MessageContent] })).rejects.toThrow(
      'disallowed intents',
    );
  });
});

describe('events', () => {
  test('of messages come with the intent alone, and without it for content, without content', async () => {
    const { discord } = await aDiscord();
    const [plain, listening] = [
      await aBot(discord, silence),
      await aBot(discord, silence, {
        intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
      }),
    ];
    const seen: string[] = [];
    plain.client.on(Events.MessageCreate, () => seen.push('unasked'));
    listening.client.on(Events.MessageCreate, ({ author, content }) => seen.push(`${author.username}: ${content}`));
    const guest = discord.member('guest');
    await guest.post('for members');
    await guest.post(`<@${discord.applicationId}> for the bot`);
    await expect.poll(() => seen).toEqual(['guest: ', `guest: <@${discord.applicationId}> for the bot`]);
  });

  test('of messages have their content for an application that may read it', async () => {
    const { MessageContent, GuildMessages, Guilds } = GatewayIntentBits;
    const { discord } = await aDiscord({ privilegedIntents: MessageContent });
    const { client } = await aBot(discord, silence, { intents: [Guilds, GuildMessages, MessageContent] });
    const seen: string[] = [];
    client.on(Events.MessageCreate, ({ content }) => seen.push(content));
    await discord.member('guest').post('for members');
    await expect.poll(() => seen).toEqual(['for members']);
  });

  test('tell of a guild that the bot leaves, joins, or that is out', async () => {
    const { discord } = await aDiscord();
    const { client } = await aBot(discord, silence);
    const seen: string[] = [];
    client.on(Events.GuildDelete, ({ name }) => seen.push(`left ${name}`));
    client.on(Events.GuildCreate, ({ name }) => seen.push(`joined ${name}`));
    client.on(Events.GuildUnavailable, ({ name }) => seen.push(`lost ${name}`));
    const gallery = discord.guild('Gallery');
    gallery.removeBot();
    gallery.addBot();
    discord.guild('Atelier').outage();
    await expect.poll(() => seen).toEqual(['left Gallery', 'joined Gallery', 'lost Atelier']);
  });

  test('go to the shard of their guild', async () => {
    const { discord } = await aDiscord();
    const shards = [await aSocket(discord), await aSocket(discord)];
    shards.forEach(({ identify }, i) => {
      identify({ shard: [i, 2] });
    });
    await expect.poll(() => shards.flatMap(({ got }) => got.filter(({ t }) => t === 'GUILD_CREATE'))).toHaveLength(2);
    const guildId = discord.guild('Gallery').id;
    const expected = Number((BigInt(guildId) >> 22n) % 2n);
    const isThere = shards.map(({ got }) => got.some(({ t, d }) => t === 'GUILD_CREATE' && d['id'] === guildId));
    expect(isThere.indexOf(true)).toBe(expected);
  });
});
