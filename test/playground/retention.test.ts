import { expect, test } from 'vitest';
import { aBot, aDiscord, aPicture, request, silence, slash } from './bot.js';

test('of each channel the newest messages are kept, with their files', async () => {
  const { discord } = await aDiscord({ rules: { messagesPerChannel: 2 } });
  const guest = discord.member('guest');
  const bytes = await aPicture();
  const first = await guest.post('first', [{ name: 'p.png', bytes }]);
  await guest.in('noticeboard').post('elsewhere');
  await guest.post('second');
  await guest.post('third');
  expect(guest.messages().map(({ text }) => text)).toEqual(['second', 'third']);
  expect((await fetch(first.attachments[0].url)).status).toBe(404);
  expect(await request(discord, 'GET', `/channels/${guest.channelId}/messages/${first.id}`)).toMatchObject({
    code: 10008,
  });
  expect(Object.keys(discord.save().files)).toEqual([]);
});

test('of all files the newest are kept', async () => {
  const bytes = await aPicture();
  const { discord } = await aDiscord({ rules: { fileBytes: 2 * bytes.byteLength } });
  const guest = discord.member('guest');
  const posted = [];
  for (const name of ['a.png', 'b.png', 'c.png']) posted.push(await guest.post('', [{ name, bytes }]));
  const statuses = posted.map(async ({ attachments }) => (await fetch(attachments[0].url)).status);
  expect(await Promise.all(statuses)).toEqual([404, 200, 200]);
});

test('interactions whose tokens are old are forgotten, but for those of messages', async () => {
  const { discord, clock } = await aDiscord();
  await aBot(discord, silence, { commands: [slash('imagine')] });
  const guest = discord.member('guest');
  for (let i = 0; i < 64; i++) {
    await guest.slash('/imagine');
    clock.advance(60_000);
  }
  // Those of the last quarter of an hour, and the one that came now.
  expect(Object.keys(discord.save().state.interactions).length).toBeLessThanOrEqual(16);
});
