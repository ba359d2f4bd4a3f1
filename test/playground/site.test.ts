import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationCommandOptionType, ApplicationCommandType, ComponentType, MessageFlags } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import type { Discord } from '../../src/playground/index.js';
import type { ClientLocale } from '../../src/playground/rules/locales.js';
import type {
  AvailableCommands,
  Directory,
  ClientAction,
  Hello,
  OlderMessages,
  PageMessage,
} from '../../src/playground/site/protocol.js';
import { aBot, aDiscord, slash } from './bot.js';

interface Told {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

/** Listens as the page does. */
function listen(discord: Discord, query: Record<string, string> = {}) {
  const told: Told[] = [];
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
  });
  const read = async (): Promise<void> => {
    const response = await fetch(`${discord.url}/page/events?${new URLSearchParams(query).toString()}`, {
      signal: stop.signal,
    });
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
        told.push({ id: field('id'), name: field('event'), data: JSON.parse(field('data')) });
      }
    }
  };
  read().catch(() => undefined);
  return {
    told,
    stop: () => {
      stop.abort();
    },
    hello: async () => (await expect.poll(() => told[0]).toBeDefined(), told[0]?.data as Hello),
    messages: () => told.flatMap(({ name, data }) => (name === 'messages' ? (data as PageMessage[]) : [])),
  };
}

async function perform(discord: Discord, action: ClientAction, files: readonly File[] = []) {
  const form = new FormData();
  form.append('payload_json', JSON.stringify(action));
  files.forEach((file, i) => {
    form.append(`files[${i}]`, file);
  });
  const response = await fetch(`${discord.url}/page/actions`, { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as { error?: string; modal?: object } };
}

function placeIn({ guilds, members, me }: Directory, channelName: string) {
  const channels = guilds.flatMap(({ channels }) => channels);
  const channel = channels.find(({ name }) => name === channelName)?.id ?? '';
  return { as: me.id, channel, members };
}

test('a page that reconnects receives what it missed and nothing twice; one from another process receives everything', async () => {
  const { discord } = await aDiscord({ page: {} });
  const guest = discord.member('guest');
  await guest.post('before');
  const first = listen(discord);
  await first.hello();
  await expect.poll(() => first.messages().map(({ content }) => content)).toEqual(['before']);
  const { id } = first.told.at(-1)!;
  first.stop();
  const gone = await guest.post('gone again');
  guest.delete(gone);
  await guest.post('missed');

  const second = listen(discord, { since: id });
  expect(await second.hello()).toMatchObject({ reset: false });
  await expect.poll(() => second.messages().map(({ content }) => content)).toEqual(['missed']);
  const third = listen(discord, { since: 'another.7' });
  expect(await third.hello()).toMatchObject({ reset: true });
  await expect.poll(() => third.messages().map(({ content }) => content)).toEqual(['before', 'missed']);
});

test('an ephemeral reply reaches the page of its member alone, and dismissing it removes it', async () => {
  const { discord } = await aDiscord({ page: {} });
  await aBot(
    discord,
    async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({ content: 'for you', flags: MessageFlags.Ephemeral });
    },
    { commands: [slash('secret')] },
  );
  const admin = listen(discord);
  const { as, channel, members } = placeIn((await admin.hello()).directory, 'studio');
  const guest = listen(discord, { as: members.find((one) => one.id !== as)!.id });
  await guest.hello();

  expect((await perform(discord, { type: 'slash', as, channel, command: 'secret', options: {} })).status).toBe(200);
  await expect.poll(() => admin.messages()).toMatchObject([{ content: 'for you', ephemeral: true, deletable: true }]);
  expect(admin.messages()[0]).toMatchObject({ command: { name: '/secret', user: { id: as } } });
  const [message] = admin.messages();
  await perform(discord, { type: 'delete', as, channel, message: message.id });
  await expect
    .poll(() => admin.told.filter(({ name }) => name === 'deleted').map(({ data }) => data))
    .toEqual([[message.id]]);
  expect(guest.messages()).toEqual([]);
});

