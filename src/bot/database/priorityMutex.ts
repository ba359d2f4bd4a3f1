import { AsyncLocalStorage } from 'node:async_hooks';

type IsUrgent = () => boolean;
const hurry = new AsyncLocalStorage<IsUrgent>();

/** What `work` asks the embedded database goes before what others ask, while `isUrgent` says so. Postgres needs no such order. */
export function runWithPriority<T>(isUrgent: IsUrgent, work: () => T): T {
  return hurry.run(isUrgent, work);
}

interface Waiting {
  readonly isUrgent: IsUrgent;
  readonly go: () => void;
}

/** One at a time, in order; but those that `askFirst` made urgent go before others. */
export class PriorityMutex {
  #busy = false;
  readonly #waiting: Waiting[] = [];

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      const isUrgent = hurry.getStore() ?? (() => false);
      await new Promise<void>((go) => this.#waiting.push({ isUrgent, go }));
    }
    this.#busy = true;
    try {
      return await work();
    } finally {
      // Handed over without becoming free, so that nobody slips in between.
      const urgent = this.#waiting.findIndex(({ isUrgent }) => isUrgent());
      const next = this.#waiting.splice(Math.max(urgent, 0), 1).at(0);
      if (next) next.go();
      else this.#busy = false;
    }
  }
}
