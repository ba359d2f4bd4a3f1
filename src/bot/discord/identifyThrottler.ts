import { setTimeout as sleep } from 'node:timers/promises';

/** Takes the turn of a bucket; gives how many milliseconds remain until it is free again where another process has it, else 0. */
export type ClaimIdentify = (bucket: number) => Promise<number>;

/** Processes that wait for the same turn do not all ask at once. */
const jitterMs = 250;

/** After this, a claim that failed is made again: the database was away. */
const retryMs = 1_000;

/**
 * Lets the shards of all processes identify one after the other: Discord takes one every five seconds from each bucket, shard %
 * max_concurrency (topics/gateway, "max concurrency"), and counts those that it refuses as sessions of the day. `onError` hears of the first
 * claim of a wait that fails.
 *
 * A wait ends early in one way, with the signal: @discordjs/ws 1.2 identifies on whatever connection there is then when a wait fails for another reason, or
 * is over after its connection has closed, which Discord answers with 4005.
 */
export function createIdentifyThrottler(claim: ClaimIdentify, maxConcurrency: number, onError: (error: Error) => void) {
  return {
    waitForIdentify: async (shard: number, signal: AbortSignal): Promise<void> => {
      let isTold = false;
      for (;;) {
        signal.throwIfAborted();
        const waitMs = await claim(shard % maxConcurrency).catch((error: unknown) => {
          if (!isTold) onError(error instanceof Error ? error : new Error(String(error)));
          isTold = true;
          return retryMs;
        });
        signal.throwIfAborted();
        if (waitMs <= 0) return;
        await sleep(waitMs + Math.random() * jitterMs, undefined, { signal });
      }
    },
  };
}
