import type { Clock } from '../clock.js';
import type { Rules } from './world.js';

type StartRules = Pick<Rules, 'identifyMs' | 'maxConcurrency' | 'sessionsADay'>;

/** Counts what IDENTIFY uses up (topics/gateway, "session start limit object" and "sharding"). */
export interface SessionStarts {
  /** As GET /gateway/bot has it. */
  limit(): {
    readonly total: number;
    readonly remaining: number;
    readonly reset_after: number;
    readonly max_concurrency: number;
  };
  /** Counts one of a shard. `early`: its bucket, shard % max_concurrency, has had one lately; `exhausted`: the day's are used up. */
  take(shard: number): 'early' | 'exhausted' | undefined;
}

const dayMs = 24 * 3_600_000;

export function createSessionStarts(
  clock: Clock,
  { identifyMs, maxConcurrency, sessionsADay }: StartRules,
): SessionStarts {
  let day = { startedAt: clock.now(), used: 0 };
  const lastOfBucket = new Map<number, number>();
  const today = () => {
    if (clock.now() - day.startedAt >= dayMs) day = { startedAt: clock.now(), used: 0 };
    return day;
  };
  return {
    limit: () => {
      const { startedAt, used } = today();
      return {
        total: sessionsADay,
        remaining: Math.max(0, sessionsADay - used),
        reset_after: startedAt + dayMs - clock.now(),
        max_concurrency: maxConcurrency,
      };
    },
    take: (shard) => {
      const now = clock.now();
      if (today().used >= sessionsADay) return 'exhausted';
      day.used += 1;
      const bucket = shard % maxConcurrency;
      const last = lastOfBucket.get(bucket);
      if (last !== undefined && now - last < identifyMs) return 'early';
      lastOfBucket.set(bucket, now);
      return undefined;
    },
  };
}
