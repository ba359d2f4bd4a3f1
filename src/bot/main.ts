import { createCommands } from '../commands/index.js';
import { startBot } from './bot.js';
import { runUntilStopped } from './lifetime.js';

/** The gateway process; without DATABASE_URL and REDIS_URL, everything in one. */
await runUntilStopped((config, log) => startBot(config, createCommands, log));
