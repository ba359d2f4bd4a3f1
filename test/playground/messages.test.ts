import { ChannelType, MessageFlags, PermissionFlagsBits, RateLimitError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { aBot, aDiscord, aPicture, request, silence, slash } from './bot.js';

const hourMs = 3_600_000;
const plain = { content: 'hello' };

async function aChannel(options: Parameters<typeof aDiscord>[0] = {}) {
  const { discord, clock } = await aDiscord(options);
  const { channelId } = discord.member('guest');
  return { discord, clock, path: `/channels/${channelId}/messages` };
}

describe('a message by the bot’s token', () => {
  test('is posted, read, listed, edited and deleted', async () => {
    const { discord } = await aDiscord();
    const { client } = await aBot(discord, silence);
    const channel = await client.channels.fetch(discord.member('guest').channelId);
    if (channel?.type !== ChannelType.GuildText) throw new Error('no text channel');
    const message = await channel.send({ content: 'one', files: [{ name: 'a.png', attachment: await aPicture() }] });
    await channel.send('two');
    await message.edit('three');
    const listed = await channel.messages.fetch({ limit: 10 });
    const after = await channel.messages.fetch({ after: message.id });
    await message.delete();

    expect(listed.map(({ content }) => content)).toEqual(['two', 'three']);
    expect(after.map(({ content }) => content)).toEqual(['two']);
    expect(listed.last()!.attachments.first()).toMatchObject({ name: 'a.png', width: 8 });
    await expect(channel.messages.fetch({ message: message.id, force: true })).rejects.toMatchObject({ code: 10008 });
    expect(discord.violations().map(({ code }) => code)).toEqual([10008]);
  });

  test('with the same nonce, enforced, is the one that is there; a few minutes later a new one', async () => {
    const { discord, clock, path } = await aChannel();
    const post = (more: object) => request(discord, 'POST', path, { ...plain, nonce: 'job', ...more });
    const first = await post({ enforce_nonce: true });
    const again = await post({ enforce_nonce: true });
    const unenforced = await post({});
    clock.advance(6 * 60_000);
    const later = await post({ enforce_nonce: true });
    expect(again.json!.id).toBe(first.json!.id);
    expect(new Set([first, unenforced, later].map(({ json }) => json!.id)).size).toBe(3);
    expect(await post({ nonce: 'x'.repeat(26) })).toMatchObject({ code: 50035 });
  });

  test('names in new components the files that the same request lists or brings, as Discord asks', async () => {
    const { discord, path } = await aChannel();
    const gallery = { type: 12, items: [{ media: { url: 'attachment://a.png' } }] };
    const body = { flags: 1 << 15, components: [gallery], attachments: [{ id: '0', filename: 'a.png' }] };
    const { client } = await aBot(discord, silence);
    const { channelId } = discord.member('guest');
    const posted = await client.rest.post(`/channels/${channelId}/messages`, {
      body,
      files: [{ name: 'a.png', data: await aPicture() }],
    });
    const { id: messageId, attachments } = posted as { id: string; attachments: { id: string }[] };
    const [{ id }] = attachments;
    const edit = (change: object) =>
      request(discord, 'PATCH', `${path}/${messageId}`, { components: [gallery], ...change });
    expect(await edit({})).toMatchObject({ code: 50035 });
    expect((await edit({ attachments: [{ id }] })).json).toMatchObject({ attachments: [{ id, filename: 'a.png' }] });
    expect(await edit({ attachments: [] })).toMatchObject({ code: 50035 });
    // What names no file leaves the files.
    expect((await edit({ components: [{ type: 10, content: 'x' }] })).json).toMatchObject({ attachments: [{ id }] });
  });

  test('older than an hour takes a few edits, then 30046 with the time to wait', async () => {
    const { discord, clock, path } = await aChannel({ rules: { lateEdits: { most: 2, perMs: hourMs } } });
    const { json } = await request(discord, 'POST', path, plain);
    const edit = async (content: string) => request(discord, 'PATCH', `${path}/${json!.id!}`, { content });
    clock.advance(hourMs - 60_000);
    for (const content of ['a', 'b', 'c']) expect((await edit(content)).status).toBe(200);
    clock.advance(2 * 60_000);
    expect((await edit('d')).status).toBe(200);
    expect((await edit('e')).status).toBe(200);
    clock.advance(10_000);
    const refused = await edit('f');
    expect(refused).toMatchObject({ status: 429, code: 30046 });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    clock.advance(hourMs);
    expect((await edit('g')).status).toBe(200);
  });

  test('older than an hour is a rate limit to discord.js, which can be told not to wait for it', async () => {
    const { discord, clock } = await aDiscord({ rules: { lateEdits: { most: 0, perMs: hourMs } } });
    const { client } = await aBot(discord, silence, { rest: { rejectOnRateLimit: ['/channels'] } });
    const channel = await client.channels.fetch(discord.member('guest').channelId);
    if (!channel?.isSendable()) throw new Error('no text channel');
    const message = await channel.send('x');
    clock.advance(hourMs + 1);
    await expect(message.edit('y')).rejects.toBeInstanceOf(RateLimitError);
    expect(discord.violations()).toMatchObject([{ kind: 'rule', code: 30046 }]);
  });

  test.each([
    ['View Channel', PermissionFlagsBits.ViewChannel, 50001],
    ['Send Messages', PermissionFlagsBits.SendMessages, 50013],
  ])('without %s is refused', async (_, deny, code) => {
    const { discord, path } = await aChannel();
    discord.guild('Atelier').overwrite('studio', 'bot', { deny });
    expect(await request(discord, 'POST', path, plain)).toMatchObject({ status: 403, code });
  });

  test('with a file needs Attach Files (50013), and reading needs Read Message History (50001)', async () => {
    const { discord } = await aChannel();
    const { client } = await aBot(discord, silence);
    const channel = await client.channels.fetch(discord.member('guest').channelId);
    if (!channel?.isSendable()) throw new Error('no text channel');
    const sent = await channel.send('x');
    const deny = PermissionFlagsBits.AttachFiles | PermissionFlagsBits.ReadMessageHistory;
    discord.guild('Atelier').overwrite('studio', 'bot', { deny });
    await expect(channel.send({ files: [{ name: 'a.png', attachment: await aPicture() }] })).rejects.toMatchObject({
      code: 50013,
    });
    await expect(channel.messages.fetch({ message: sent.id, force: true })).rejects.toMatchObject({ code: 50001 });
  });

  test('in a thread needs Send Messages in Threads (50013); in an archived one it cannot be edited (50083)', async () => {
    const { discord } = await aDiscord();
    const guild = discord.guild('Atelier');
    const path = `/channels/${guild.channelId('sketches')}/messages`;
    const { json } = await request(discord, 'POST', path, plain);
    guild.archive('sketches', true);
    expect(await request(discord, 'PATCH', `${path}/${json!.id!}`, plain)).toMatchObject({ code: 50083 });
    guild.overwrite('studio', 'bot', { deny: PermissionFlagsBits.SendMessagesInThreads });
    expect(await request(discord, 'POST', path, plain)).toMatchObject({ code: 50013 });
  });

  test('in a channel that is gone (10003), or of a guild that it left (50001), is refused', async () => {
    const { discord, path } = await aChannel();
    discord.guild('Atelier').deleteChannel('studio');
    expect(await request(discord, 'POST', path, plain)).toMatchObject({ status: 404, code: 10003 });
    const hall = `/channels/${discord.member('guest', 'Gallery').channelId}/messages`;
    discord.guild('Gallery').removeBot();
    expect(await request(discord, 'POST', hall, plain)).toMatchObject({ status: 403, code: 50001 });
  });

  test('of another author is not edited (50005), nor an ephemeral one found (10008)', async () => {
    const { discord, path } = await aChannel();
    const theirs = await discord.member('guest').post('mine');
    expect(await request(discord, 'PATCH', `${path}/${theirs.id}`, plain)).toMatchObject({ status: 403, code: 50005 });
    expect(await request(discord, 'DELETE', `${path}/${theirs.id}`)).toMatchObject({ status: 403, code: 50013 });
    await aBot(
      discord,
      async (interaction) =>
        interaction.isRepliable() && interaction.reply({ ...plain, flags: MessageFlags.Ephemeral }),
      { commands: [slash('imagine')] },
    );
    const reply = await (await discord.member('guest').slash('/imagine')).reply();
    expect(await request(discord, 'PATCH', `${path}/${reply.id}`, plain)).toMatchObject({ status: 404, code: 10008 });
  });

  test('with a file above the guild’s limit, or more than 25 MiB in all, is too large (40005)', async () => {
    const guilds = [
      { name: 'Small', attachmentSizeLimit: 1_000, channels: [{ name: 'one' }], members: [{ name: 'guest' }] },
    ];
    const { discord, path } = await aChannel({ guilds });
    const post = async (...sizes: number[]) => {
      const form = new FormData();
      form.set('payload_json', '{}');
      sizes.forEach((size, i) => {
        form.set(`files[${i}]`, new Blob([new Uint8Array(size)]), `${i}.bin`);
      });
      const response = await fetch(`${discord.api}/v10${path}`, {
        method: 'POST',
        body: form,
        headers: { authorization: `Bot ${discord.token}` },
      });
      return { status: response.status, body: (await response.json()) as object };
    };
    expect(await post(1_000)).toMatchObject({ status: 200 });
    expect(await post(1_001)).toMatchObject({ status: 413, body: { code: 40005 } });
    expect(await post(26 * 2 ** 20)).toMatchObject({ status: 413, body: { code: 40005 } });
    expect(await post(...Array.from({ length: 11 }, () => 1))).toMatchObject({ status: 400, body: { code: 30015 } });
  });

  test('needs the bot’s token (401), JSON (50109), and a known route (404)', async () => {
    const { discord, path } = await aChannel();
    const url = `${discord.api}/v10${path}`;
    const headers = { 'content-type': 'application/json', authorization: 'Bot stolen' };
    expect((await fetch(url, { method: 'POST', body: '{}', headers })).status).toBe(401);
    const own = { ...headers, authorization: `Bot ${discord.token}` };
    const broken = await fetch(url, { method: 'POST', body: '{', headers: own });
    expect(await broken.json()).toMatchObject({ code: 50109 });
    for (const nowhere of ['/nowhere', '/users/%zz', '/guilds/__proto__']) {
      expect(await request(discord, 'GET', nowhere)).toMatchObject({ status: 404 });
    }
  });
});
