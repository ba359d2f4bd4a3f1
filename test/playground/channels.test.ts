import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { aBot, aDiscord, request, silence, slash, untouched } from './bot.js';

const plain = { content: 'x' };
const reply = { type: 4, data: plain };
const members = [{ name: 'guest' }];

describe('kinds of channels', () => {
  const { GuildVoice, GuildStageVoice, GuildAnnouncement, GuildForum, GuildMedia } = ChannelType;
  test.each([
    [GuildVoice, 200],
    [GuildStageVoice, 200],
    [GuildAnnouncement, 200],
    [GuildForum, 400],
    [GuildMedia, 400],
  ])('a message to one of kind %i is answered with %i', async (type, status) => {
    const { discord } = await aDiscord({ guilds: [{ name: 'Atelier', channels: [{ name: 'one', type }], members }] });
    const path = `/channels/${discord.guild('Atelier').channelId('one')}/messages`;
    expect(await request(discord, 'POST', path, plain)).toMatchObject({
      status,
      ...(status === 400 && { code: 50008 }),
    });
  });

  test('posts of a forum and threads of announcements are threads of their kind, which discord.js knows', async () => {
    const channels = [
      { name: 'ideas', type: GuildForum },
      { name: 'a post', threadOf: 'ideas' },
      { name: 'news', type: GuildAnnouncement },
      { name: 'comments', threadOf: 'news' },
    ];
    const { discord } = await aDiscord({ guilds: [{ name: 'Atelier', channels, members }] });
    const { client } = await aBot(discord, silence);
    const types = client.guilds.cache.first()!.channels.cache.map(({ name, type }) => [name, type]);
    expect(types).toEqual(
      expect.arrayContaining([
        ['a post', ChannelType.PublicThread],
        ['comments', ChannelType.AnnouncementThread],
      ]),
    );
    const post = `/channels/${discord.guild('Atelier').channelId('a post')}/messages`;
    expect(await request(discord, 'POST', post, plain)).toMatchObject({ status: 200 });
  });
});

describe('an interaction of a channel', () => {
  test('that is deleted meanwhile is answered nowhere (10003)', async () => {
    const { discord } = await aDiscord();
    const first = await untouched(discord);
    await request(discord, 'POST', first.callback, { type: 5 });
    discord.guild('Atelier').deleteChannel('studio');
    const unknown = { status: 404, code: 10003 };
    expect(await request(discord, 'PATCH', first.original, plain)).toMatchObject(unknown);
    expect(await request(discord, 'POST', first.webhook, plain)).toMatchObject(unknown);
  });

  test('that is deleted before the first answer takes none (10003)', async () => {
    const { discord } = await aDiscord();
    const { callback } = await untouched(discord);
    discord.guild('Atelier').deleteChannel('studio');
    expect(await request(discord, 'POST', callback, reply)).toMatchObject({ status: 404, code: 10003 });
  });

  test('whose message a member deletes: its edit finds none (10008), and a follow-up still comes', async () => {
    const { discord } = await aDiscord();
    const { callback, original, webhook, botResponse } = await untouched(discord);
    await request(discord, 'POST', callback, reply);
    discord.member('admin').delete(await botResponse.reply());
    expect(await request(discord, 'PATCH', original, plain)).toMatchObject({ status: 404, code: 10008 });
    expect(await request(discord, 'POST', webhook, plain)).toMatchObject({ status: 200 });
  });
});

describe('a thread', () => {
  async function aThread() {
    const { discord } = await aDiscord();
    const answers: ((body: object, path?: 'original' | 'webhook') => ReturnType<typeof request>)[] = [];
    const { client } = await aBot(
      discord,
      ({ id, token }) => {
        const webhook = `/webhooks/${discord.applicationId}/${token}`;
        const paths = { original: `${webhook}/messages/@original`, webhook };
        answers.push((body, path) =>
          path
            ? request(discord, path === 'original' ? 'PATCH' : 'POST', paths[path], body)
            : request(discord, 'POST', `/interactions/${id}/${token}/callback`, body),
        );
        return Promise.resolve();
      },
      { commands: [slash('imagine')] },
    );
    const guest = discord.member('guest').in('sketches');
    const ask = async () => {
      const before = answers.length;
      await guest.slash('/imagine');
      await expect.poll(() => answers.length).toBe(before + 1);
      return answers[before];
    };
    const isArchived = async () => {
      const thread = await client.channels.fetch(guest.channelId, { force: true });
      return thread?.isThread() === true && thread.archived === true;
    };
    return { discord, guild: discord.guild('Atelier'), path: `/channels/${guest.channelId}/messages`, ask, isArchived };
  }

  test('that is archived keeps its messages as they are (50083), and a new one takes it out', async () => {
    const { guild, ask, isArchived } = await aThread();
    const answer = await ask();
    await answer(reply);
    guild.archive('sketches', true);
    expect(await answer(plain, 'original')).toMatchObject({ status: 400, code: 50083 });
    expect(await answer(plain, 'webhook')).toMatchObject({ status: 200 });
    expect(await isArchived()).toBe(false);
    expect(await answer(plain, 'original')).toMatchObject({ status: 200 });
  });

  test('that is locked takes nothing by whatever way (160005), but from those who manage threads', async () => {
    const { discord, guild, path, ask } = await aThread();
    const answer = await ask();
    await answer(reply);
    const posted = await request(discord, 'POST', path, plain);
    guild.lock('sketches', true);
    const locked = { status: 403, code: 160005 };
    expect(await answer(plain, 'original')).toMatchObject(locked);
    expect(await answer(plain, 'webhook')).toMatchObject(locked);
    expect(await request(discord, 'POST', path, plain)).toMatchObject(locked);
    expect(await request(discord, 'PATCH', `${path}/${posted.json!.id!}`, plain)).toMatchObject(locked);
    expect(await (await ask())(reply)).toMatchObject(locked);
    guild.overwrite('studio', 'bot', { allow: PermissionFlagsBits.ManageThreads });
    expect(await answer(plain, 'original')).toMatchObject({ status: 200 });
  });
});
