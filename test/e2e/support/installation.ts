import { startDiscord } from '../../../src/playground/index.js';
import type { Discord } from '../../../src/playground/index.js';
import { newTestStore } from '../../bot/support/stores.js';
import { freePort } from '../../support/freePort.js';
import { endDiscord } from './discord.js';
import { BotProcess } from './process.js';
import type { Line } from './process.js';

/** How long starting may take on a machine that does much else. */
export const startingMs = 300_000;

type Mode = Parameters<typeof newTestStore>[0];
type DiscordOptions = NonNullable<Parameters<typeof startDiscord>[0]>;

/** The bot as an operator runs it, on a Discord of its own. */
export interface Installation {
  readonly discord: Discord;
  /** Stops every process and starts it again, on the same data. */
  restart(): Promise<void>;
  /** What the processes have logged, in the order of time; of one millisecond, first what the bot's own process says. */
  lines(): Line[];
  /** What `/metrics` of each process tells: series with their values, those of all processes together. */
  metrics(): Promise<Map<string, number>>;
  /** What the processes' logs call an error. */
  complaints(): string[];
  close(): Promise<void>;
}

export interface InstallationOptions {
  readonly discord?: DiscordOptions;
  /** A pack's folder; the demo pack. */
  readonly pack?: string;
  /** Its database is not there before: the first start makes it, which takes seconds. */
  readonly empty?: boolean;
  /** Its processes serve `/metrics`. */
  readonly watched?: boolean;
}

/** What tells the bot to go to that Discord. */
export function environmentFor({ token, api, url }: Discord): Record<string, string> {
  return { DISCORD_TOKEN: token, AESTHETE_DISCORD_API: api, AESTHETE_ATTACHMENT_HOSTS: new URL(url).host };
}

/** Embedded: src/bot/main.ts alone. Distributed: it and src/bot/worker.ts, on a database and a Redis of their own. */
export async function install(mode: Mode, options: InstallationOptions = {}): Promise<Installation> {
  const testStore = await newTestStore(mode, { empty: options.empty ?? false });
  // Restarted sooner than Discord would like it.
  const discord = await startDiscord({ ...options.discord, rules: { identifyMs: 0, ...options.discord?.rules } });
  const env = {
    ...testStore.env,
    ...(options.pack !== undefined && { AESTHETE_PACK: options.pack }),
  };
  const forBot = { ...env, ...environmentFor(discord) };
  const ports = options.watched === true ? [await freePort(), await freePort()] : [];
  const served = (index: number): Record<string, string> =>
    options.watched === true ? { AESTHETE_HTTP_PORT: String(ports[index]) } : {};
  const ended: BotProcess[] = [];
  let running: BotProcess[] = [];

  const start = async (): Promise<void> => {
    const starting = [BotProcess.start('main', { ...forBot, ...served(0) })];
    if (mode === 'distributed') starting.push(BotProcess.start('worker', { ...env, ...served(1) }));
    const all = await Promise.allSettled(starting);
    running = all.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    for (const one of all) if (one.status === 'rejected') throw one.reason;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()));
    ended.push(...running.splice(0));
  };
  const close = async (): Promise<void> => {
    await stop();
    await testStore.remove();
    await endDiscord(discord);
  };

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    discord,
    restart: async () => {
      await stop();
      await start();
    },
    lines: () => [...ended, ...running].flatMap((one) => one.lines()).sort((a, b) => a.time - b.time),
    metrics: async () => {
      const all = new Map<string, number>();
      for (const port of ports.slice(0, running.length)) {
        const response = await fetch(`http://127.0.0.1:${port}/metrics`);
        for (const [, series, value] of (await response.text()).matchAll(/^(\w+(?:\{.*\})?) (\S+)$/gm))
          all.set(series, (all.get(series) ?? 0) + Number(value));
      }
      return all;
    },
    complaints: () => [...ended, ...running].flatMap((one) => one.complaints()),
    close,
  };
}
