import { EventEmitter } from 'node:events';
import type { PGlite } from '@electric-sql/pglite';

interface Answer<R> {
  rows: R[];
  rowCount: number;
}

/**
 * PGlite in the shape of a `pg.Pool`, as far as BullMQ's Postgres backend asks for one. There is one session, which every "client"
 * shares: each of BullMQ's operations is one statement, and PGlite queues statements behind running transactions.
 */
export class PglitePool extends EventEmitter {
  readonly #db: PGlite;
  readonly #unlisten: () => void;

  constructor(db: PGlite) {
    super();
    this.#db = db;
    // Each LISTEN goes through `query`; whatever is notified goes to every client, which looks at the channel itself.
    this.#unlisten = db.onNotification((channel, payload) => this.emit('notification', { channel, payload }));
    this.setMaxListeners(0);
  }

  async query<R>(text: string, values?: readonly unknown[]): Promise<Answer<R>> {
    const { rows, affectedRows } = await this.#db.query<R>(text, values === undefined ? undefined : [...values]);
    return { rows, rowCount: affectedRows ?? rows.length };
  }

  connect(): Promise<PgliteClient> {
    return Promise.resolve(new PgliteClient(this));
  }

  end(): Promise<void> {
    this.#unlisten();
    return Promise.resolve();
  }
}

/** A borrowed "connection": its listeners are its own. */
class PgliteClient extends EventEmitter {
  readonly #pool: PglitePool;
  readonly #forward = (message: unknown): void => void this.emit('notification', message);

  constructor(pool: PglitePool) {
    super();
    this.#pool = pool;
    pool.on('notification', this.#forward);
  }

  query<R>(text: string, values?: readonly unknown[]): Promise<Answer<R>> {
    return this.#pool.query<R>(text, values);
  }

  release(): void {
    this.#pool.off('notification', this.#forward);
  }
}