test('what Discord’s client would not allow is refused with a reason, and so is a bot that does not answer', async () => {
  const { discord } = await aDiscord({ page: {} });
  await aBot(discord, () => Promise.resolve(), { commands: [slash('imagine')] });
  const { as, channel } = placeIn((await listen(discord).hello()).directory, 'studio');
  const unknown = await perform(discord, { type: 'slash', as, channel, command: 'paint', options: {} });
  expect(unknown.status).toBe(422);
  expect(unknown.body.error).toContain('imagine');
  expect((await perform(discord, { type: 'post', as: '7', channel, content: 'x' })).status).toBe(422);
  expect((await perform(discord, { type: 'dance' } as unknown as ClientAction)).status).toBe(400);
  const silent = await perform(discord, { type: 'slash', as, channel, command: 'imagine', options: {} });
  expect(silent).toMatchObject({ status: 504, body: { error: expect.stringContaining('did not respond') as string } });
});

test('the language of the page becomes the interaction’s, and commands are described in it', async () => {
  const { discord } = await aDiscord({ page: {} });
  discord.guild('Atelier').preferLocale('fr');
  const spoken: (readonly [string, string | null])[] = [];
  const size = {
    type: ApplicationCommandOptionType.String,
    name: 'size',
    description: 'How large',
    description_localizations: { de: 'Wie groß', 'es-ES': 'Qué tamaño' },
    choices: [{ name: 'small', name_localizations: { de: 'klein' }, value: 's' }],
  };
  const paint = {
    ...slash('paint'),
    description_localizations: { de: 'Malt ein Bild', 'en-GB': 'Colour' },
    options: [size],
  };
  const about = {
    type: ApplicationCommandType.Message,
    name: 'About this',
    name_localizations: { de: 'Hierüber' },
  };
  await aBot(
    discord,
    async (interaction) => {
      spoken.push([interaction.locale, interaction.guildLocale]);
      if (interaction.isRepliable()) await interaction.reply('done');
    },
    { commands: [paint, about] },
  );
  const { as, channel } = placeIn((await listen(discord).hello()).directory, 'studio');
  const act = (locale?: ClientLocale) =>
    perform(discord, { type: 'slash', as, channel, command: 'paint', options: {}, ...(locale && { locale }) });
  for (const locale of ['de', 'ja', undefined] as const) expect((await act(locale)).status).toBe(200);
  await discord.member('guest').speaking('es-419').slash('/paint');
  await expect.poll(() => spoken).toEqual(['de', 'ja', 'en-US', 'es-419'].map((locale) => [locale, 'fr']));
  expect((await act('xx' as ClientLocale)).status).toBe(400);

  const commandsIn = async (locale: string) => {
    const response = await fetch(
      `${discord.url}/page/commands?${new URLSearchParams({ as, channel, locale }).toString()}`,
    );
    const {
      slash: [command],
      message,
    } = (await response.json()) as AvailableCommands;
    const [option] = command.options as (typeof size)[];
    return [command.description, option.description, option.choices[0].name, message[0].name_localized];
  };
  expect(await commandsIn('de')).toEqual(['Malt ein Bild', 'Wie groß', 'klein', 'Hierüber']);
  expect(await commandsIn('fr')).toEqual(['paint', 'How large', 'small', 'About this']);
  // Discord's own fallbacks: British to American English, and Latin American to European Spanish.
  expect(await commandsIn('en-US')).toEqual(['Colour', 'How large', 'small', 'About this']);
  expect(await commandsIn('es-419')).toEqual(['paint', 'Qué tamaño', 'small', 'About this']);
});

test('files go into a form that the bot opened', async () => {
  const { discord } = await aDiscord({ page: {} });
  const got: string[] = [];
  await aBot(
    discord,
    async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.showModal({
          custom_id: 'form',
          title: 'Files',
          components: [
            {
              type: ComponentType.Label,
              label: 'Images',
              component: { type: ComponentType.FileUpload, custom_id: 'images', min_values: 1, max_values: 3 },
            },
          ],
        });
      } else if (interaction.isModalSubmit()) {
        got.push(...[...(interaction.fields.getUploadedFiles('images')?.values() ?? [])].map(({ name }) => name));
        await interaction.reply('thanks');
      }
    },
    { commands: [slash('give')] },
  );
  const page = listen(discord);
  const { as, channel } = placeIn((await page.hello()).directory, 'studio');
  const opened = await perform(discord, { type: 'slash', as, channel, command: 'give', options: {} });
  const modal = opened.body.modal as { interaction: string; title: string };
  expect(modal.title).toBe('Files');
  const files = ['a.png', 'b.png'].map((name) => new File(['x'], name));
  const values = { images: { files: [1, 0] } };
  const sent = await perform(discord, { type: 'submit', as, channel, interaction: modal.interaction, values }, files);
  expect(sent).toEqual({ status: 200, body: {} });
  await expect.poll(() => page.messages().map(({ content }) => content)).toEqual(['thanks']);
  expect(got).toEqual(['b.png', 'a.png']);
});

