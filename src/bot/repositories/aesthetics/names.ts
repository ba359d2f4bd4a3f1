import { UserError } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { text } from '../../i18n/index.js';
import type { Db } from '../../database/connection.js';

const maxNoteLength = 200;

/** In characters as people count them, nearly: code points. */
const lengthOf = (text: string): number => Array.from(text).length;

/** What makes two names the same. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** @throws UserError when it is too long */
export function cleanNote(note: string): string {
  const clean = note.trim();
  if (lengthOf(clean) <= maxNoteLength) return clean;
  throw new UserError(text.reasons.longNote(maxNoteLength, lengthOf(clean)));
}

/** @throws UserError when a ready-made aesthetic has that name: those are in every guild */
export async function expectNotBuiltIn(db: Db, name: string): Promise<void> {
  const taken = await db.aesthetic.findFirst({ where: { guildId: null, liveName: nameKey(name) } });
  if (taken) throw new UserError(text.reasons.takenByPack(taken.name, taken.pack ?? ''));
}

/** Runs `change`, and says what a violation of the unique name means. @throws UserError */
export async function withUniqueName<T>(name: string, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    throw new UserError(text.reasons.taken(name));
  }
}
