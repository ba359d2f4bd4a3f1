import type { WaitingRequest, SpentCost } from '../repositories/index.js';

/** Cost that was spent longer ago does not count against anybody. */
export const windowMs = 600_000;
/** Every so many turns the longest-waiting request goes first, so that none starves under a stream of newcomers. */
export const patienceTurns = 4;

/** Every so many turns a background request goes first, so that cards are painted where members' requests never end. */
const backgroundTurns = 10;

/** Whether a background request that was handed out on this turn keeps its slot; the others make room as soon as somebody else waits. */
export function keepsSlot(turn: number | undefined): boolean {
  return turn !== undefined && turn % backgroundTurns === 0;
}

/** Cost as an integer, so that sums do not depend on their order. */
export function costUnits(cost: number): number {
  return Math.round(cost * 1_024);
}

/**
 * The request that is dispatched next, or undefined when none waits. The guild that spent least in the last ten minutes (running
 * requests count however old they are), in it the member who spent least, of theirs the oldest; equals by their oldest request.
 * On every fourth turn the one that waits longest. Background requests only where nothing else waits, and on every tenth turn.
 * `turn` counts dispatched requests from 1. O(n): for many turns there is `FairQueue`.
 */
export function nextRequest<R extends WaitingRequest>(
  waiting: readonly R[],
  spent: readonly SpentCost[],
  turn: number,
  now: number,
): R | undefined {
  const background = waiting.filter((request) => request.background);
  const foreground = waiting.filter((request) => !request.background);
  const isBackgroundTurn = background.length > 0 && (keepsSlot(turn) || foreground.length === 0);
  const candidates = isBackgroundTurn ? background : foreground;
  if (turn % patienceTurns === 0) return oldest(candidates);
  const counted = spent.filter(({ running, dispatchedAt }) => running || dispatchedAt > now - windowMs);
  const ofGuild = leastSpent(candidates, counted, ({ guildId }) => guildId);
  // What a member spent elsewhere is that guild's matter.
  const inGuild = counted.filter(({ guildId }) => guildId === ofGuild.at(0)?.guildId);
  return oldest(leastSpent(ofGuild, inGuild, ({ memberId }) => memberId));
}

/** The requests of whoever spent least. */
function leastSpent<R extends WaitingRequest>(
  requests: readonly R[],
  spent: readonly SpentCost[],
  who: (of: { readonly guildId: string; readonly memberId: string }) => string,
): readonly R[] {
  const cost = new Map<string, number>();
  for (const entry of spent) cost.set(who(entry), (cost.get(who(entry)) ?? 0) + costUnits(entry.cost));
  const costOf = (request: R): number => cost.get(who(request)) ?? 0;
  let best: R | undefined;
  for (const request of requests) {
    best ??= request;
    const difference = costOf(request) - costOf(best);
    if (difference < 0 || (difference === 0 && isOlder(request, best))) best = request;
  }
  const chosen = best && who(best);
  return requests.filter((request) => who(request) === chosen);
}

function oldest<R extends WaitingRequest>(requests: readonly R[]): R | undefined {
  return requests.reduce<R | undefined>(
    (found, request) => (found && isOlder(found, request) ? found : request),
    undefined,
  );
}

/** Ids ascend, so that no two are equally old. */
export function isOlder(a: WaitingRequest, b: WaitingRequest): boolean {
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);
}
