import { ButtonStyle, ComponentType, TextInputStyle } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { NotOffered } from '../../src/playground/index.js';
import { aBot, aDiscord, aPicture, slash } from './bot.js';

const button = (label: string, custom_id: string) =>
  ({ type: ComponentType.Button, style: ButtonStyle.Primary, label, custom_id }) as const;

describe('a member', () => {
  test('fills in a modal with text, a select and files', async () => {
    const { discord } = await aDiscord();
    const picture = await aPicture();
    const { errors } = await aBot(
      discord,
      async (interaction) => {
        if (interaction.isChatInputCommand()) {
          await interaction.showModal({
            custom_id: 'create',
            title: 'A new aesthetic',
            components: [
              {
                type: ComponentType.Label,
                label: 'Name',
                component: {
                  type: ComponentType.TextInput,
                  custom_id: 'name',
                  style: TextInputStyle.Short,
                  max_length: 32,
                },
              },
              {
                type: ComponentType.Label,
                label: 'Kind',
                component: {
                  type: ComponentType.StringSelect,
                  custom_id: 'kind',
                  options: [
                    { label: 'Mean', value: 'mean', default: true },
                    { label: 'Contrast', value: 'contrast' },
                  ],
                },
              },
              {
                type: ComponentType.Label,
                label: 'Images',
                component: {
                  type: ComponentType.FileUpload,
                  custom_id: 'images',
                  min_values: 1,
                  max_values: 10,
                  file_types: ['image'],
                },
              },
            ],
          });
        } else if (interaction.isModalSubmit()) {
          const { fields } = interaction;
          const files = [...fields.getUploadedFiles('images', true).values()];
          const bytes = await Promise.all(
            files.map(async ({ url }) => (await (await fetch(url)).arrayBuffer()).byteLength),
          );
          const sizes = files.map(({ width, height }) => `${width}x${height}`).join(' ');
          const same = bytes.every((size) => size === picture.byteLength);
          await interaction.reply(
            `${fields.getTextInputValue('name')} ${fields.getStringSelectValues('kind')[0]} ${sizes} ${same}`,
          );
        }
      },
      { commands: [slash('create')] },
    );
    const guest = discord.member('guest');
    const modal = await (await guest.slash('/create')).modal();
    const Images = [
      { name: 'one.png', bytes: picture },
      { name: 'two.png', bytes: picture },
    ];
    const reply = await (await guest.submit(modal, { Name: 'gloomcore', Images })).reply();

    expect(modal.title).toBe('A new aesthetic');
    expect(reply.text).toBe('gloomcore mean 8x6 8x6 true');
    await expect(guest.submit(modal, { Images })).rejects.toThrow('"Name" takes');
    await expect(guest.submit(modal, { Name: 'x', Images: [] })).rejects.toThrow('"Images" takes 1 to 10');
    await expect(guest.submit(modal, { Name: 'x', Images: [{ name: 'a.txt', bytes: picture }] })).rejects.toThrow(
      NotOffered,
    );
    expect(errors).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });

  test('presses buttons: an update, a deferred update, a new reply, a modal whose answer updates', async () => {
    const { discord } = await aDiscord();
    const row = {
      type: ComponentType.ActionRow,
      components: [button('Up', 'up'), button('Later', 'later'), button('New', 'new'), button('Ask', 'ask')],
    } as const;
    const { errors } = await aBot(
      discord,
      async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.reply({ content: 'start', components: [row] });
        if (interaction.isModalSubmit() && interaction.isFromMessage()) {
          await interaction.update(`said ${interaction.fields.getTextInputValue('text')}`);
        }
        if (!interaction.isButton()) return;
        if (interaction.customId === 'up') await interaction.update(`was ${interaction.message.content}`);
        if (interaction.customId === 'new') await interaction.reply('another');
        if (interaction.customId === 'ask') {
          const input = { type: ComponentType.TextInput, custom_id: 'text', style: 1, label: 'Text' } as const;
          await interaction.showModal({
            custom_id: 'm',
            title: 'Ask',
            components: [{ type: ComponentType.ActionRow, components: [input] }],
          });
        }
        if (interaction.customId === 'later') {
          await interaction.deferUpdate();
          await interaction.editReply({ content: 'at last', components: [] });
        }
      },
      { commands: [slash('start')] },
    );
    const guest = discord.member('guest');
    const message = await (await guest.slash('/start')).reply();
    expect(message.buttons.map(({ label }) => label)).toEqual(['Up', 'Later', 'New', 'Ask']);
    expect((await guest.press(message, 'Up').reply()).text).toBe('was start');
    const another = await discord.member('admin').press(message, 'new').reply();
    expect(another).toMatchObject({ text: 'another' });
    expect(another.id).not.toBe(message.id);
    const modal = await guest.press(message, 'Ask').modal();
    expect((await (await guest.submit(modal, { Text: 'hm' })).reply()).text).toBe('said hm');
    const last = await guest.press(message, 'Later').reply(({ text }) => text === 'at last');
    expect(last).toMatchObject({ id: message.id, buttons: [], earlier: ['start', 'was start', 'said hm'] });
    expect(() => guest.press(message, 'Up')).toThrow(NotOffered);
    expect(errors).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });

  test('chooses strings, and users, roles and channels with what they stand for', async () => {
    const { discord } = await aDiscord();
    const select = (type: number, custom_id: string, more = {}) => ({
      type: ComponentType.ActionRow,
      components: [{ type, custom_id, ...more }],
    });
    await aBot(
      discord,
      async (interaction) => {
        if (interaction.isChatInputCommand()) {
          const components = [
            select(ComponentType.StringSelect, 'style', {
              placeholder: 'Style',
              options: [
                { label: 'A', value: 'a' },
                { label: 'B', value: 'b' },
              ],
            }),
            select(ComponentType.UserSelect, 'who'),
            select(ComponentType.ChannelSelect, 'where', { max_values: 2 }),
          ];
          await interaction.reply({ components: components });
        }
        if (interaction.isStringSelectMenu()) await interaction.reply(interaction.values.join());
        if (interaction.isUserSelectMenu())
          await interaction.reply(interaction.users.map(({ username }) => username).join());
        if (interaction.isChannelSelectMenu())
          await interaction.reply(interaction.channels.map((one) => ('name' in one ? one.name : '')).join());
      },
      { commands: [slash('choose')] },
    );
    const guest = discord.member('guest');
    const message = await (await guest.slash('/choose')).reply();
    const atelier = discord.guild('Atelier');
    const channels = ['studio', 'after-dark'].map((name) => atelier.channelId(name));
    expect((await guest.choose(message, 'Style', ['b']).reply()).text).toBe('b');
    expect((await guest.choose(message, 'who', [discord.member('admin').userId]).reply()).text).toBe('admin');
    expect((await guest.choose(message, 'where', channels).reply()).text).toBe('studio,after-dark');
    expect(() => guest.choose(message, 'style', ['c'])).toThrow(NotOffered);
    expect(() => guest.choose(message, 'style', ['a', 'b'])).toThrow(NotOffered);
  });

  test('fills in radio buttons, checkboxes and selects of a modal', async () => {
    const { discord } = await aDiscord();
    const label = (name: string, component: object) => ({ type: ComponentType.Label, label: name, component });
    const options = ['a', 'b', 'c'].map((value) => ({ label: value.toUpperCase(), value }));
    const components = [
      label('One', { type: ComponentType.RadioGroup, custom_id: 'one', options }),
      label('Some', { type: ComponentType.CheckboxGroup, custom_id: 'some', options }),
      label('Yes', { type: ComponentType.Checkbox, custom_id: 'yes' }),
      label('Who', { type: ComponentType.UserSelect, custom_id: 'who' }),
      label('Note', { type: ComponentType.TextInput, custom_id: 'note', style: 2, required: false }),
    ];
    const { errors } = await aBot(
      discord,
      async (interaction) => {
        if (interaction.isChatInputCommand()) {
          await interaction.showModal({ custom_id: 'm', title: 'Form', components } as never);
        } else if (interaction.isModalSubmit()) {
          const { fields } = interaction;
          const some = fields.getCheckboxGroup('some').join('+');
          const who = fields.getSelectedUsers('who', true).first()?.username;
          const answers = [fields.getRadioGroup('one'), some, fields.getCheckbox('yes'), who];
          await interaction.reply(`${answers.join(' ')} "${fields.getTextInputValue('note')}"`);
        }
      },
      { commands: [slash('form')] },
    );
    const guest = discord.member('guest');
    const modal = await (await guest.slash('/form')).modal();
    const values = { One: 'b', Some: ['a', 'c'], Yes: true, Who: [discord.member('admin').userId] };
    expect((await (await guest.submit(modal, values)).reply()).text).toBe('b a+c true admin ""');
    await expect(guest.submit(modal, { ...values, One: 'd' })).rejects.toThrow(NotOffered);
    await expect(guest.submit(modal, { ...values, Other: 'x' })).rejects.toThrow('the modal has no Other');
    expect(errors).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });

  test('with a tampered client uses a component that the message has not', async () => {
    const { discord } = await aDiscord();
    await aBot(
      discord,
      async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.reply('no buttons');
        if (interaction.isButton()) await interaction.reply(`forged ${interaction.customId}`);
      },
      { commands: [slash('start')] },
    );
    const guest = discord.member('guest');
    const message = await (await guest.slash('/start')).reply();
    expect((await guest.forge(message, '1:delete:another').reply()).text).toBe('forged 1:delete:another');
  });
});
