import TinyQueue from 'tinyqueue';
import type { WaitingRequest, RunningRequest, SpentCost } from '../repositories/index.js';
import { guessMsPerCost } from '../types.js';
import { FairQueue } from './fairQueue.js';
import { keepsSlot, windowMs } from './fairness.js';

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

/** Cost that counts against a member until `at`. */
interface Counted extends Pick<SpentCost, 'guildId' | 'memberId' | 'cost' | 'dispatchedAt'> {
  at: number;
}

/**
 * The places of all requests that wait, dispatched ones first, by running the rule forward: whenever a painting ends, the dispatcher
 * hands out the next, as it will do, and the slot takes the first that was handed out. O(n log n).
 */
export function planPositions(state: QueueState): PlannedPosition[] {
  const { now } = state;
  // Background paintings make room, but for those on turns of their own.
  const running = state.running.filter(({ background, turn }) => !background || keepsSlot(turn));
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
  const waiting = (background: boolean): FairQueue =>
    new FairQueue(state.waiting.filter((request) => request.background === background));
  const foreground = waiting(false);
  const background = waiting(true);
  /** What counts, until it does not; what waits for a slot has no end yet. */
  const ending = new TinyQueue<Counted>([], (a, b) => a.at - b.at);
  const endless = new Map<string, Counted>();
  const count = (
    { id, guildId, memberId, cost }: Omit<SpentCost, 'dispatchedAt' | 'running'>,
    dispatchedAt: number,
    until: number,
  ): void => {
    const entry = { at: Math.max(until, dispatchedAt + windowMs), guildId, memberId, cost, dispatchedAt };
    for (const fair of [foreground, background]) fair.spend(entry, cost);
    if (until === Infinity) endless.set(id, entry);
    else ending.push(entry);
  };
  for (const entry of state.spent)
    count(entry, entry.dispatchedAt, entry.running ? (ends.get(entry.id) ?? Infinity) : entry.dispatchedAt);
  let turn = state.turns;

  const dispatch = (at: number): void => {
    for (let over = ending.peek(); over && over.at <= at; over = ending.peek()) {
      for (const fair of [foreground, background]) fair.spend(over, -over.cost);
      ending.pop();
    }
    const [first, second] = keepsSlot(turn + 1) ? [background, foreground] : [foreground, background];
    const next = first.take(turn + 1) ?? second.take(turn + 1);
    if (!next) return;
    turn++;
    queue.push(next);
    if (!next.background) count(next, at, Infinity);
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
    const entry = endless.get(taken.id);
    endless.delete(taken.id);
    if (entry) {
      entry.at = Math.max(doneAt, entry.dispatchedAt + windowMs);
      ending.push(entry);
    }
    const [id, place] = [taken.id, result.length + 1];
    result.push(state.msPerCost === undefined ? { id, place } : { id, place, doneAt });
  }
  return result;
}
