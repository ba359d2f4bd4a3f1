import { Prisma } from '../../../generated/prisma/client.js';
import { cleanText, cut, graphemes } from '../../../text/clean.js';
import type { Db } from '../../database/connection.js';
import { BotError } from '../../errors.js';

/** How a request says that it wants no aesthetic, even where the server has a default. */
export const noAesthetic = 'none';
/** How a request names the member's own taste. */
export const ownTaste = 'my taste';
/** Without an @: results record name@version. Joiners (U+200C, U+200D) stand inside words of Persian, Hindi and others. */
const shape = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _-]|[\u200c\u200d](?=[\p{L}\p{M}]))*$/u;
/** In characters as people count them, and in UTF-16 units, since a character can have any number of marks. */
const mostOfName = { characters: 32, units: 100 } as const;
const mostOfNote = { characters: 200, units: 1_000 } as const;

/** What makes two names the same: neither case nor what cannot be seen. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\u200c\u200d]/g, '')
    .toLowerCase();
}

/** A description as it is kept. @throws BotError when it is too long */
export function checkNote(given: string): string {
  const note = cleanText(given);
  if (fits(note, mostOfNote)) return note;
  throw new BotError('noteLength', { length: graphemes(note).length });
}

function fits(text: string, { characters, units }: { readonly characters: number; readonly units: number }): boolean {
  return text.length <= units && graphemes(text).length <= characters;
}

/** @throws BotError when a built-in aesthetic has that name: those are in every guild */
export async function expectNotBuiltIn(db: Db, name: string): Promise<void> {
  const taken = await db.aesthetic.findFirst({ where: { guildId: null, liveName: nameKey(name) } });
  if (taken) throw new BotError('takenByPack', { name: taken.name, pack: taken.pack ?? '' });
}

/** @throws BotError where an aesthetic of the guild, or of a pack, has that name */
export async function expectNameIsFree(db: Db, guildId: string, name: string): Promise<void> {
  await expectNotBuiltIn(db, name);
  const taken = await db.aesthetic.findFirst({ where: { guildId, liveName: nameKey(name) }, select: { name: true } });
  if (taken) throw new BotError('taken', { name });
}

/** Runs `change`, and says what a violation of the unique name means. @throws BotError */
export async function withUniqueName<T>(name: string, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    throw new BotError('taken', { name });
  }
}

/** A name as it is kept, wherever it comes from: one space between words. @throws BotError that says what a name is */
export function checkName(given: string): string {
  const name = cleanText(given).normalize('NFC').replaceAll(/\s+/g, ' ');
  if (!fits(name, mostOfName) || !shape.test(name)) throw new BotError('name', { given: cut(name, 50) });
  if (name.toLowerCase() === noAesthetic) throw new BotError('nameIsNone');
  if (name.toLowerCase() === ownTaste) throw new BotError('nameIsTaste');
  return name;
}
