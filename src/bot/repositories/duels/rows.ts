import { DuelStatus } from '../../../generated/prisma/client.js';
import type { Duel as Row } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { ContestantName, DuelOptions, DuelPictures, DuelResult } from '../../types.js';
import { resolvedOptions } from '../generations/jsonColumns.js';
import type { ShownVotes } from '../votes/tallies.js';

export interface StoredDuel {
  readonly id: string;
  readonly guildId: string;
  readonly creatorId: string;
  readonly generationId: string;
  readonly status: DuelStatus;
  readonly minutes: number;
  /** Milliseconds since 1970, as are the others. */
  readonly closesAt?: number;
  readonly revealedAt?: number;
  /** Of its pictures as posted. */
  readonly fileNames: readonly string[];
}

/** The duel of a generation; absent where the generation is none. */
export async function duelOf(db: Db, generationId: string): Promise<StoredDuel | undefined> {
  const row = await db.duel.findUnique({ where: { generationId: uuidOf(generationId) } });
  return row ? stored(row) : undefined;
}

/** A duel in its guild, whose pictures nobody took back: for members, whose ids may be forged. */
export async function findDuel(
  db: Db,
  guildId: string,
  by: { readonly id: string } | { readonly generationId: string },
): Promise<StoredDuel | undefined> {
  const which = 'id' in by ? { id: uuidOf(by.id) } : { generationId: uuidOf(by.generationId) };
  const row = await db.duel.findFirst({ where: { ...which, guildId, generation: { deletedAt: null } } });
  return row ? stored(row) : undefined;
}

export function isClosed({ status, closesAt }: StoredDuel, now: number): boolean {
  return status === DuelStatus.closed || (closesAt !== undefined && closesAt <= now);
}

/** A duel's pictures as they were posted, and small ones for a new message. */
export async function duelPictures(
  db: Db,
  { generationId, fileNames }: StoredDuel,
): Promise<{ readonly posted: DuelPictures; readonly small: DuelPictures }> {
  const where = { generationId: uuidOf(generationId) };
  const select = { thumbnail: true, attachmentId: true };
  const rows = await db.generatedImage.findMany({ where, select, orderBy: { index: 'asc' } });
  const small = { bytes: rows.map(({ thumbnail }) => thumbnail) };
  const kept = rows.flatMap(({ attachmentId: id }, i) =>
    id === null || !fileNames[i] ? [] : [{ id, name: fileNames[i] }],
  );
  return { posted: kept.length === rows.length ? { kept } : small, small };
}

/** All votes so far of an open duel, and the message that shows it. Undefined where it is not open. */
export async function shownDuelVotes(db: Db, generationId: string): Promise<ShownVotes | undefined> {
  const duel = await db.duel.findFirst({
    where: { generationId: uuidOf(generationId), status: DuelStatus.open },
    select: {
      generation: { select: { channelId: true, messageId: true, locale: true } },
      _count: { select: { choices: true } },
    },
  });
  if (duel?.generation.messageId == null) return undefined;
  const { channelId, messageId, locale } = duel.generation;
  return { channelId, messageId, votes: duel._count.choices, ...(locale !== null && { locale }) };
}

/** Whose sides they were, by the names of today, and how many votes each got. */
export async function duelResult(db: Db, duel: Pick<StoredDuel, 'id' | 'generationId'>): Promise<DuelResult> {
  const { imagineOptions } = await db.generation.findUniqueOrThrow({
    where: { id: uuidOf(duel.generationId) },
    select: { imagineOptions: true },
  });
  const options = resolvedOptions.parse(imagineOptions).duel;
  const groups = await db.choice.groupBy({
    by: ['best', 'own'],
    where: { duelId: uuidOf(duel.id) },
    _count: { _all: true },
  });
  const votes = (which: (group: { readonly best: number | null; readonly own: boolean }) => boolean): number =>
    groups.filter(which).reduce((sum, { _count }) => sum + _count._all, 0);
  return {
    sides: options ? await namesOf(db, options.sides) : ['plain', 'plain'],
    wins: [votes(({ best }) => best === 0), votes(({ best }) => best === 1)],
    ties: votes(({ best }) => best === null),
    own: votes(({ own }) => own),
  };
}

/** The names of today. What was deleted keeps its last one; what was erased has none. */
async function namesOf(db: Db, sides: DuelOptions['sides']): Promise<DuelResult['sides']> {
  const rows = await db.aesthetic.findMany({
    where: { id: { in: sides.flatMap((side) => (side ? [uuidOf(side.id)] : [])) } },
    select: { id: true, name: true, deletedAt: true, versions: { select: { number: true, erasedAt: true } } },
  });
  const name = (side: DuelOptions['sides'][number]): ContestantName => {
    if (!side) return 'plain';
    const row = rows.find(({ id }) => idOf(id) === side.id);
    const version = row?.versions.find(({ number }) => number === side.version);
    if (!row || !version || (version.erasedAt && row.deletedAt)) return 'erased';
    return { name: row.name, version: side.version, deleted: row.deletedAt !== null };
  };
  return [name(sides[0]), name(sides[1])];
}

function stored(row: Row): StoredDuel {
  return {
    id: idOf(row.id),
    guildId: row.guildId,
    creatorId: row.creatorId,
    generationId: idOf(row.generationId),
    status: row.status,
    minutes: row.minutes,
    fileNames: row.fileNames,
    ...(row.closesAt && { closesAt: row.closesAt.getTime() }),
    ...(row.revealedAt && { revealedAt: row.revealedAt.getTime() }),
  };
}
