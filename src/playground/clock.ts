/** Where the playground's time comes from: ages of tokens and messages, expiry of links, windows of rate limits. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface MovableClock extends Clock {
  /** Lets `ms` milliseconds pass at once. */
  advance(ms: number): void;
}

/** The machine's clock, which a test can move forward. Time goes on by itself, too: discord.js waits by the real one. */
export function createClock(): MovableClock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}
