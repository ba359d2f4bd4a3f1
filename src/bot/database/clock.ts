/** A clock that several processes have in common. */
export interface SharedClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly stop: () => void;
}

const againMs = 60_000;

/**
 * The clock of a server: this machine's, moved by as much as it differs, which is measured now and every minute. The moment of an answer is
 * taken as the middle between question and answer, as in NTP (RFC 5905). `ask` gives the server's time, milliseconds since 1970.
 */
export async function followClock(ask: () => Promise<number>): Promise<SharedClock> {
  let offset = 0;
  const measure = async (): Promise<void> => {
    const sent = Date.now();
    const theirs = await ask();
    offset = Math.round(theirs - (sent + Date.now()) / 2);
  };
  await measure();
  const timer = setInterval(() => {
    // A server that is away has the clock that it had.
    measure().catch(() => undefined);
  }, againMs).unref();
  return {
    now: () => Date.now() + offset,
    stop: () => {
      clearInterval(timer);
    },
  };
}
