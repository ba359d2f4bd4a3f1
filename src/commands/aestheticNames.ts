import { BotError } from '../bot/errors.js';
import { nameKey } from '../bot/services/index.js';
import type { Aesthetics } from '../bot/services/index.js';
import type { AestheticSummary } from '../bot/types.js';
import { cut } from '../text/clean.js';
import { rank } from './fuzzy.js';

export { checkName, checkNote, noAesthetic, ownTaste } from '../bot/services/index.js';

const mostSuggested = 25;

/** The aesthetic that a member named, whatever its case. @throws BotError that suggests the nearest names */
export async function findByName(aesthetics: Aesthetics, guildId: string, name: string): Promise<AestheticSummary> {
  const all = await aesthetics.list(guildId);
  const wanted = nameKey(name.trim());
  const found = all.find((one) => nameKey(one.name) === wanted);
  if (found) return found;
  const near = rank(wanted, all).slice(0, 3);
  throw new BotError('unknownAesthetic', { name: cut(name, 100), near: near.map((one) => one.name) });
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
  const ranked = rank(typed, (await aesthetics.known(guildId)).filter(which));
  return ranked.slice(0, mostSuggested).map(({ name }) => ({ name, value: name }));
}
