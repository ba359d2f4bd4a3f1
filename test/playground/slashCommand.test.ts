import { AttachmentBuilder, ComponentType, MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { aBot, aDiscord, aPicture } from './bot.js';

const imagine = {
  name: 'imagine',
  description: 'Paints',
  options: [{ type: 3, name: 'prompt', description: 'What', required: true }] as const,
};

test('a slash command is deferred, edited to Components V2 with a picture, and every request is valid', async () => {
  const { discord } = await aDiscord();
  const picture = await aPicture();
  const { errors } = await aBot(
    discord,
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply({
        flags: MessageFlags.IsComponentsV2,
        components: [{ type: ComponentType.TextDisplay, content: 'waiting' }],
      });
      await interaction.editReply({
        flags: MessageFlags.IsComponentsV2,
        files: [new AttachmentBuilder(picture, { name: 'castle.png' })],
        components: [
          { type: ComponentType.TextDisplay, content: interaction.options.getString('prompt', true) },
          {
            type: ComponentType.MediaGallery,
            items: [{ media: { url: 'attachment://castle.png' }, description: 'a castle' }],
          },
        ],
      });
    },
    { commands: [imagine] },
  );

  const asked = await discord.member('guest').slash('/imagine', { prompt: 'a castle' });
  const reply = await asked.reply(({ images }) => images.length > 0);

  expect(reply.text).toBe('a castle');
  expect(reply.earlier).toEqual(['…', 'waiting']);
  expect(reply.images).toMatchObject([{ alt: 'a castle' }]);
  const served = await fetch(reply.images[0].url);
  expect(served.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true);
  expect(errors).toEqual([]);
  expect(discord.violations()).toEqual([]);
});
