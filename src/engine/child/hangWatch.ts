import type { Progress } from '../types.js';
import type { Call } from './messages.js';

/** When a process that has work and says nothing counts as hung. */
export interface HangLimits {
  /** A step may take so many times the median of the steps of its size… */
  readonly timesMedian: number;
  /** …and so long in any case, ms. */
  readonly leastMs: number;
  /**
   * Where no steps of that size have been measured: reading a model from a slow disk, and a first step of 512 × 512 pixels on a slow CPU. Larger
   * pictures have more, in proportion to their pixels, up to three times as much. Ms.
   */
  readonly unmeasuredMs: number;
}

export const hangLimits: HangLimits = { timesMedian: 20, leastMs: 60_000, unmeasuredMs: 10 * 60_000 };

/** What comes between steps (reading prompts, opening a model, decoding, embedding) may take so many times as long as a step. */
const timesBetween = 5;
/** Steps of one size that are remembered, and the fewest that have a median. */
const mostSteps = 64;
const fewestSteps = 3;
const mostSizes = 16;

const mostLarger = 3;
const usualPixels = 512 * 512;

interface Watched {
  /** What a step costs depends on it. */
  readonly size: string;
  readonly pixels: number;
  /** When its last step was done; absent while something else is done. */
  stepAt?: number;
}

/**
 * Watches a process that is busy: it is hung when it stays silent for longer than the work in hand can take. Times of steps are
 * learned from its messages. `now`: milliseconds, monotonic.
 */
export class HangWatch {
  readonly #limits: HangLimits;
  readonly #onHung: (silentMs: number) => void;
  readonly #now: () => number;
  readonly #calls = new Map<number, Watched>();
  readonly #steps = new Map<string, number[]>();
  /** The call that was heard of last; the others wait for it. */
  #running: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: HangLimits, onHung: (silentMs: number) => void, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#onHung = onHung;
    this.#now = now;
  }

  /** A call is in hand. One whose progress is not told cannot be watched, nor can what waits behind it. */
  begin(id: number, call: Call, toldProgress: boolean): void {
    const { width, height } = ('request' in call ? call.request.size : undefined) ?? { width: 0, height: 0 };
    const size = call.method !== 'imagine' || toldProgress ? `${width}x${height}` : 'unwatched';
    this.#calls.set(id, { size, pixels: width * height });
    if (this.#timer === undefined) this.#restart();
  }

  progress(id: number, progress: Progress): void {
    const call = this.#calls.get(id);
    if (call) {
      const at = this.#now();
      if (progress.stage === 'paint' && call.stepAt !== undefined) this.#measure(call.size, at - call.stepAt);
      if (progress.stage === 'paint' && progress.done < progress.total) call.stepAt = at;
      else delete call.stepAt;
      this.#running = id;
    }
    this.#restart();
  }

  end(id: number): void {
    this.#calls.delete(id);
    if (this.#running === id) this.#running = undefined;
    this.#restart();
  }

  #measure(size: string, ms: number): void {
    const steps = this.#steps.get(size) ?? [];
    steps.push(ms);
    if (steps.length > mostSteps) steps.shift();
    // The size that was painted last stands last.
    this.#steps.delete(size);
    this.#steps.set(size, steps);
    const [oldest] = this.#steps.keys();
    if (this.#steps.size > mostSizes) this.#steps.delete(oldest);
  }

  #restart(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ms = this.#limitMs();
    if (!Number.isFinite(ms)) return;
    const timer = setTimeout(() => {
      // Where this process was busy itself, messages that came meanwhile are read first.
      setImmediate(() => {
        if (this.#timer === timer) this.#onHung(ms);
      });
    }, ms);
    this.#timer = timer;
  }

  /** How long the process may say nothing. */
  #limitMs(): number {
    const calls = [...this.#calls.values()];
    if (calls.length === 0 || calls.some(({ size }) => size === 'unwatched')) return Infinity;
    const running = this.#running === undefined ? undefined : this.#calls.get(this.#running);
    return Math.max(...(running ? [running] : calls).map((call) => this.#limitOf(call)));
  }

  #limitOf({ size, pixels, stepAt }: Watched): number {
    const steps = this.#steps.get(size) ?? [];
    if (steps.length < fewestSteps)
      return this.#limits.unmeasuredMs * Math.min(mostLarger, Math.max(1, pixels / usualPixels));
    const step = Math.max(this.#limits.leastMs, this.#limits.timesMedian * median(steps));
    return stepAt === undefined ? timesBetween * step : step;
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}
