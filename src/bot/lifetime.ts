import { UserError } from '../engine/index.js';
import { readEnvironment } from './config.js';
import type { Config } from './config.js';
import { openLog } from './log.js';
import type { Log } from './log.js';

/**
 * Runs a process from its environment, and `.env`, until SIGINT or SIGTERM, and closes what `start` opened. A UserError is one line on
 * standard error; the exit status is 1.
 */
export async function runUntilStopped(
  start: (config: Config, log: Log) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  try {
    const config = readEnvironment();
    const log = openLog(config);
    const running = await start(config, log);
    const stop = (signal: NodeJS.Signals): void => {
      log.info({ signal }, 'stopping');
      running.close().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`aesthete: ${error.message}\n`);
    process.exit(1);
  }
}
