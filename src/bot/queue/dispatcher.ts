import { aliveMs, lockDispatcher, markDispatched, openRequests, throughput } from '../repositories/index.js';
import type {
  Db,
  OpenRequests,
  SpentCost,
  RunningRequest,
  Store,
  Throughput,
  WaitingRequest,
} from '../repositories/index.js';
import type { QueuePosition } from '../types.js';
import { keepsSlot, nextRequest, windowMs } from './fairness.js';
import { planPositions } from './positions.js';
import type { PlannedPosition, QueueState } from './positions.js';
import { queuePositionOf } from './queuePosition.js';
import type { Queues } from './queues.js';
import { isServed, slotsFor } from './serving.js';

/** Hands waiting generations to the workers, in fair order: those for pictures, and beside them those for aesthetics. Any process may; they take turns. */
export interface Dispatcher {
  /** Hands out as many as there is room for. Returns their ids. */
  dispatch(): Promise<string[]>;
  /** The same for one that has just been accepted. Returns the position that it had before: a worker may begin at once. */
  enqueue(generationId: string): Promise<QueuePosition | undefined>;
  /** The position of a request that would be accepted now. */
  foresee(request: Pick<WaitingRequest, 'guildId' | 'cost' | 'content'>): Promise<QueuePosition | undefined>;
  /** The positions of all that wait, if nobody else asks: as they are now, or as they were up to `maxAgeMs` ago. */
  positions(maxAgeMs?: number): Promise<readonly PlannedPosition[]>;
  /** The same as they are now, with what they are the positions of. */
  queue(): Promise<Pick<QueueState, 'waiting' | 'running'> & { readonly positions: readonly PlannedPosition[] }>;
}

/** Handed out beyond the slots, so that no worker waits for the dispatcher. */
const ahead = 1;
/** Aesthetics that a worker makes at once: the files of one are read while those of another are embedded. */
export const makingsPerSlot = 2;

/** @param onDispatched hears of each that is handed out, before a worker can have it */
export function createDispatcher(
  store: Store,
  queues: Queues,
  now: () => number = store.now,
  onDispatched: (generationId: string, queue: 'imagine' | 'fetch') => void = () => undefined,
): Dispatcher {
  const handOut = shared(async (): Promise<HandedOut> => {
    const handedOut = await store.client.$transaction((db) => markNext(db, now()));
    // If the process dies here, the sweep adds them.
    for (const { id: generationId, content } of handedOut.pictures) {
      onDispatched(generationId, 'imagine');
      await queues.add('imagine', { generationId, ...(content !== undefined && { content }) });
    }
    for (const generationId of handedOut.makings) {
      onDispatched(generationId, 'fetch');
      await queues.add('fetch', { generationId });
    }
    return handedOut;
  });
  let last: { readonly at: number; readonly positions: Promise<readonly PlannedPosition[]> } | undefined;
  return {
    dispatch: async () => {
      const { pictures, makings } = await handOut();
      return [...pictures.map(({ id }) => id), ...makings];
    },
    enqueue: async (id) => queuePositionOf(id, (await handOut()).positions(), now()),
    foresee: async (request) => {
      const state = await readState(store.client, now());
      const next = { ...request, id: 'next', memberId: 'next', createdAt: now(), background: false };
      return queuePositionOf('next', positionsOf({ ...state, waiting: [...state.waiting, next] }), now());
    },
    queue: async () => {
      const state = await readState(store.client, now());
      return { waiting: state.waiting, running: state.running, positions: positionsOf(state) };
    },
    positions: (maxAgeMs = 0) => {
      const at = now();
      if (last && at - last.at < maxAgeMs) return last.positions;
      const positions = readState(store.client, at).then(positionsOf);
      last = { at, positions };
      // What failed is not kept.
      positions.catch(() => (last = undefined));
      return positions;
    },
  };
}

/** Whether a worker is there decides whether places can be told at all. */
type DispatcherState = QueueState & Pick<Throughput, 'isWorkerThere' | 'painters'> & Pick<OpenRequests, 'makings'>;

interface HandedOut {
  readonly pictures: readonly WaitingRequest[];
  readonly makings: readonly string[];
  /** Of what waited and ran when the choice was made. */
  readonly positions: () => readonly PlannedPosition[];
}

