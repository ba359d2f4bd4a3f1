import type { Session } from './session.js';

interface Entry {
  readonly session: Promise<Session>;
  /** Resident bytes that it was measured to take. */
  bytes: number;
  /** Uses in hand; such a session is never released. */
  users: number;
}

/** Owns open sessions, and releases those used longest ago when together they take more than the budget. */
export interface SessionCache {
  /** Runs `use` with the session of that name, opened if need be. */
  with<T>(name: string, open: () => Promise<Session>, use: (session: Session) => Promise<T>): Promise<T>;
  /** Names of open sessions with their measured resident bytes, those used longest ago first. */
  list(): { name: string; bytes: number }[];
  close(): Promise<void>;
}

/**
 * @param budgetBytes what open sessions may take together; one alone may take more
 * @param residentBytes measures the process; a session's size is what it grew by until the end of the first use
 */
export function createSessionCache(
  budgetBytes: number,
  residentBytes: () => number = () => process.memoryUsage.rss(),
): SessionCache {
  // A Map keeps the order of insertion: the entry used last is put last.
  const entries = new Map<string, Entry>();

  const release = async (name: string): Promise<void> => {
    const entry = entries.get(name);
    entries.delete(name);
    if (entry) await (await entry.session).release();
  };

  /** Makes room for one that is about to open, or that turned out larger than thought. */
  const shrink = async (): Promise<void> => {
    for (const [name, entry] of [...entries]) {
      const total = [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      if (total <= budgetBytes || entries.size <= 1) return;
      if (entry.users === 0) await release(name);
    }
  };

  return {
    with: async (name, open, use) => {
      const before = residentBytes();
      const known = entries.get(name);
      const entry = known ?? { session: open(), bytes: 0, users: 0 };
      entries.delete(name);
      entries.set(name, entry);
      entry.users += 1;
      try {
        return await use(await entry.session);
      } catch (error) {
        // A session that did not open is not kept.
        if (!known && entry.bytes === 0 && (await opened(entry)) === undefined) entries.delete(name);
        throw error;
      } finally {
        // A first use that was cancelled counts as well: later the session is there already, and nothing grows.
        if (entry.bytes === 0) entry.bytes = Math.max(1, residentBytes() - before);
        entry.users -= 1;
        await shrink();
      }
    },
    list: () => [...entries].map(([name, { bytes }]) => ({ name, bytes })),
    close: async () => {
      for (const name of [...entries.keys()]) await release(name);
    },
  };
}

async function opened(entry: Entry): Promise<Session | undefined> {
  return entry.session.catch(() => undefined);
}
