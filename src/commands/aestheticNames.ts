import { BotError } from '../bot/errors.js';
import type { Aesthetics } from '../bot/services/index.js';
import type { AestheticSummary } from '../bot/types.js';
import { rank } from './fuzzy.js';

export { checkName, noAesthetic, ownTaste } from '../bot/services/index.js';

const mostSuggested = 25;

/** The aesthetic that a member named, whatever its case. @throws BotError that suggests the nearest names */
export async function findByName(aesthetics: Aesthetics, guildId: string, name: string): Promise<AestheticSummary> {
  const all = await aesthetics.list(guildId);
  const wanted = name.trim().toLowerCase();
  const found = all.find((one) => one.name.toLowerCase() === wanted);
  if (found) return found;
  const near = rank(wanted, all).slice(0, 3);
  throw new BotError('unknownAesthetic', { name: name.slice(0, 100), near: near.map((one) => one.name) });
}

/** By id, for buttons. @throws BotError where it was deleted, or is another server's */
export async function findById(aesthetics: Aesthetics, guildId: string, id: string): Promise<AestheticSummary> {
  const found = (await aesthetics.list(guildId)).find((one) => one.id === id);
  if (!found) throw new BotError('aestheticNotHere');
  return found;
}

/** At most 25 names for autocomplete, by fuzzy match and use; those that the pack cannot use are left out where they are to be used. */
export async function suggestNames(
  aesthetics: Aesthetics,
  guildId: string,
  typed: string,
  which: (one: AestheticSummary) => boolean = () => true,
): Promise<{ name: string; value: string }[]> {
  const ranked = rank(typed, (await aesthetics.list(guildId)).filter(which));
  return ranked.slice(0, mostSuggested).map(({ name }) => ({ name, value: name }));
}

/** @throws BotError */
export function checkNote(given: string): string {
  const note = given.trim();
  if (note.length > 200) throw new BotError('noteLength', { length: note.length });
  return note;
}
