import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { PriorityMutex } from './priorityMutex.js';

/**
 * PGlite that lets the event loop turn before each query, and urgent ones go first. It computes in this thread, and queries that wait for
 * each other follow without a turn: fifty at once would keep interactions waiting for their acknowledgement until all are done.
 */
export class YieldingPGlite extends PGlite {
  readonly #turns = new PriorityMutex();

  /** Opens the folder's database. */
  static async open(folder: string): Promise<YieldingPGlite> {
    const db = new YieldingPGlite(folder);
    await db.waitReady;
    return db;
  }

  /** Every query, and every transaction as a whole. */
  override _runExclusiveTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(work);
  }

  override _runExclusiveQuery<T>(query: () => Promise<T>): Promise<T> {
    return super._runExclusiveQuery(async () => {
      await nextTurn();
      return query();
    });
  }
}
