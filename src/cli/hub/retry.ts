import { UserError } from '../../engine/index.js';
import { transientStatus } from './hub.js';
import type { HubResponse } from './hub.js';

/** Waits so many milliseconds, or until the signal. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Without any progress in between. */
const mostAttempts = 7;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** What a server may ask for by Retry-After. */
const longestAskedMs = 600_000;

export interface RetryOptions {
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  /** For the message: who does not answer. */
  readonly about: string;
}

/** Counts attempts that led to nothing, and waits between them: longer each time, or as long as the server asks. */
export class Attempts {
  #failed = 0;
  readonly #options: RetryOptions;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /** Something came: what fails next is the first failure. */
  progress(): void {
    this.#failed = 0;
  }

  /** @throws UserError after too many in a row; the signal's reason where it is aborted */
  async failed(why: string, askedMs?: number): Promise<void> {
    const { sleep, signal, about } = this.#options;
    signal.throwIfAborted();
    if (++this.#failed >= mostAttempts)
      throw new UserError(
        `${about} cannot be reached (${why}); check the connection and run the command again: it goes on where it stopped`,
      );
    const waitMs = Math.min(firstWaitMs * 2 ** (this.#failed - 1), longestWaitMs);
    await sleep(askedMs === undefined ? waitMs : Math.min(askedMs, longestAskedMs), signal);
  }
}

/** A request that is made again while the server is away, busy, or asks for patience. The last answer may be any. */
export async function withRetries(request: () => Promise<HubResponse>, options: RetryOptions): Promise<HubResponse> {
  const attempts = new Attempts(options);
  for (;;) {
    try {
      const response = await request();
      if (!transientStatus.has(response.status)) return response;
      await attempts.failed(`it answers ${response.status}`, retryAfterMs(response));
    } catch (error) {
      if (error instanceof UserError || options.signal.aborted) throw error;
      await attempts.failed(reason(error));
    }
  }
}

/** RFC 9110: seconds or a date. Undefined where the server says nothing. */
export function retryAfterMs({ headers }: HubResponse): number | undefined {
  const given = headers.get('retry-after');
  if (given === null) return undefined;
  const ms = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** `fetch` hides what happened in its cause. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && cause.message !== '') return cause.message;
  return error.message;
}
