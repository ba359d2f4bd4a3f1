/** A clock that several processes have in common. */
export interface SharedClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly stop: () => void;
}

const againMs = 60_000;
const lookMs = 1_000;
/** Less is how a clock is disciplined, and how late a timer may be. */
const leastStepMs = 2_000;

/**
 * The clock of a server, which this machine's steady one follows: setting this machine's clock does not move it. How far they are apart is measured
 * now, every minute and after a step of this machine's clock. The moment of an answer is taken as the middle between question and answer, as
 * in NTP (RFC 5905). `ask` gives the server's time, milliseconds since 1970.
 */
export async function followClock(ask: () => Promise<number>): Promise<SharedClock> {
  let offset = 0;
  const measure = async (): Promise<void> => {
    const sent = performance.now();
    const theirs = await ask();
    offset = theirs - (sent + performance.now()) / 2;
  };
  await measure();
  const measureAgain = (): void => {
    // A server that is away has the clock that it had.
    measure().catch(() => undefined);
  };
  const timer = setInterval(measureAgain, againMs).unref();
  // The steady clock of a machine stands still while that sleeps.
  const unwatch = watchClock(measureAgain);
  return {
    now: () => Math.round(performance.now() + offset),
    stop: () => {
      clearInterval(timer);
      unwatch();
    },
  };
}

/**
 * Calls `onStep` when this machine's clock was set, with by how many milliseconds: above 0 it is ahead of what it was to be, as after a sleep of
 * the machine. Looks every second. Gives a function that stops it.
 */
export function watchClock(onStep: (ms: number) => void): () => void {
  const difference = (): number => Date.now() - performance.now();
  let last = difference();
  const timer = setInterval(() => {
    const step = difference() - last;
    if (Math.abs(step) < leastStepMs) return;
    last += step;
    onStep(step);
  }, lookMs).unref();
  return () => {
    clearInterval(timer);
  };
}
