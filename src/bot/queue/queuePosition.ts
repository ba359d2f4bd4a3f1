import type { QueuePosition } from '../types.js';
import type { PlannedPosition } from './positions.js';

/** What members are told of a place. Undefined where the request does not wait. */
export function queuePositionOf(
  id: string,
  places: readonly PlannedPosition[],
  now: number,
): QueuePosition | undefined {
  const found = places.find((place) => place.id === id);
  if (!found) return undefined;
  const { place, doneAt } = found;
  return { place, ...(doneAt !== undefined && { seconds: Math.max(1, Math.round((doneAt - now) / 1000)) }) };
}

/** Discord takes few edits of a message older than an hour (30046): they are for the end. */
const lateMs = 3_600_000;

/** Whether a request waits for so long that only its end is shown. */
export function isLate({ createdAt }: { readonly createdAt: number }, now: number): boolean {
  return now - createdAt >= lateMs;
}