/**
 * Calls that come while one runs share the next one. Each reads all that waits, so that in a rush the cost of a request would grow with the
 * queue before it.
 */
function shared<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    next = undefined;
    const begun = run();
    running = begun;
    return begun;
  };
  return () => (next ??= running.then(begin, begin));
}

async function markNext(db: Db, now: number): Promise<HandedOut> {
  await lockDispatcher(db);
  const before = await readState(db, now);
  const { waiting, running, spent, slots, turns, painters } = before;
  // Without a worker everything waits, and the first to come gets the fairest choice.
  const room = slots === 0 ? 0 : slots + ahead;
  // Background paintings make room as soon as somebody else waits, but for those on turns of their own.
  const stays = ({ background, turn }: RunningRequest): boolean => !background || keepsSlot(turn);
  const staying = running.filter(stays).length;
  const left = [...waiting];
  const counted = [...spent];
  const pictures: WaitingRequest[] = [];
  /** Whether those who serve it can take another. */
  const hasRoom = ({ content, background }: WaitingRequest): boolean => {
    const able = slotsFor(painters, content);
    const inHand = [...pictures, ...running.filter((one) => background || stays(one))];
    return able > 0 && inHand.filter((one) => one.content === content).length < able + ahead;
  };
  /** Asked once for all that wait for the same. */
  const withRoom = (): WaitingRequest[] => {
    const known = new Map<string, boolean>();
    return left.filter((one) => {
      const key = `${String(one.background)} ${one.content ?? ''}`;
      const found = known.get(key) ?? hasRoom(one);
      known.set(key, found);
      return found;
    });
  };
  for (;;) {
    const turn = turns + pictures.length + 1;
    // What would make room has none to be dispatched into: there, members' requests go on.
    const mayPaintBehind = pictures.length + running.length < room;
    const candidates = withRoom().filter(({ background }) => mayPaintBehind || !background);
    const next = nextRequest(candidates, counted, turn, now);
    if (!next || pictures.length + (next.background ? running.length : staying) >= room) break;
    left.splice(left.indexOf(next), 1);
    if (!next.background) counted.push({ ...next, dispatchedAt: now, running: true });
    await markDispatched(db, next.id, turn, now);
    pictures.push(next);
  }
  const makings = await markMakings(db, before, counted, now);
  let positions: PlannedPosition[] | undefined;
  return { pictures, makings, positions: () => (positions ??= positionsOf(before)) };
}

/** They do not wait for a slot: an image is embedded between two steps of a painting. Whose turn it is, what was spent on both decides. */
async function markMakings(
  db: Db,
  { makings: { waiting, running }, slots, painters }: DispatcherState,
  spent: readonly SpentCost[],
  now: number,
): Promise<string[]> {
  const room = slots === 0 ? 0 : makingsPerSlot * slots + ahead;
  const left = waiting.filter(({ content }) => slotsFor(painters, content) > 0);
  const counted = [...spent];
  const ids: string[] = [];
  while (ids.length + running < room) {
    const next = nextRequest(left, counted, ids.length + 1, now);
    if (!next) break;
    left.splice(left.indexOf(next), 1);
    counted.push({ ...next, dispatchedAt: now, running: true });
    await markDispatched(db, next.id, undefined, now);
    ids.push(next.id);
  }
  return ids;
}

async function readState(db: Db, now: number): Promise<DispatcherState> {
  // One after the other: within a transaction there is one connection.
  const open = await openRequests(db, now - windowMs);
  return { ...open, ...(await throughput(db, now - aliveMs)), now };
}

/** The place is 0 where no worker is there that has the pack. */
function positionsOf(state: DispatcherState): PlannedPosition[] {
  const { painters, waiting } = state;
  const served = waiting.filter(({ content }) => isServed(painters, content));
  const planned = planPositions({ ...state, waiting: served });
  const left = waiting.filter((request) => !served.includes(request)).map(({ id }) => ({ id, place: 0 }));
  return [...(state.isWorkerThere ? planned : planned.map(({ id }) => ({ id, place: 0 }))), ...left];
}
