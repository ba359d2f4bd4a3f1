import type { Standing } from '../views/shown.js';
import type { Place } from './places.js';

/** What members are told of a place. Undefined where the request does not wait. */
export function standingOf(id: string, places: readonly Place[], now: number): Standing | undefined {
  const found = places.find((place) => place.id === id);
  if (!found) return undefined;
  const { place, doneAt } = found;
  return { place, ...(doneAt !== undefined && { seconds: Math.max(1, Math.round((doneAt - now) / 1000)) }) };
}
