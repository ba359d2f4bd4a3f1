import type { Clock } from '../clock.js';

/**
 * Counts requests that Discord calls invalid (topics/rate-limits, "invalid request limit"): answered 401, 403 or 429, but for those of a limit
 * that is shared with others. Who makes too many in ten minutes is kept out by what stands before Discord.
 */
export interface InvalidRequests {
  /** In the last ten minutes. */
  readonly count: () => number;
  readonly add: (status: number, scope: string | undefined) => void;
}

const windowMs = 10 * 60_000;
const invalid: readonly number[] = [401, 403, 429];

export function createInvalidRequests(clock: Clock): InvalidRequests {
  const times: number[] = [];
  const recent = (): number[] => {
    const since = clock.now() - windowMs;
    const outdated = times.findIndex((at) => at > since);
    times.splice(0, outdated < 0 ? times.length : outdated);
    return times;
  };
  return {
    count: () => recent().length,
    add: (status, scope) => {
      if (invalid.includes(status) && scope !== 'shared') recent().push(clock.now());
    },
  };
}
