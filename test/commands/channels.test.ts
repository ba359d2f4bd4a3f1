import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/bot/discord/client.js';
import { createMessenger } from '../../src/bot/discord/messenger.js';
import { createRouter } from '../../src/bot/discord/router.js';
import { customId } from '../../src/bot/views/customId.js';
import { textView } from '../../src/bot/views/view.js';
import { createCommands } from '../../src/commands/index.js';
import { generation, generationId } from '../bot/views/examples.js';
import { aDiscord, request } from '../playground/bot.js';
import { fakeServices } from './fakeServices.js';

const { GuildAnnouncement, GuildForum, GuildMedia, GuildStageVoice, GuildVoice, PrivateThread } = ChannelType;
const { ManageGuild, ManageMessages, ManageThreads, Connect } = PermissionFlagsBits;
const channels = [
  { name: 'studio' },
  { name: 'a thread', threadOf: 'studio' },
  { name: 'a private thread', threadOf: 'studio', type: PrivateThread },
  { name: 'adults', nsfw: true },
  { name: 'a thread of adults', threadOf: 'adults' },
  { name: 'a secret of adults', threadOf: 'adults', type: PrivateThread, withoutBot: true },
  { name: 'news', type: GuildAnnouncement },
  { name: 'comments', threadOf: 'news' },
  { name: 'ideas', type: GuildForum, nsfw: true },
  { name: 'a post', threadOf: 'ideas' },
  { name: 'media', type: GuildMedia },
  { name: 'a clip', threadOf: 'media' },
  { name: 'lounge', type: GuildVoice, nsfw: true },
  { name: 'stage', type: GuildStageVoice },
];
const guilds = [
  {
    name: 'Atelier',
    channels,
    members: [
      { name: 'guest' },
      { name: 'mod', permissions: ManageThreads },
      { name: 'manager', permissions: ManageGuild },
    ],
  },
];

/** The bot with services in memory, on a Discord with a channel of each kind. */
async function aBot() {
  const { discord } = await aDiscord({ guilds });
  const fake = fakeServices();
  const table = createCommands(fake.services);
  const failures: object[] = [];
  const router = createRouter(table, { info: () => undefined, error: (context) => void failures.push(context) });
  const client = await connect({
    token: discord.token,
    api: discord.api,
    onInteraction: router,
    onError: (error) => void failures.push(error),
  });
  onTestFinished(() => client.destroy());
  const commands = [...table.slash, ...table.message].map(({ definition }) => definition);
  await request(discord, 'PUT', `/applications/${discord.applicationId}/commands`, commands);
  const guild = discord.guild('Atelier');
  const messenger = createMessenger(client.rest, discord.applicationId);
  return { discord, guild, fake, failures, messenger, guest: discord.member('guest'), mod: discord.member('mod') };
}

