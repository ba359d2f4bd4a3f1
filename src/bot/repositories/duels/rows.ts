import { DuelStatus } from '../../../generated/prisma/client.js';
import type { Duel as Row } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { ContestantName, DuelOptions, DuelResult } from '../../types.js';
import { resolvedOptions } from '../generations/jsonColumns.js';

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

/** WebP of each of a generation's pictures, in order. */
export async function thumbnailsOf(db: Db, generationId: string): Promise<Uint8Array[]> {
  const where = { generationId: uuidOf(generationId) };
  const rows = await db.generatedImage.findMany({ where, select: { thumbnail: true }, orderBy: { index: 'asc' } });
  return rows.map(({ thumbnail }) => thumbnail);
}

/** Votes so far, those that do not count in rankings too. */
export async function countDuelVotes(db: Db, duelId: string): Promise<number> {
  return db.choice.count({ where: { duelId: uuidOf(duelId) } });
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
