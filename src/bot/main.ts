#!/usr/bin/env node
import { createCommands } from '../commands/index.js';
import { startBot } from './bot.js';
import { runUntilStopped } from './lifecycle.js';
import { readPlaygroundOptions, startPlayground } from './playground.js';

/**
 * The gateway process; without DATABASE_URL and REDIS_URL, everything in one. Without DISCORD_TOKEN, the playground takes
 * Discord's place.
 */
const options = readPlaygroundOptions(process.argv.slice(2));
await runUntilStopped(async (config, log) => {
  if (config.discordToken !== undefined) return startBot(config, createCommands, log);
  const playground = await startPlayground(config, createCommands, log, options);
  process.stdout.write(`The playground is open: ${playground.url}\n`);
  return playground;
});
