import type { Discord } from '../../../src/playground/index.js';
import { newTestStore } from '../../bot/support/stores.js';
import { environmentFor } from './installation.js';
import { BotProcess } from './process.js';
import type { Entry } from './process.js';

/** The bot's processes on one store, to be killed: one, or, distributed, one that paints and one that is on Discord. */
export async function botProcesses(mode: Parameters<typeof newTestStore>[0], discord: Discord) {
  const testStore = await newTestStore(mode);
  const env = { ...testStore.env, ...environmentFor(discord) };
  const running = new Map<Entry, BotProcess>();
  const painter: Entry = mode === 'embedded' ? 'main' : 'worker';
  const kill = async (...which: Entry[]): Promise<void> => {
    for (const entry of which) await running.get(entry)?.kill();
    for (const entry of which) running.delete(entry);
  };
  return {
    /** The process that paints. */
    painter,
    /** Starts what does not run; its clock is ahead by so much. */
    start: async (aheadMs = 0): Promise<void> => {
      const entries: readonly Entry[] = mode === 'embedded' ? ['main'] : ['worker', 'main'];
      const missing = entries.filter((entry) => !running.has(entry));
      await Promise.all(
        missing.map(async (entry) => running.set(entry, await BotProcess.start(entry, env, { aheadMs }))),
      );
    },
    kill,
    /** Waits for a line to come in the log of one that runs. */
    says: async (entry: Entry, message: string): Promise<void> => {
      await running.get(entry)?.says(message);
    },
    remove: async (): Promise<void> => {
      await kill('main', 'worker');
      await testStore.remove();
    },
  };
}
