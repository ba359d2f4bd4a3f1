import { startDiscord } from '../../../src/playground/index.js';
import type { Discord } from '../../../src/playground/index.js';
import { newTestStore } from '../../bot/support/stores.js';
import { endDiscord } from './discord.js';
import { BotProcess } from './process.js';

/** How long starting may take on a machine that does much else. */
export const startingMs = 300_000;

type Mode = Parameters<typeof newTestStore>[0];
type DiscordOptions = NonNullable<Parameters<typeof startDiscord>[0]>;

/** The bot as an operator runs it, on a Discord of its own. */
export interface Installation {
  readonly discord: Discord;
  /** Stops every process and starts it again, on the same data. */
  restart(): Promise<void>;
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
  const ended: BotProcess[] = [];
  let running: BotProcess[] = [];

  const start = async (): Promise<void> => {
    const starting = [BotProcess.start('main', forBot)];
    if (mode === 'distributed') starting.push(BotProcess.start('worker', env));
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
    complaints: () => [...ended, ...running].flatMap((one) => one.complaints()),
    close,
  };
}
