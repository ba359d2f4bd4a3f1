import fc from 'fast-check';
import { nextRequest } from '../../../src/bot/queue/fairness.js';
import type { PlannedPosition, QueueState } from '../../../src/bot/queue/positions.js';
import type { WaitingRequest, RunningRequest, SpentCost } from '../../../src/bot/repositories/index.js';

/** A waiting request, id and age by `n`. */
export function request(
  n: number,
  guildId: string,
  memberId = `${guildId}-member`,
  more: Partial<WaitingRequest> = {},
): WaitingRequest {
  return { id: String(n).padStart(6, '0'), guildId, memberId, cost: 10, createdAt: n, background: false, ...more };
}

/** The requests in the order in which turns from `turn` on hand them out, all at time `now`. */
export function order(
  waiting: readonly WaitingRequest[],
  turn = 1,
  spent: readonly SpentCost[] = [],
  now = 1_000,
): WaitingRequest[] {
  const left = [...waiting];
  const counted = [...spent];
  const result: WaitingRequest[] = [];
  for (;;) {
    const next = nextRequest(left, counted, turn + result.length, now);
    if (!next) return result;
    left.splice(left.indexOf(next), 1);
    counted.push({ ...next, dispatchedAt: now, running: true });
    result.push(next);
  }
}

/** Few guilds and members, so that they compete. */
export const requests: fc.Arbitrary<WaitingRequest[]> = fc
  .array(
    fc.record({
      guild: fc.integer({ min: 0, max: 3 }),
      member: fc.integer({ min: 0, max: 3 }),
      cost: fc.integer({ min: 1, max: 200 }),
      background: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) =>
    list.map(({ guild, member, cost, background }, n) =>
      request(n, `g${guild}`, `m${member}`, { cost, background: background && n % 3 === 0 }),
    ),
  );

/** Plays the dispatcher and the workers, event by event: an independent account of what `places` foretells. */
export function play({ waiting, slots, turns, msPerCost, now }: QueueState & { msPerCost: number }): PlannedPosition[] {
  const rows = waiting.map((row) => ({ ...row, state: 'waiting', at: 0, begun: 0, end: Infinity, turn: 0 }));
  const done: PlannedPosition[] = [];
  let turn = turns;
  for (let time = now; done.length < rows.length; time++) {
    // Paintings that end free their slots one by one; after each the dispatcher runs, then idle slots take what was handed out first.
    const ending = rows.filter((row) => row.state === 'painting' && row.end <= time).sort((a, b) => a.begun - b.begun);
    for (const ended of [undefined, ...ending]) {
      if (ended) ended.state = 'done';
      while (dispatchOne(time));
      while (takeOne(time));
    }
  }
  return done;

  function dispatchOne(time: number): boolean {
    const busy = rows.filter((row) => row.state === 'dispatched' || row.state === 'painting').length;
    const spent: SpentCost[] = rows
      .filter((row) => row.state !== 'waiting' && !row.background)
      .map((row) => ({ ...row, dispatchedAt: row.at, running: row.state !== 'done' }));
    const free = rows.filter((row) => row.state === 'waiting');
    const next = busy < slots + 1 ? nextRequest(free, spent, turn + 1, time) : undefined;
    if (!next) return false;
    Object.assign(
      rows.find(({ id }) => id === next.id)!,
      { state: 'dispatched', at: time, turn: ++turn },
    );
    return true;
  }

  function takeOne(time: number): boolean {
    if (rows.filter((row) => row.state === 'painting').length >= slots) return false;
    const next = rows
      .filter((row) => row.state === 'dispatched')
      .sort((a, b) => a.turn - b.turn)
      .at(0);
    if (!next) return false;
    Object.assign(next, { state: 'painting', begun: next.turn, end: time + next.cost * msPerCost });
    done.push({ id: next.id, place: done.length + 1, doneAt: next.end });
    return true;
  }
}

export const idle: readonly RunningRequest[] = [];
