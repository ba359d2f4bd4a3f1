import { randomBytes } from 'node:crypto';
import type { MessageState } from '../world/state.js';
import type { World } from '../world/world.js';

/** Counts changes of messages, so that a page that reconnects can ask for those that it missed. */
export interface MessageRevisions {
  /** Identifies this process. Revisions of another process are not comparable. */
  readonly epoch: string;
  readonly revision: () => number;
  /** Messages that changed after a revision, deleted ones included, in the order of change. */
  readonly since: (revision: number) => readonly MessageState[];
  /** Calls back after changes, until the returned function is called. */
  readonly watch: (listener: () => void) => () => void;
}

const batchMs = 30;

export function createMessageRevisions(world: World): MessageRevisions {
  const seen = new Map<string, { print: string; revision: number }>();
  const listeners = new Set<() => void>();
  let revision = 0;
  let isDue = false;
  const look = (): void => {
    for (const message of Object.values(world.state.messages)) {
      const print = `${message.before.length} ${String(message.editedAt)} ${String(message.deleted)}`;
      if (seen.get(message.id)?.print !== print) seen.set(message.id, { print, revision: ++revision });
    }
    for (const id of seen.keys()) if (!(id in world.state.messages)) seen.delete(id);
  };
  look();
  world.watch(() => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      look();
      for (const listener of [...listeners]) listener();
    }, batchMs).unref();
  });
  return {
    epoch: randomBytes(6).toString('hex'),
    revision: () => revision,
    since: (after) => {
      // What came a moment ago, too: to a page that opens now it is history.
      look();
      return [...seen]
        .filter(([, one]) => one.revision > after)
        .sort(([, a], [, b]) => a.revision - b.revision)
        .flatMap(([id]) => world.state.messages[id] ?? []);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
