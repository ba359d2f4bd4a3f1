import { expect, test } from 'vitest';
import { deferPublicly } from '../../src/commands/deferReply.js';
import type { Deferrable } from '../../src/commands/deferReply.js';
import { imagesOf } from '../../src/commands/images.js';
import { aBot, aDiscord, aPicture, slash } from '../playground/bot.js';

/*
 * Fields that Discord's documentation does not promise: the playground leaves them out in half of its answers.
 */

test('the message of a deferred reply is found, whatever of it Discord tells', async () => {
  const { discord } = await aDiscord({ rules: { omissionSeed: 7 } });
  const told: (string | null)[] = [];
  const { errors } = await aBot(
    discord,
    async (interaction) => {
      told.push((await deferPublicly(interaction as Deferrable)).messageId);
    },
    { commands: [slash('imagine')] },
  );
  const asked: (string | null)[] = [];
  for (let i = 0; i < 16; i++) {
    const { id } = await discord.member('guest').slash('/imagine');
    await expect.poll(() => told.length + errors.length).toBe(i + 1);
    asked.push(discord.save().state.interactions[id].responseId);
  }
  expect(errors).toEqual([]);
  expect(told).toEqual(asked);
  // Otherwise no answer left out both, and nothing was tested.
  expect(discord.requests().filter(({ route }) => route.startsWith('GET /webhooks/'))).not.toEqual([]);
});

test('images are known by their names where Discord tells no type', async () => {
  const { discord } = await aDiscord();
  const { client, errors } = await aBot(discord, () => Promise.resolve());
  const given: (readonly string[])[] = [];
  const files = [
    { name: 'mist.png', bytes: await aPicture() },
    { name: 'notes.txt', bytes: Buffer.from('words') },
  ];
  for (let i = 0; i < 8; i++) {
    const { id, channelId } = await discord.member('guest').post('look', files);
    const channel = await client.channels.fetch(channelId);
    if (channel?.isTextBased() !== true) throw new Error('no channel');
    given.push(imagesOf(await channel.messages.fetch(id)).map(({ name }) => name));
  }
  expect(errors).toEqual([]);
  expect(given).toEqual(Array.from({ length: 8 }, () => ['mist.png']));
});
