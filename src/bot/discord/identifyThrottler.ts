import { setTimeout as sleep } from 'node:timers/promises';

/** Takes the turn of a bucket; gives how many milliseconds remain until it is free again where another process has it, else 0. */
export type ClaimIdentify = (bucket: number) => Promise<number>;

/** Processes that wait for the same turn do not all ask at once. */
const jitterMs = 250;

/**
 * Lets the shards of all processes identify one after the other: Discord takes one every five seconds from each bucket, shard %
 * max_concurrency (topics/gateway, "max concurrency"), and counts those that it refuses as sessions of the day.
 */
export function createIdentifyThrottler(claim: ClaimIdentify, maxConcurrency: number) {
  return {
    waitForIdentify: async (shard: number, signal: AbortSignal): Promise<void> => {
      for (;;) {
        const waitMs = await claim(shard % maxConcurrency);
        if (waitMs <= 0) return;
        await sleep(waitMs + Math.random() * jitterMs, undefined, { signal });
      }
    },
  };
}
