import { setTimeout as sleep } from 'node:timers/promises';
import type { BotProcess } from './process.js';
import type { Killable } from './serverProcesses.js';

/** A process of the bot under a supervisor as operators have one: what ends by itself is started again, until it is killed. */
export interface Supervised extends Killable {
  /** The one that runs. */
  readonly running: () => BotProcess | undefined;
  /** SIGTERM. */
  readonly stop: () => Promise<void>;
}

const againMs = 1_000;
/** Its servers may be away for a while. */
const mostTries = 60;

/** Not started yet. `start` is tried again while its servers are away. */
export function supervised(begin: () => Promise<BotProcess>): Supervised {
  let running: BotProcess | undefined;
  let starting = Promise.resolve();
  let wanted = 0;

  const startUntilAtWork = async (turn: number): Promise<void> => {
    for (let tries = 1; wanted === turn; tries++) {
      const begun = await begin().catch((error: unknown) => {
        if (tries === mostTries) throw error;
      });
      if (begun && wanted === turn) {
        running = begun;
        void begun.ended.then(() => endedBy(turn));
        return;
      }
      await (begun ? begun.kill() : sleep(againMs));
    }
  };
  const endedBy = async (turn: number): Promise<void> => {
    if (wanted !== turn) return;
    await sleep(againMs);
    await start(turn);
  };
  const start = (turn: number): Promise<void> => (starting = startUntilAtWork(turn));
  return {
    running: () => running,
    start: () => start(++wanted),
    stop: async () => {
      wanted += 1;
      await running?.stop();
      await starting;
    },
    kill: async () => {
      wanted += 1;
      await running?.kill();
      await starting;
    },
  };
}
