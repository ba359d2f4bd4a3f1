import { createCommands } from '../commands/index.js';
import { startBot } from './bot.js';
import { runUntilStopped } from './lifetime.js';
import { readPlaygroundOptions, startPlayground } from './playground.js';

/**
 * The gateway process; without DATABASE_URL and REDIS_URL, everything in one. Without DISCORD_TOKEN, the playground takes
 * Discord's place.
 */
const options = readPlaygroundOptions(process.argv.slice(2));
await runUntilStopped((config, log) =>
  config.discordToken === undefined
    ? startPlayground(config, createCommands, options)
    : startBot(config, createCommands, log),
);
