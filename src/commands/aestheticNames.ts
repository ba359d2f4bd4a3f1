import { text } from '../bot/i18n/index.js';
import type { AestheticSummary } from '../bot/types.js';
import { UserError } from '../engine/index.js';
import { rank } from './fuzzy.js';
import type { Aesthetics } from './ports.js';

export { checkName, noAesthetic } from '../bot/services/aestheticName.js';

const mostSuggested = 25;

/** The aesthetic that a member named, whatever its case. @throws UserError that suggests the nearest names */
export async function findByName(aesthetics: Aesthetics, guildId: string, name: string): Promise<AestheticSummary> {
  const all = await aesthetics.list(guildId);
  const wanted = name.trim().toLowerCase();
  const found = all.find((one) => one.name.toLowerCase() === wanted);
  if (found) return found;
  const near = rank(wanted, all).slice(0, 3);
  throw new UserError(
    text.refusals.unknownAesthetic(
      name.slice(0, 100),
      near.map((one) => one.name),
    ),
  );
}

/** By id, for buttons. @throws UserError where it was deleted, or is another server's */
export async function findById(aesthetics: Aesthetics, guildId: string, id: string): Promise<AestheticSummary> {
  const found = (await aesthetics.list(guildId)).find((one) => one.id === id);
  if (!found) throw new UserError(text.refusals.aestheticGone);
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

/** @throws UserError */
export function checkNote(given: string): string {
  const note = given.trim();
  if (note.length > 200) throw new UserError(text.refusals.noteLength(note.length));
  return note;
}
