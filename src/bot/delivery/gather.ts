import { setTimeout as sleep } from 'node:timers/promises';

type Work = () => Promise<void>;

/** Gathers edits by message. */
export interface Gatherer {
  /** Does the work at once, or, where the last of this key was not long ago, later: then only the latest that was asked for is done. */
  ask(key: string, work: Work): void;
}

/** Of one message, from the end of an edit to the next: Discord allows few, and many press at once. */
const everyMs = 2_000;

/**
 * Does at most one work of a key at a time, and leaves `everyMs` between two. Whatever is asked for is followed by a work that begins after
 * it, so that the last state is shown. What fails is told to `onError` and left: the next one may succeed.
 */
export function createGatherer(
  onError: (error: unknown) => void,
  // Must not keep the process from ending: who reads the message next time sees the tally by a press.
  wait: (ms: number) => Promise<unknown> = (ms) => sleep(ms, undefined, { ref: false }),
): Gatherer {
  const latest = new Map<string, Work | undefined>();
  const run = async (key: string): Promise<void> => {
    for (let work = latest.get(key); work; work = latest.get(key)) {
      latest.set(key, undefined);
      await work().catch(onError);
      await wait(everyMs);
    }
    latest.delete(key);
  };
  return {
    ask: (key, work) => {
      const isRunning = latest.has(key);
      latest.set(key, work);
      if (!isRunning) void run(key);
    },
  };
}
