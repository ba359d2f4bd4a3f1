import { UserError } from '../errors.js';
import type { CacheCounts } from '../types.js';
import type { MemoryBudget } from './memoryBudget.js';
import type { Session } from './session.js';
import type { SessionSize } from './sessionSize.js';

/** A session that could be opened, and how large it would be. */
export interface Prepared {
  readonly size: SessionSize;
  readonly open: () => Promise<Session>;
}

interface Entry {
  readonly session: Promise<Session>;
  /** Resident bytes: estimated, and from the end of the first use on measured. */
  bytes: number;
  estimate: number;
  /** What the process grew by when it had opened, as far as other sessions do not explain it. */
  opened: number;
  measured: boolean;
  /** Uses in hand; such a session is never released. */
  users: number;
}

/** Bytes of an open session. */
export interface SessionBytes {
  readonly name: string;
  /** As it counts. */
  readonly bytes: number;
  /** Known before it opened. */
  readonly estimate: number;
  /** Measured when it had opened, before its first use. */
  readonly opened: number;
}

/** Owns open sessions, and releases those used longest ago when together they take more than the budget. */
export interface SessionCache {
  /**
   * Runs `use` with the session of that name. One that is not open is prepared first; then room is made for what it will take; then it opens.
   * @throws UserError where it would take more than one may
   */
  with<T>(name: string, prepare: () => Prepared | Promise<Prepared>, use: (session: Session) => Promise<T>): Promise<T>;
  /** Open sessions, those used longest ago first. */
  list(): SessionBytes[];
  /** Of all uses so far: how many found their session open or opening, and how many opened it. */
  readonly counts: CacheCounts;
  close(): Promise<void>;
}

/** @param residentBytes measures the process; a session's size is what it grew by until the end of the first use */
export function createSessionCache(
  budget: MemoryBudget,
  residentBytes: () => number = () => process.memoryUsage.rss(),
): SessionCache {
  // A Map keeps the order of insertion: the entry used last is put last.
  const entries = new Map<string, Entry>();
  const counts = { hits: 0, misses: 0 };

  const sum = (of: (entry: Entry) => number): number =>
    [...entries.values()].reduce((total, entry) => total + of(entry), 0);
  /** What no session explains: the process itself, and what is being opened or used for the first time. */
  const unexplained = (): number => residentBytes() - sum(({ measured, bytes }) => (measured ? bytes : 0));

  const release = async (name: string): Promise<void> => {
    const entry = entries.get(name);
    entries.delete(name);
    if (entry) await (await entry.session).release();
  };

  /** Releases until the budget holds. Those in use stay, and so does one alone. */
  const shrink = async (): Promise<void> => {
    for (const [name, { users }] of [...entries]) {
      if (entries.size <= 1 || sum(({ bytes }) => bytes) <= budget.together) return;
      if (users === 0) await release(name);
    }
  };

  const openInto = async (
    entry: Entry,
    name: string,
    prepare: () => Prepared | Promise<Prepared>,
  ): Promise<Session> => {
    const { size, open } = await prepare();
    if (size.opening > budget.alone) throw tooLarge(name, size.opening, budget.alone);
    entry.estimate = size.open;
    entry.bytes = size.opening;
    await shrink();
    const before = unexplained();
    const session = await open();
    entry.opened = unexplained() - before;
    entry.bytes = size.open;
    return session;
  };

  const enter = (name: string, prepare: () => Prepared | Promise<Prepared>): Entry => {
    const entry: Entry = {
      // Not at once: it counts among the others by then.
      session: Promise.resolve().then(() => openInto(entry, name, prepare)),
      bytes: 0,
      estimate: 0,
      opened: 0,
      measured: false,
      users: 0,
    };
    return entry;
  };

  return {
    counts,
    with: async (name, prepare, use) => {
      const before = unexplained();
      const open = entries.get(name);
      counts[open ? 'hits' : 'misses'] += 1;
      const entry = open ?? enter(name, prepare);
      entries.delete(name);
      entries.set(name, entry);
      entry.users += 1;
      const session = await entry.session.catch((error: unknown) => {
        // What did not open is not kept.
        if (entries.get(name) === entry) entries.delete(name);
        throw error;
      });
      try {
        return await use(session);
      } finally {
        // A first use that was cancelled counts as well: later the session is there already, and nothing grows.
        if (!entry.measured) {
          entry.bytes = Math.max(entry.estimate, unexplained() - before);
          entry.measured = true;
        }
        entry.users -= 1;
        await shrink();
      }
    },
    list: () => [...entries].map(([name, { bytes, estimate, opened }]) => ({ name, bytes, estimate, opened })),
    close: async () => {
      for (const name of [...entries.keys()]) await release(name);
    },
  };
}

function tooLarge(name: string, bytes: number, most: number): UserError {
  const gigabytes = (of: number): string => `${(of / 1e9).toFixed(2)} GB`;
  return new UserError(
    `the model "${name}" would take ${gigabytes(bytes)} while it opens, and ${gigabytes(most)} are all that it may have ` +
      '(AESTHETE_MEMORY, else the memory of this machine or container); take a smaller pack, on a CPU precision int8, or give it more memory',
  );
}
