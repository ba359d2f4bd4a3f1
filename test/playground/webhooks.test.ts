import { MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { aBot, aDiscord, aPicture, request, slash, untouched } from './bot.js';

const deferral = { type: 5 };
const reply = { type: 4, data: { content: 'hello' } };

describe('an interaction’s webhook', () => {
  test('serves before the first answer nothing (10015), without one for another application neither', async () => {
    const { discord } = await aDiscord();
    const { callback, original, webhook } = await untouched(discord);
    expect(await request(discord, 'PATCH', original, { content: 'x' })).toMatchObject({ status: 404, code: 10015 });
    await request(discord, 'POST', callback, deferral);
    const other = webhook.replace(discord.applicationId, '1');
    expect(await request(discord, 'POST', other, { content: 'x' })).toMatchObject({ status: 404, code: 10015 });
  });

  test('serves fifteen minutes, then its token is invalid (50027); the bot’s own token still edits', async () => {
    const { discord, clock } = await aDiscord();
    const { callback, original, webhook, client } = await untouched(discord);
    await request(discord, 'POST', callback, deferral);
    clock.advance(14 * 60_000);
    const edited = await request(discord, 'PATCH', original.replace('@', '%40'), { content: 'in time' });
    expect(edited).toMatchObject({ status: 200 });
    clock.advance(61_000);
    const late = { status: 401, code: 50027 };
    expect(await request(discord, 'PATCH', original, { content: 'late' })).toMatchObject(late);
    expect(await request(discord, 'POST', webhook, { content: 'late' })).toMatchObject(late);
    expect(await request(discord, 'GET', original)).toMatchObject(late);

    const { channelId } = discord.member('guest');
    const channel = await client.channels.fetch(channelId);
    if (!channel?.isSendable()) throw new Error('no text channel');
    await channel.messages.edit(edited.json!.id!, 'by the bot');
    expect(discord.member('guest').messages()[0]).toMatchObject({ text: 'by the bot', earlier: ['…', 'in time'] });
  });

  test('says of a message that was deleted that it is unknown (10008)', async () => {
    const { discord } = await aDiscord();
    const { callback, original, botResponse } = await untouched(discord);
    await request(discord, 'POST', callback, reply);
    discord.member('admin').delete(await botResponse.reply());
    expect(await request(discord, 'PATCH', original, { content: 'x' })).toMatchObject({ status: 404, code: 10008 });
    expect(await request(discord, 'DELETE', original)).toMatchObject({ status: 404, code: 10008 });
  });

  test('fills a deferred reply with the first follow-up, which stays as private as that was', async () => {
    const { discord } = await aDiscord();
    const { callback, webhook, botResponse } = await untouched(discord);
    await request(discord, 'POST', callback, deferral);
    await request(discord, 'POST', webhook, { content: 'first', flags: MessageFlags.Ephemeral });
    await request(discord, 'POST', webhook, { content: 'second' });
    await botResponse.reply(({ text }) => text === 'second');
    expect(discord.member('admin').messages()).toMatchObject([
      { text: 'first', ephemeral: false },
      { text: 'second', ephemeral: false },
    ]);
  });

  test('cannot make a public reply private', async () => {
    const { discord } = await aDiscord();
    const { callback, original, botResponse } = await untouched(discord);
    await request(discord, 'POST', callback, reply);
    await request(discord, 'PATCH', original, { content: 'x', flags: MessageFlags.Ephemeral });
    expect(await botResponse.reply(({ text }) => text === 'x')).toMatchObject({ ephemeral: false });
  });

  test('keeps the attachments that an edit lists, and drops the others', async () => {
    const { discord } = await aDiscord();
    const picture = await aPicture();
    await aBot(
      discord,
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const file = (name: string) => ({ name, attachment: picture });
        const answer = await interaction.reply({ files: [file('a.png'), file('b.png')], withResponse: true });
        const [first] = [...answer.resource!.message!.attachments.keys()];
        await interaction.editReply({ files: [file('c.png')], attachments: [{ id: first }] });
      },
      { commands: [slash('imagine')] },
    );
    const botResponse = await discord.member('guest').slash('/imagine');
    const before = await botResponse.reply();
    const after = await botResponse.reply(({ earlier }) => earlier.length > 0);
    expect(before.attachments.map(({ filename }) => filename)).toEqual(['a.png', 'b.png']);
    expect(after.attachments.map(({ filename }) => filename)).toEqual(['a.png', 'c.png']);
    expect((await fetch(before.attachments[1].url)).status).toBe(404);
    expect(discord.violations()).toEqual([]);
  });
});
