import { createHash } from 'node:crypto';
import type { World } from '../world/world.js';

/** How many requests a bucket allows in a window. Discord does not document the numbers; these are of the size that bots see in headers. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

interface Bucket {
  readonly endsAt: number;
  used: number;
}

interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Set if the request is refused. */
  readonly retryAfterMs?: number;
  readonly global?: boolean;
}

/** So many are looked through for those that are over. */
const maxBuckets = 1_000;

/** Counts requests by bucket (a route and its major parameter) and over all. */
export function createRateLimits(
  world: World,
): (route: string, major: string, limit: RateLimit | undefined, isBot: boolean) => Verdict {
  const buckets = new Map<string, Bucket>();
  const count = (key: string, perMs: number) => {
    const now = world.clock.now();
    const old = buckets.get(key);
    if (buckets.size >= maxBuckets) for (const [name, { endsAt }] of buckets) if (endsAt <= now) buckets.delete(name);
    const bucket = old && now < old.endsAt ? old : { endsAt: now + perMs, used: 0 };
    bucket.used += 1;
    buckets.set(key, bucket);
    return { used: bucket.used, leftMs: bucket.endsAt - now };
  };
  return (route, major, limit, isBot) => {
    // Interactions and their webhooks are outside the global limit.
    if (isBot) {
      const all = count('global', 1_000);
      if (all.used > world.rules.globalPerSecond) {
        return { headers: retryHeaders(all.leftMs, 'global'), retryAfterMs: all.leftMs, global: true };
      }
    }
    if (!limit) return { headers: {} };
    const { used, leftMs } = count(`${route} ${major}`, limit.perMs);
    const headers = {
      'x-ratelimit-limit': String(limit.requests),
      'x-ratelimit-remaining': String(Math.max(0, limit.requests - used)),
      'x-ratelimit-reset': ((world.clock.now() + leftMs) / 1_000).toFixed(3),
      'x-ratelimit-reset-after': (leftMs / 1_000).toFixed(3),
      'x-ratelimit-bucket': createHash('md5').update(route).digest('hex'),
    };
    return used > limit.requests
      ? { headers: { ...headers, ...retryHeaders(leftMs, 'user') }, retryAfterMs: leftMs }
      : { headers };
  };
}

/** The headers that a 429 has in addition. */
export function retryHeaders(retryAfterMs: number, scope: 'global' | 'user' | 'shared'): Record<string, string> {
  return {
    'retry-after': (retryAfterMs / 1_000).toFixed(3),
    'x-ratelimit-scope': scope,
    ...(scope === 'global' && { 'x-ratelimit-global': 'true' }),
  };
}