test('threads are listed below their channels, with the age restriction', async () => {
  const { discord } = await aDiscord({ page: {} });
  const { directory } = await listen(discord).hello();
  const [atelier] = directory.guilds;
  expect(atelier.channels.map(({ name }) => name)).toEqual(['studio', 'sketches', 'after-dark', 'noticeboard']);
  expect(atelier.channels.filter(({ ageRestricted }) => ageRestricted).map(({ name }) => name)).toEqual(['after-dark']);
  expect(directory.members.map(({ name }) => name)).toEqual(['admin', 'guest']);
});

test('the pack’s examples come with their prompts, and no other file of their folders', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aesthete-examples-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'one picture.png'), 'picture');
  await writeFile(join(folder, 'secret.png'), 'secret');
  const set = { name: 'mist/fog', prompt: 'a castle', pictures: ['one picture.png', 'gone.png'] };
  const { discord } = await aDiscord({ page: { examples: [{ ...set, folder }] } });
  expect(await (await fetch(`${discord.url}/page/examples`)).json()).toEqual([set]);

  const picture = (name: string) => fetch(`${discord.url}/page/examples/mist%2Ffog/${encodeURIComponent(name)}`);
  const there = await picture('one picture.png');
  expect([there.headers.get('content-type'), await there.text()]).toEqual(['image/png', 'picture']);
  for (const name of ['secret.png', 'gone.png', '../one picture.png']) expect((await picture(name)).status).toBe(404);
});

test('a page asks for what is older than what it received, as its member sees it', async () => {
  const { discord } = await aDiscord({ page: {} });
  const guest = discord.member('guest');
  for (let i = 0; i < 120; i++) await guest.post(String(i));
  const listener = listen(discord);
  const { as, channel } = placeIn((await listener.hello()).directory, 'studio');
  await expect.poll(() => listener.messages().map(({ content }) => content)).toHaveLength(50);
  const older = async (before: string, channelId = channel) => {
    const query = new URLSearchParams({ as, channel: channelId, before });
    const response = await fetch(`${discord.url}/page/messages?${query.toString()}`);
    const { messages, hasMore } = (await response.json()) as OlderMessages;
    return { texts: messages.map(({ content }) => content), first: messages[0]?.id ?? '', hasMore };
  };
  const second = await older(listener.messages()[0].id);
  expect([second.texts.length, second.texts[0], second.texts.at(-1), second.hasMore]).toEqual([50, '20', '69', true]);
  const last = await older(second.first);
  expect([last.texts.length, last.texts[0], last.hasMore]).toEqual([20, '0', false]);
  expect(await older(second.first, '1')).toEqual({ texts: [], first: '', hasMore: false });
});

test('an answer names what it answers, an own message can be edited, and another’s cannot', async () => {
  const { discord } = await aDiscord({ page: {} });
  const listener = listen(discord);
  const { as, channel } = placeIn((await listener.hello()).directory, 'studio');
  const question = await discord.member('guest').post('a question');
  await perform(discord, { type: 'post', as, channel, content: 'an answer', replyTo: question.id });
  await expect
    .poll(() => listener.messages().at(-1))
    .toMatchObject({
      replyTo: question.id,
      answered: { author: { name: 'guest', bot: false }, text: 'a question' },
      editable: true,
    });
  const message = listener.messages().at(-1)!.id;
  await perform(discord, { type: 'edit', as, channel, message, content: 'a better one' });
  await expect.poll(() => listener.messages().at(-1)).toMatchObject({ content: 'a better one', edited: true });
  const refused = await perform(discord, { type: 'edit', as, channel, message: question.id, content: 'mine' });
  expect(refused).toMatchObject({ status: 422, body: { error: expect.stringContaining('another') as string } });
});
