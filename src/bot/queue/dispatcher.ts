import {
  isWorkerThere,
  lastTurn,
  lockDispatcher,
  markDispatched,
  msPerCost,
  workerSlots,
  runningRequests,
  spentRequests,
  waitingRequests,
} from '../repositories/index.js';
import type { Db, Store } from '../repositories/index.js';
import { nextRequest, windowMs } from './fairness.js';
import { places } from './positions.js';
import type { PlannedPosition, QueueState } from './positions.js';
import type { Queues } from './queues.js';

/** Hands waiting generations to the workers, in fair order. Any process may; they take turns. */
export interface Dispatcher {
  /** Hands out as many as there is room for. Returns their ids. */
  dispatch(): Promise<string[]>;
  /** The places of all that wait, if nobody else asks; 0 while no painting process is there. */
  places(): Promise<PlannedPosition[]>;
}

/** Handed out beyond the slots, so that no worker waits for the dispatcher. */
const ahead = 1;

export function createDispatcher(store: Store, queues: Queues, now: () => number = Date.now): Dispatcher {
  return {
    async dispatch() {
      const ids = await store.client.$transaction((db) => handOut(db, now()));
      // If the process dies here, the sweep adds them.
      for (const generationId of ids) await queues.add('imagine', { generationId });
      return ids;
    },
    places: async () => {
      const all = places(await situation(store.client, now()));
      return (await isWorkerThere(store.client, now())) ? all : all.map(({ id }) => ({ id, place: 0 }));
    },
  };
}

async function handOut(db: Db, now: number): Promise<string[]> {
  await lockDispatcher(db);
  const { waiting, running, spent, slots, turns } = await situation(db, now);
  // Without a worker everything waits, and the first to come gets the fairest choice.
  const room = slots === 0 ? 0 : slots + ahead;
  // Background paintings make room as soon as somebody else waits.
  const foreground = running.filter(({ background }) => !background).length;
  const left = [...waiting];
  const counted = [...spent];
  const ids: string[] = [];
  for (;;) {
    const turn = turns + ids.length + 1;
    const next = nextRequest(left, counted, turn, now);
    if (!next || ids.length + (next.background ? running.length : foreground) >= room) break;
    left.splice(left.indexOf(next), 1);
    if (!next.background) counted.push({ ...next, dispatchedAt: now, running: true });
    await markDispatched(db, next.id, turn, now);
    ids.push(next.id);
  }
  return ids;
}

async function situation(db: Db, now: number): Promise<QueueState> {
  // One after the other: within a transaction there is one connection.
  const waiting = await waitingRequests(db);
  const running = await runningRequests(db);
  const spent = await spentRequests(db, now - windowMs);
  const turns = await lastTurn(db);
  const slots = await workerSlots(db, now);
  return { waiting, running, spent, turns, slots, msPerCost: await msPerCost(db), now };
}
