import type { WaitingRequest, RunningRequest, SpentCost } from '../repositories/index.js';
import { guessMsPerCost } from '../types.js';
import { nextRequest } from './fairness.js';

/** All that decides who is painted when. */
export interface QueueState {
  readonly waiting: readonly WaitingRequest[];
  /** In the order in which workers take them. */
  readonly running: readonly RunningRequest[];
  readonly spent: readonly SpentCost[];
  /** Requests dispatched so far. */
  readonly turns: number;
  /** Generations that are painted at once; 0 while no worker is there. */
  readonly slots: number;
  /** Milliseconds a unit of cost takes; undefined until something has been timed. */
  readonly msPerCost: number | undefined;
  readonly now: number;
}

/** When a request will be painted if nobody else asks. */
export interface PlannedPosition {
  readonly id: string;
  /** Counted among those that are not being painted, from 1; 0 where nobody paints. */
  readonly place: number;
  /** When its pictures will be there, milliseconds since 1970; absent until something has been timed. */
  readonly doneAt?: number;
}

/** A painting slot: when it is free, and whether a painting ends then. */
interface Slot {
  at: number;
  ends: boolean;
}

/** What was handed out, and until when it runs; not yet known while it waits for a slot. */
interface HandedOut extends Omit<SpentCost, 'running'> {
  until: number;
}

/**
 * The places of all requests that wait, dispatched ones first, by running the rule forward: whenever a painting ends, the dispatcher
 * hands out the next, as it will do, and the slot takes the first that was handed out.
 */
export function planPositions(state: QueueState): PlannedPosition[] {
  const { now } = state;
  // Background paintings make room.
  const running = state.running.filter(({ background }) => !background);
  const ms = state.msPerCost ?? guessMsPerCost;
  const ends = new Map(
    running.flatMap(({ id, cost, startedAt }) =>
      // A painting that takes longer than thought ends soon, as far as anybody knows.
      startedAt === undefined ? [] : [[id, Math.max(now + 1, startedAt + cost * ms)] as const],
    ),
  );
  const slots: Slot[] = [...ends.values()].map((at) => ({ at, ends: true }));
  while (slots.length < Math.max(1, state.slots)) slots.push({ at: now, ends: false });
  const queue: WaitingRequest[] = running.filter(({ id }) => !ends.has(id));
  const waiting = [...state.waiting];
  const spent: HandedOut[] = state.spent.map((entry) => {
    const until = entry.running ? (ends.get(entry.id) ?? Infinity) : entry.dispatchedAt;
    return { ...entry, until };
  });
  let turn = state.turns;

  const dispatch = (at: number): void => {
    const counted = spent.map((entry) => ({ ...entry, running: entry.until > at }));
    const next = nextRequest(waiting, counted, turn + 1, at);
    if (!next) return;
    turn++;
    waiting.splice(waiting.indexOf(next), 1);
    queue.push(next);
    if (!next.background) spent.push({ ...next, dispatchedAt: at, until: Infinity });
  };

  // The dispatcher keeps one more handed out than there are slots.
  for (let held = running.length; held < slots.length + 1; held++) dispatch(now);
  const result: PlannedPosition[] = [];
  while (queue.length > 0) {
    const slot = slots.reduce((first, other) => (other.at < first.at ? other : first));
    if (slot.ends) dispatch(slot.at);
    const [taken] = queue.splice(0, 1);
    const doneAt = slot.at + taken.cost * ms;
    [slot.at, slot.ends] = [doneAt, true];
    for (const entry of spent) if (entry.id === taken.id) entry.until = doneAt;
    result.push({ id: taken.id, place: result.length + 1, ...(state.msPerCost !== undefined && { doneAt }) });
  }
  return result;
}
