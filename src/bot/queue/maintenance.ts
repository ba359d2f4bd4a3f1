import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { livePainters, waitingRequests } from '../repositories/index.js';
import { closeDuels } from './duels.js';
import { announcePositions, sweep, removeExpired } from './sweep.js';
import type { SweepOptions } from './sweep.js';

const roundMs = 1_000;
const placesMs = 3_000;
const sweepMs = 10_000;
const contestsMs = 5_000;
const showcasesMs = 30_000;
const tidyMs = 3_600_000;

export interface MaintenanceOptions extends SweepOptions {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly retentionDays?: number;
  /** Places are announced only where deliveries are. */
  readonly announces: boolean;
  /** What is posted without being asked for, by a process that is on Discord. */
  readonly publish?: { readonly contests: () => Promise<void>; readonly showcases: () => Promise<void> };
}

/** What runs beside the queues: positions, the sweep, the end of duels, removal of what has expired. Ends with the signal. A round that fails is logged, and the next one runs. */
export async function runMaintenance(options: MaintenanceOptions, signal: AbortSignal): Promise<void> {
  const { store, log, metrics, announces, publish, now } = options;
  const due = new Map<() => Promise<unknown>, { readonly everyMs: number; at: number }>([
    [() => sweep(options), { everyMs: sweepMs, at: 0 }],
    [
      async () => {
        for (const { id: duel } of await closeDuels(options)) log.info({ duel }, 'duel closed');
      },
      { everyMs: roundMs, at: 0 },
    ],
    ...(publish
      ? [
          [publish.contests, { everyMs: contestsMs, at: 0 }] as const,
          [publish.showcases, { everyMs: showcasesMs, at: 0 }] as const,
        ]
      : []),
    [() => removeExpired(options), { everyMs: tidyMs, at: now() + tidyMs }],
    [
      async () => {
        if (announces) await announcePositions(options);
        metrics.waiting.set((await waitingRequests(store.client)).length);
        const painters = await livePainters(store.client, now());
        metrics.workers.set(painters.length);
        metrics.slots.set(painters.reduce((sum, { slots }) => sum + slots, 0));
      },
      { everyMs: placesMs, at: 0 },
    ],
  ]);
  while (!signal.aborted) {
    for (const [task, when] of due) {
      if (when.at > now()) continue;
      when.at = now() + when.everyMs;
      await task().catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, 'maintenance');
      });
    }
    await sleep(roundMs, undefined, { signal }).catch(() => undefined);
  }
}
