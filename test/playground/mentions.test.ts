import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { aDiscord, request, untouched } from './bot.js';

async function aChannel() {
  const { discord } = await aDiscord();
  const { channelId, userId } = discord.member('guest');
  const path = `/channels/${channelId}/messages`;
  const post = (body: object) => request(discord, 'POST', path, body);
  return { discord, userId, path, post };
}
const nobody = { allowed_mentions: { parse: [] } };

describe('a new message', () => {
  test('pings the members whom it names, unless the request says that nobody is to be', async () => {
    const { discord, userId, post } = await aChannel();
    const named = `<@${userId}> \`<@!${discord.applicationId}>\` <@1> @everyone`;
    expect((await post({ content: named, ...nobody })).json).toMatchObject({ mentions: [] });
    expect(discord.pings()).toEqual([]);
    const { json } = await post({ content: named });
    expect(json).toMatchObject({ mentions: [{ id: userId }], mention_everyone: false });
    expect(discord.pings()).toEqual([{ messageId: json!.id, users: [userId], roles: [], everyone: false }]);
  });

  test('pings by the text of Components V2 as well', async () => {
    const { discord, userId, post } = await aChannel();
    const components = [{ type: 17, components: [{ type: 10, content: `for <@${userId}>` }] }];
    await post({ flags: MessageFlags.IsComponentsV2, components });
    expect(discord.pings()).toMatchObject([{ users: [userId] }]);
  });

  test('pings roles and everyone with the permission alone', async () => {
    const { discord, post } = await aChannel();
    const guild = discord.guild('Atelier');
    const text = { content: `@here <@&${guild.id}>` };
    await post(text);
    expect(discord.pings()).toEqual([]);
    guild.overwrite('studio', 'bot', { allow: PermissionFlagsBits.MentionEveryone });
    await post({ ...text, allowed_mentions: { parse: ['roles'] } });
    await post({ ...text, allowed_mentions: { parse: ['everyone'] } });
    expect(discord.pings()).toMatchObject([
      { roles: [guild.id], everyone: false },
      { roles: [], everyone: true },
    ]);
  });

  test('may not allow all members and name some (50035)', async () => {
    const { userId, post } = await aChannel();
    const both = { content: 'x', allowed_mentions: { parse: ['users'], users: [userId] } };
    expect(await post(both)).toMatchObject({ status: 400, code: 50035 });
  });
});

test('a reply to an interaction pings whom it names; its edits, and what one member sees, ping nobody', async () => {
  const { discord } = await aDiscord();
  const { callback, original, webhook } = await untouched(discord);
  const content = `<@${discord.member('admin').userId}>`;
  await request(discord, 'POST', callback, { type: 5 });
  await request(discord, 'PATCH', original, { content });
  await request(discord, 'POST', webhook, { content, flags: MessageFlags.Ephemeral });
  expect(discord.pings()).toEqual([]);
  await request(discord, 'POST', webhook, { content });
  expect(discord.pings()).toHaveLength(1);
});

describe('a reply to a message', () => {
  test('pings its author, unless that is not allowed', async () => {
    const { discord, userId, post } = await aChannel();
    const { id } = await discord.member('guest').post('a question');
    const answer = { content: 'an answer', message_reference: { message_id: id } };
    await post({ ...answer, ...nobody });
    expect(discord.pings()).toEqual([]);
    await post(answer);
    expect(discord.pings()).toMatchObject([{ users: [userId] }]);
  });

  test('is to one of the same channel that is still there, or, where that is asked for, to none', async () => {
    const { discord, post } = await aChannel();
    const elsewhere = await discord.member('guest').in('noticeboard').post('there');
    const guest = discord.member('guest');
    const gone = await guest.post('gone');
    guest.delete(gone);
    for (const { id } of [elsewhere, gone]) {
      const answer = { content: 'x', message_reference: { message_id: id } };
      expect(await post(answer)).toMatchObject({ status: 400, code: 50035 });
      const lenient = { ...answer, message_reference: { message_id: id, fail_if_not_exists: false } };
      const { status, json } = await post(lenient);
      expect(status).toBe(200);
      expect(json).not.toHaveProperty('message_reference');
    }
  });

  test('needs Read Message History (160002)', async () => {
    const { discord, post } = await aChannel();
    const { id } = await discord.member('guest').post('a question');
    discord.guild('Atelier').overwrite('studio', 'bot', { deny: PermissionFlagsBits.ReadMessageHistory });
    expect(await post({ content: 'x', message_reference: { message_id: id } })).toMatchObject({ code: 160002 });
  });
});
