import { UserError } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../database.js';

const maxNameLength = 32;
const maxNoteLength = 200;

/** In characters as people count them, nearly: code points. */
const lengthOf = (text: string): number => Array.from(text).length;

/** What makes two names the same. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** A name as it is kept: trimmed, spaces single. @throws UserError when members could not type it, or results not record it */
export function cleanName(name: string): string {
  const clean = name.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  if (clean === '') throw new UserError('an aesthetic needs a name');
  if (lengthOf(clean) > maxNameLength)
    throw new UserError(`a name has at most ${maxNameLength} characters; this one has ${lengthOf(clean)}`);
  if (/[\p{C}@]/u.test(clean))
    throw new UserError('a name cannot have an @ (results record name@version) or invisible characters');
  return clean;
}

/** @throws UserError when it is too long */
export function cleanNote(note: string): string {
  const clean = note.trim();
  if (lengthOf(clean) <= maxNoteLength) return clean;
  throw new UserError(`a note has at most ${maxNoteLength} characters; this one has ${lengthOf(clean)}`);
}

/** @throws UserError when a ready-made aesthetic has that name: those are in every guild */
export async function expectNotReadyMade(db: Db, name: string): Promise<void> {
  const taken = await db.aesthetic.findFirst({ where: { guildId: null, liveName: nameKey(name) } });
  if (taken) throw new UserError(`${taken.name} comes with the pack ${taken.pack}; choose another name`);
}

/** Runs `change`, and says what a violation of the unique name means. @throws UserError */
export async function withUniqueName<T>(name: string, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    throw new UserError(`there is an aesthetic called ${name} here already; choose another name`);
  }
}
