import { existsSync } from 'node:fs';
import { createCommands } from '../commands/index.js';
import { startBot } from './bot.js';
import { runUntilStopped } from './lifetime.js';
import { readPlaygroundOptions, startPlayground } from './playground.js';

/*
 * The gateway process; without DATABASE_URL and REDIS_URL, everything in one. Without DISCORD_TOKEN, the playground takes
 * Discord's place.
 */
if (existsSync('.env')) process.loadEnvFile('.env');
const options = readPlaygroundOptions(process.argv.slice(2));
// Every event is news to an operator; whoever tries things out wants to see the address.
if ((process.env['DISCORD_TOKEN'] ?? '') === '') process.env['AESTHETE_LOG'] ??= 'warn';

await runUntilStopped(async (config, log) => {
  if (config.discordToken !== undefined) return startBot(config, createCommands, log);
  const playground = await startPlayground(config, createCommands, log, options);
  process.stdout.write(`The playground is open: ${playground.url}\n`);
  return playground;
});
