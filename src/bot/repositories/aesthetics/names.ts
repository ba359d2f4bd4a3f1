import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { BotError } from '../../errors.js';

/** How a request says that it wants no aesthetic, even where the server has a default. */
export const noAesthetic = 'none';
/** How a request names the member's own taste. */
export const ownTaste = 'my taste';
/** Without an @: results record name@version. */
const shape = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} _-]{0,31}$/u;
const maxNoteLength = 200;

/** In characters as people count them, nearly: code points. */
const lengthOf = (text: string): number => Array.from(text).length;

/** What makes two names the same. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** @throws BotError when it is too long */
export function cleanNote(note: string): string {
  const clean = note.trim();
  if (lengthOf(clean) <= maxNoteLength) return clean;
  throw new BotError('longNote', { most: maxNoteLength, length: lengthOf(clean) });
}

/** @throws BotError when a built-in aesthetic has that name: those are in every guild */
export async function expectNotBuiltIn(db: Db, name: string): Promise<void> {
  const taken = await db.aesthetic.findFirst({ where: { guildId: null, liveName: nameKey(name) } });
  if (taken) throw new BotError('takenByPack', { name: taken.name, pack: taken.pack ?? '' });
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
  const name = given.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  if (!shape.test(name)) throw new BotError('name', { given: name.slice(0, 50) });
  if (name.toLowerCase() === noAesthetic) throw new BotError('nameIsNone');
  if (name.toLowerCase() === ownTaste) throw new BotError('nameIsTaste');
  return name;
}