describe('in every kind of channel', () => {
  test.each<[channel: string, ageRestricted: boolean, parentChannel: string | undefined, canPostLater: boolean]>([
    ['studio', false, undefined, true],
    ['a thread', false, 'studio', true],
    ['a private thread', false, undefined, true],
    ['adults', true, undefined, true],
    ['a thread of adults', true, 'adults', true],
    ['a secret of adults', true, undefined, false],
    ['news', false, undefined, true],
    ['comments', false, 'news', true],
    ['a post', true, 'ideas', true],
    ['a clip', false, 'media', true],
    ['lounge', true, undefined, true],
    ['stage', false, undefined, true],
  ])('%s: it paints, by the rules of the channel', async (name, ageRestricted, parent, canPostLater) => {
    const { discord, guild, fake, failures, messenger, guest } = await aBot();
    const asked = await guest.in(name).slash('/imagine', { prompt: 'a castle' });
    expect((await asked.reply()).text).toContain('a castle');
    const channelId = guild.channelId(name);
    const [order] = fake.orders;
    expect(order).toMatchObject({ channelId, ageRestricted });
    expect(order.parentChannelId).toBe(parent && guild.channelId(parent));
    const posted = await messenger.postNew({ channelId, nonce: 'once' }, textView('late'));
    // Discord lets a bot that was not added to a private thread answer there, and nothing else.
    expect(posted).toMatchObject(canPostLater ? { attachmentIds: [] } : { refused: 50001 });
    expect(failures).toEqual([]);
    expect(discord.violations()).toHaveLength(canPostLater ? 0 : 1);
  });

  test('the settings of a channel hold in its threads and posts, in private ones too', async () => {
    const { guild, fake, guest } = await aBot();
    fake.settings = { ...fake.settings, channelIds: ['adults', 'ideas'].map((name) => guild.channelId(name)) };
    for (const name of ['a thread', 'a clip', 'stage']) {
      const { text } = await (await guest.in(name).slash('/imagine', { prompt: 'a castle' })).reply();
      expect(text).toMatch(/#adults, .?#ideas/);
    }
    for (const name of ['a secret of adults', 'a thread of adults', 'a post'])
      await (await guest.in(name).slash('/imagine', { prompt: 'a castle' })).reply();
    expect(fake.orders).toHaveLength(3);
  });

  test('managers choose where it paints out of kinds that Discord takes', async () => {
    const { discord } = await aBot();
    const { text } = await (await discord.member('manager').slash('/settings show')).reply();
    expect(text).toContain('all channels');
    expect(discord.violations()).toEqual([]);
  });

  test('where the bot may not connect to a voice channel, it says so', async () => {
    const { guild, guest, fake } = await aBot();
    guild.overwrite('lounge', 'bot', { deny: Connect });
    const { text } = await (await guest.in('lounge').slash('/imagine', { prompt: 'a castle' })).reply();
    expect(text).toContain('Connect');
    expect(fake.orders).toEqual([]);
  });
});

describe('Manage Messages', () => {
  test.each([
    ['delete', 'deletePicture'],
    ['cancel', 'cancel'],
    ['duelClose', 'close'],
  ] as const)('%s: counts in the channel of the pictures, wherever the button is pressed', async (action, done) => {
    const { guild, fake, mod } = await aBot();
    fake.guildId = guild.id;
    const duel = { sides: [null, null], minutes: 5 } as const;
    const where = { guildId: guild.id, channelId: guild.channelId('studio') };
    fake.generations = [{ ...generation, ...where, imagineOptions: { ...generation.imagineOptions, duel } }];
    guild.overwrite('news', mod.userId, { allow: ManageMessages });
    const forge = async (channel: string) => {
      const message = await mod.in(channel).post('x');
      await mod.in(channel).forge(message, customId(action, generationId)).acknowledged();
    };
    await forge('news');
    await expect.poll(() => mod.in('news').messages().at(-1)?.text).toContain('Manage Messages');
    expect(fake.asked.map(([name]) => name)).not.toContain(done);
    guild.overwrite('studio', mod.userId, { allow: ManageMessages });
    await forge('news');
    await expect.poll(() => fake.asked.map(([name]) => name)).toContain(done);
  });
});

test('who is timed out neither paints nor moderates', async () => {
  const { discord, guild, fake, guest } = await aBot();
  guild.overwrite('studio', guest.userId, { allow: ManageMessages });
  fake.guildId = guild.id;
  fake.generations = [{ ...generation, guildId: guild.id, channelId: guild.channelId('studio') }];
  const message = await guest.post('x');
  guild.timeOut(guest.userId, 60_000);
  for (const action of ['again', 'like', 'delete'] as const)
    await guest.forge(message, customId(action, generationId)).acknowledged();
  await expect.poll(() => guest.messages().map(({ text }) => text)).toHaveLength(4);
  expect(fake.orders).toEqual([]);
  expect(fake.asked).toEqual([]);
  expect(guest.commands()).toEqual([]);
  expect(discord.violations()).toEqual([]);
});
