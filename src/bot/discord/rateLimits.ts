import type { REST, RESTOptions } from 'discord.js';

/** Nobody waits for an answer that comes later than an interaction's token lasts. */
const mostWaitMs = 15 * 60_000;

/**
 * discord.js holds requests back until a time of this machine's clock, and for ever where that was set back by much: those fail, and what is
 * behind them tries again. What Discord itself asked to wait for is waited for.
 */
export const rejectEndlessWaits: NonNullable<RESTOptions['rejectOnRateLimit']> = ({ timeToReset, sublimitTimeout }) =>
  sublimitTimeout === 0 && timeToReset > mostWaitMs;

/** Forgets what was to wait until when, by a clock that was set back since. Discord says again what must wait. */
export function forgetRateLimits(rest: REST): void {
  rest.globalReset = -1;
  rest.globalDelay = null;
  rest.handlers.clear();
}
