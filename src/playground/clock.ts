/** The time for ages of tokens and messages, expiry of links and windows of rate limits. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface MovableClock extends Clock {
  /** Lets `ms` milliseconds pass at once. */
  advance(ms: number): void;
}

/** The computer's clock, which a test can move forward. Waits of discord.js take real time. */
export function createClock(): MovableClock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}
