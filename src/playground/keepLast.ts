/** How many requests, violations and pings are kept for tests to look at. */
export const maxLogged = 20_000;

/** Adds to the end of a list, and removes from its start what is more than `most`. */
export function keepLast<T>(list: T[], item: T, most: number): void {
  list.push(item);
  if (list.length > most) list.splice(0, list.length - most);
}
