import { Client, Events, GatewayIntentBits } from 'discord.js';
import type { ApplicationCommandDataResolvable, Interaction, RESTOptions } from 'discord.js';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { createClock, startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';

type DiscordOptions = NonNullable<Parameters<typeof startDiscord>[0]>;
type Answer = (interaction: Interaction) => Promise<unknown>;

/** A Discord whose clock the test moves, and that takes bots one right after the other; it ends with the test. */
export async function aDiscord(options: DiscordOptions = {}) {
  const clock = createClock();
  const discord = await startDiscord({ clock, ...options, rules: { identifyMs: 0, ...options.rules } });
  onTestFinished(() => discord.close());
  return { discord, clock };
}

interface BotOptions {
  /** As JSON. */
  readonly commands?: readonly object[];
  readonly intents?: readonly GatewayIntentBits[];
  readonly rest?: Partial<RESTOptions>;
}

/** The real client, pointed at the playground; it ends with the test. What its answers throw is kept in `errors`. */
export async function aBot(discord: Discord, answer: Answer, options: BotOptions = {}) {
  const bot = await connectBot(discord, answer, options);
  onTestFinished(() => bot.client.destroy());
  return bot;
}

/** Like `aBot`, until its client is destroyed. */
export async function connectBot(discord: Discord, answer: Answer, options: BotOptions = {}) {
  const { commands = [], intents = [GatewayIntentBits.Guilds], rest } = options;
  const client = new Client({ intents: [...intents], rest: { api: discord.api, ...rest } });
  const errors: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => errors.push(error));
  });
  client.on(Events.Error, (error) => errors.push(error));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
  if (commands.length > 0) await client.application!.commands.set(commands as ApplicationCommandDataResolvable[]);
  return { client, errors };
}

/** Answers nothing. */
export const silence: Answer = () => Promise.resolve();

/** A slash command without options. */
export function slash(name: string): { name: string; description: string } {
  return { name, description: name };
}

export async function aPicture(width = 8, height = 6): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#7a4' } })
    .png()
    .toBuffer();
}

/** A request to REST as any HTTP client makes it, for what discord.js itself would not send. */
export async function request(discord: Discord, method: string, path: string, body?: object) {
  const response = await fetch(`${discord.api}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text === '' ? undefined : (JSON.parse(text) as { code?: number; errors?: object; id?: string });
  return { status: response.status, code: json?.code, json, headers: response.headers };
}

/** An interaction of the guest's that no handler has touched, and the paths that answer it. */
export async function untouched(discord: Discord, options: BotOptions = {}) {
  let arrived: (interaction: Interaction) => void = () => undefined;
  const arrival = new Promise<Interaction>((resolve) => (arrived = resolve));
  const { client } = await aBot(
    discord,
    (interaction) => {
      arrived(interaction);
      return Promise.resolve();
    },
    { commands: [slash('imagine')], ...options },
  );
  const botResponse = await discord.member('guest').slash('/imagine');
  const { id, token } = await arrival;
  const webhook = `/webhooks/${discord.applicationId}/${token}`;
  const callback = `/interactions/${id}/${token}/callback`;
  return { client, botResponse, callback, webhook, original: `${webhook}/messages/@original` };
}
