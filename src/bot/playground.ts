import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { findPack, openPack, UserError } from '../engine/index.js';
import { startDiscord } from '../playground/index.js';
import type { Discord } from '../playground/index.js';
import { startBot } from './bot.js';
import type { Config } from './config.js';
import { lockDataFolder } from './database/folderLock.js';
import type { Log } from './log.js';

type CreateTable = Parameters<typeof startBot>[1];
type DiscordOptions = NonNullable<Parameters<typeof startDiscord>[0]>;

interface PlaygroundOptions {
  /** Absent: the usual one, or any that is free. */
  readonly port?: number;
  readonly pack?: string;
  /** Forgets everything that was said, painted and made. */
  readonly reset?: boolean;
  /** The folder of the page's bundle, where it is not the build's. */
  readonly bundle?: string;
}

interface Playground {
  /** Where the page is. */
  readonly url: string;
  close(): Promise<void>;
}

const usualPort = 4321;

/** Options of `npm start --`. Ends the process where it is `--help`, or an option that does not exist. */
export function readPlaygroundOptions(args: readonly string[]): PlaygroundOptions {
  return new Command('npm start --')
    .description('Runs the bot: on Discord with DISCORD_TOKEN, else in the playground, a chat page on this machine.')
    .option('--port <number>', `the playground's port (default: ${usualPort}, or any that is free)`, portNumber)
    .option('--pack <pack>', 'the pack to paint with: a name in models/, or a folder')
    .option('--reset', 'begin the playground anew')
    .parse(args, { from: 'user' })
    .opts<PlaygroundOptions>();
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('1 to 65535');
  return port;
}

/**
 * A Discord on loopback with a chat page, and the real bot in it, over real REST and a real gateway connection. Both keep what
 * they have in `playground/` of the data folder. Resolves once everything is there.
 * @throws UserError: no such pack; the port is taken. CheckpointError: a file of the pack is not what it should be
 */
export async function startPlayground(
  config: Config,
  createTable: CreateTable,
  log: Log,
  options: PlaygroundOptions,
): Promise<Playground> {
  const pack = options.pack ?? config.pack;
  const { examples } = (await openPack(await findPack(pack))).settings;
  const dataDir = join(config.dataDir, 'playground');
  const unlock = await lockDataFolder(dataDir);
  const [discordDir, botDir] = [join(dataDir, 'discord'), join(dataDir, 'bot')];
  if (options.reset === true) for (const dir of [discordDir, botDir]) await rm(dir, { recursive: true, force: true });
  const discord = await open(options.port, {
    folder: discordDir,
    page: { examples, ...(options.bundle !== undefined && { bundle: options.bundle }) },
  }).catch(async (error: unknown) => {
    await unlock();
    throw error;
  });
  try {
    const bot = await startBot(
      {
        ...config,
        discordToken: discord.token,
        discordApi: discord.api,
        attachmentHosts: [new URL(discord.url).host],
        dataDir,
        store: { mode: 'embedded', dir: botDir },
        pack,
      },
      createTable,
      log,
    );
    await discord.flush();
    return {
      url: discord.url,
      close: async () => {
        await bot.close();
        await discord.close();
        await unlock();
      },
    };
  } catch (error) {
    await discord.close();
    await unlock();
    throw error;
  }
}

async function open(port: number | undefined, options: DiscordOptions): Promise<Discord> {
  const start = (at: number) => startDiscord({ ...options, port: at });
  try {
    return await start(port ?? usualPort);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (port !== undefined) throw new UserError(`port ${port} is taken: give another one with --port`);
    return start(0);
  }
}
