import { ApplicationCommandType, MessageFlags, PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { NotOffered } from '../../src/playground/index.js';
import { aBot, aDiscord, aPicture, silence, slash } from './bot.js';

describe('a member', () => {
  test('is suggested what completes an option', async () => {
    const { discord } = await aDiscord();
    const option = { type: 3, name: 'aesthetic', description: 'Which', autocomplete: true } as const;
    await aBot(
      discord,
      async (interaction) => {
        if (!interaction.isAutocomplete()) return;
        const typed = interaction.options.getFocused();
        const names = ['gloomcore', 'cloudcore', interaction.options.getString('prompt') ?? ''];
        await interaction.respond(names.filter((name) => name.includes(typed)).map((name) => ({ name, value: name })));
      },
      {
        commands: [
          { ...slash('imagine'), options: [option, { type: 3, name: 'prompt', description: 'What' }] },
          { ...slash('queue'), options: [{ type: 3, name: 'plain', description: 'No completion' }] },
        ],
      },
    );
    const guest = discord.member('guest');
    expect(await guest.autocomplete('/imagine', 'aesthetic', 'glo')).toEqual([
      { name: 'gloomcore', value: 'gloomcore' },
    ]);
    expect(await guest.autocomplete('/imagine', 'aesthetic', 'gl', { prompt: 'glass' })).toHaveLength(2);
    await expect(guest.autocomplete('/queue', 'plain', 'x')).rejects.toThrow(NotOffered);
    expect(discord.violations()).toEqual([]);
  });

  test('uses a command on a message, whose content and files the bot then sees without the intent', async () => {
    const { discord } = await aDiscord();
    await aBot(
      discord,
      async (interaction) => {
        if (!interaction.isMessageContextMenuCommand()) return;
        const { content, attachments, author } = interaction.targetMessage;
        await interaction.reply(`${author.username}: ${content}, ${attachments.first()!.name}`);
      },
      { commands: [{ name: 'Make an aesthetic from this', type: ApplicationCommandType.Message }] },
    );
    const guest = discord.member('guest');
    const message = await guest.post('my cat', [{ name: 'cat.png', bytes: await aPicture() }]);
    const reply = await guest.context('Make an aesthetic from this', message).reply();
    expect(reply.text).toBe('guest: my cat, cat.png');
  });

  test('alone sees an ephemeral reply, deferred or not, and it stays so', async () => {
    const { discord } = await aDiscord();
    await aBot(
      discord,
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        await interaction.editReply({ content: 'secret', files: [{ name: 'a.png', attachment: await aPicture() }] });
        await interaction.followUp({ content: 'also', flags: MessageFlags.Ephemeral });
      },
      { commands: [slash('settings')] },
    );
    const [admin, guest] = [discord.member('admin'), discord.member('guest')];
    const asked = await admin.slash('/settings');
    const reply = await asked.reply(({ text }) => text === 'secret');
    await asked.reply(({ text }) => text === 'also');
    expect(reply.ephemeral).toBe(true);
    expect(reply.attachments[0].url).toContain('/ephemeral-attachments/');
    expect(admin.messages()).toHaveLength(2);
    expect(guest.messages()).toEqual([]);
    expect(() => guest.press(reply, 'x')).toThrow(NotOffered);
  });

  test('is offered commands by permission, age restriction and channel alone', async () => {
    const { discord } = await aDiscord();
    await aBot(discord, silence, {
      commands: [
        { ...slash('settings'), default_member_permissions: String(PermissionFlagsBits.ManageGuild) },
        { ...slash('lewd'), nsfw: true },
        { ...slash('dm'), contexts: [1] },
        { ...slash('nobody'), default_member_permissions: '0' },
        slash('imagine'),
      ],
    });
    const [admin, guest] = [discord.member('admin'), discord.member('guest')];
    expect(admin.commands()).toEqual(['settings', 'nobody', 'imagine']);
    expect(guest.commands()).toEqual(['imagine']);
    expect(guest.in('after-dark').commands()).toEqual(['lewd', 'imagine']);
    discord
      .guild('Atelier')
      .overwrite('noticeboard', discord.guild('Atelier').id, { deny: PermissionFlagsBits.UseApplicationCommands });
    expect(guest.in('noticeboard').commands()).toEqual([]);
    await expect(guest.slash('/settings')).rejects.toThrow(NotOffered);
    expect(discord.violations()).toEqual([]);
  });

  test('cannot send options that the client would not', async () => {
    const { discord } = await aDiscord();
    const options = [
      { type: 3, name: 'prompt', description: 'What', required: true, max_length: 5 },
      { type: 4, name: 'count', description: 'How many', min_value: 1, max_value: 4 },
      { type: 3, name: 'size', description: 'Size', choices: [{ name: 'small', value: 's' }] },
      { type: 11, name: 'image', description: 'Image' },
    ] as const;
    await aBot(discord, silence, { commands: [{ ...slash('imagine'), options }] });
    const guest = discord.member('guest');
    const prompt = 'a cat';
    for (const wrong of [
      {},
      { prompt: 'a castle' },
      { prompt, count: 5 },
      { prompt, size: 'x' },
      { prompt, image: 'x' },
      { prompt, other: 1 },
    ]) {
      await expect(guest.slash('/imagine', wrong)).rejects.toThrow(NotOffered);
    }
  });

  test('is told that the application did not respond', async () => {
    const { discord, clock } = await aDiscord();
    await aBot(discord, silence, { commands: [slash('imagine')] });
    const asked = await discord.member('guest').slash('/imagine');
    clock.advance(3_001);
    await expect(asked.acknowledged()).rejects.toThrow('The application did not respond');
  });
});

test('an interaction carries all that a real one does', async () => {
  const { discord } = await aDiscord();
  const { errors } = await aBot(
    discord,
    async (interaction) => {
      if (!interaction.isChatInputCommand() || !interaction.inCachedGuild()) return;
      const { attachmentSizeLimit, appPermissions, memberPermissions, locale, guildLocale, context, channel, options } =
        interaction;
      const facts = {
        attachmentSizeLimit,
        mayAttach: appPermissions.has('AttachFiles'),
        isAdmin: memberPermissions.has('Administrator'),
        locale,
        guildLocale,
        context,
        isInstalledHere: interaction.authorizingIntegrationOwners.guildId === interaction.guildId,
        nsfw: channel !== null && 'nsfw' in channel && channel.nsfw,
        image: options.getAttachment('image', true).contentType,
        sub: options.getSubcommand(),
      };
      await interaction.reply(JSON.stringify(facts));
    },
    {
      commands: [
        {
          ...slash('aesthetic'),
          options: [
            {
              type: 1,
              name: 'create',
              description: 'New',
              options: [{ type: 11, name: 'image', description: 'I', required: true }],
            },
          ],
        },
      ],
    },
  );
  const member = discord.member('admin').in('after-dark');
  const asked = await member.slash('/aesthetic create', { image: { name: 'a.jpg', bytes: await aPicture() } });
  expect(JSON.parse((await asked.reply()).text)).toEqual({
    attachmentSizeLimit: 10 * 2 ** 20,
    mayAttach: true,
    isAdmin: true,
    locale: 'en-US',
    guildLocale: 'en-US',
    context: 0,
    isInstalledHere: true,
    nsfw: true,
    image: 'image/jpeg',
    sub: 'create',
  });
  expect(errors).toEqual([]);
});
