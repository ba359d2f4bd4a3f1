import { aestheticKinds } from '../../../engine/index.js';
import type { AestheticKind } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { wilsonScore } from '../../community/index.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { errorData } from '../../errors.js';
import type { ErrorData } from '../../errors.js';
import type { AestheticDetails, AestheticSummary } from '../../types.js';
import type { PublishedPack } from '../packs.js';
import { aestheticCounts, allAestheticCounts } from '../votes/tallies.js';
import type { VoteCounts } from '../votes/tallies.js';
import { shownCard } from './cards.js';
import { lineageOf } from './lineage.js';
import { nameKey } from './names.js';
import { placeholderThumbnail } from './placeholderThumbnail.js';

/** A version without its vectors, which lists do not need. */
const shownVersion = {
  id: true,
  number: true,
  kind: true,
  count: true,
  clipId: true,
  erasedAt: true,
} satisfies Prisma.AestheticVersionSelect;

const withCurrent = {
  versions: { select: shownVersion, orderBy: { number: 'desc' }, take: 1 },
} satisfies Prisma.AestheticInclude;
type Row = Prisma.AestheticGetPayload<{ include: typeof withCurrent }>;

/** What can be named in a guild that paints with `pack`: its own, and the pack's. */
function within(guildId: string, pack: PublishedPack): Prisma.AestheticWhereInput {
  return { OR: [{ guildId }, { guildId: null, pack: pack.name }] };
}

/** All that are not deleted, the pack's own too: best by votes first, then most used, then by name. */
export async function listAesthetics(db: Db, guildId: string, pack: PublishedPack): Promise<AestheticSummary[]> {
  const [rows, uses, counts] = await Promise.all([
    db.aesthetic.findMany({ where: { ...within(guildId, pack), deletedAt: null }, include: withCurrent }),
    usesOf(db, guildId),
    allAestheticCounts(db, guildId),
  ]);
  return rows
    .flatMap((row) => summaryOf(row, pack, { uses: uses.get(row.id) ?? 0, counts: counts.get(row.id) }) ?? [])
    .sort((a, b) => b.score - a.score || b.uses - a.uses || (nameKey(a.name) < nameKey(b.name) ? -1 : 1));
}

/** The one of that name, whatever its case. */
export async function findAesthetic(
  db: Db,
  guildId: string,
  name: string,
  pack: PublishedPack,
): Promise<AestheticSummary | undefined> {
  const where = { ...within(guildId, pack), liveName: nameKey(name.trim()) };
  const row = await db.aesthetic.findFirst({ where, include: withCurrent });
  return row ? summaryOf(row, pack, await popularityOf(db, guildId, row.id)) : undefined;
}

/** The one of that id; `deleted` finds those that are and can come back. */
export async function aestheticById(
  db: Db,
  guildId: string,
  id: string,
  pack: PublishedPack,
  deleted = false,
): Promise<AestheticSummary | undefined> {
  const where = { id: uuidOf(id), ...within(guildId, pack), deletedAt: deleted ? { not: null } : null };
  const row = await db.aesthetic.findFirst({ where, include: withCurrent });
  return row ? summaryOf(row, pack, await popularityOf(db, guildId, row.id)) : undefined;
}

/** With thumbnails of the current version's images, in their order. */
export async function aestheticDetails(
  db: Db,
  guildId: string,
  id: string,
  pack: PublishedPack,
): Promise<AestheticDetails | undefined> {
  const summary = await aestheticById(db, guildId, id, pack);
  if (!summary) return undefined;
  const version = await db.aestheticVersion.findUniqueOrThrow({
    where: { aestheticId_number: { aestheticId: uuidOf(id), number: summary.version } },
    select: {
      card: true,
      cardFacts: true,
      lineage: true,
      aesthetic: { select: { createdAt: true } },
      members: { select: { image: { select: { id: true, thumbnail: true } } }, orderBy: { position: 'asc' } },
    },
  });
  return {
    ...summary,
    images: version.members.map(({ image }) => ({
      id: idOf(image.id),
      thumbnail: image.thumbnail ?? placeholderThumbnail,
    })),
    ...(version.card && { card: shownCard(version.card, version.cardFacts) }),
    ...(await originOf(db, guildId, version.lineage)),
    createdAt: version.aesthetic.createdAt.getTime(),
  };
}

/** What it was blended of, by the names of today, or that it comes from another guild. */
async function originOf(db: Db, guildId: string, json: unknown): Promise<Pick<AestheticDetails, 'parts' | 'adopted'>> {
  const lineage = lineageOf(json);
  if (lineage?.from === 'adopt') return { adopted: true };
  if (!lineage?.parts) return {};
  const rows = await db.aesthetic.findMany({
    where: {
      id: { in: lineage.parts.map(({ aestheticId }) => uuidOf(aestheticId)) },
      OR: [{ guildId }, { guildId: null }],
    },
    select: { id: true, name: true },
  });
  const names = new Map(rows.map(({ id, name }) => [idOf(id), name]));
  return {
    parts: lineage.parts.map(({ aestheticId: id, version, weight }) => {
      const name = names.get(id);
      return { version, weight, ...(name !== undefined && { name }) };
    }),
  };
}

/** Generations of the guild by aesthetic. */
async function usesOf(db: Db, guildId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ aesthetic_id: string; uses: number }[]>(Prisma.sql`
    SELECT v.aesthetic_id, count(*)::int AS uses
    FROM generation g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id
    WHERE g.guild_id = ${guildId} AND NOT g.background
    GROUP BY v.aesthetic_id`);
  return new Map(rows.map((row) => [row.aesthetic_id, row.uses]));
}

/** What a guild made of an aesthetic. */
interface Popularity {
  readonly uses: number;
  /** Absent: no votes. */
  readonly counts: VoteCounts | undefined;
}

async function popularityOf(db: Db, guildId: string, uuid: string): Promise<Popularity> {
  const [uses, counts] = await Promise.all([usesOf(db, guildId), aestheticCounts(db, guildId, idOf(uuid))]);
  return { uses: uses.get(uuid) ?? 0, counts };
}

function summaryOf(row: Row, pack: PublishedPack, { uses, counts }: Popularity): AestheticSummary | undefined {
  const version = row.versions.at(0);
  if (!version) return undefined;
  const unusable = whyUnusable(version, pack);
  return {
    id: idOf(row.id),
    name: row.name,
    version: version.number,
    kind: kindOf(version.kind),
    note: row.note,
    count: version.count,
    uses,
    votes: counts?.votes ?? 0,
    score: counts ? wilsonScore(counts.likes, counts.votes - counts.likes) : 0,
    ...(row.creatorId !== null && { creatorId: row.creatorId }),
    ...(unusable !== undefined && { unusable }),
  };
}

/** Why a version cannot be used with this pack, and what to do; undefined where it can. */
export function whyUnusable(
  version: { readonly clipId: string | null; readonly erasedAt: Date | null },
  pack: PublishedPack,
): ErrorData | undefined {
  if (version.erasedAt !== null) return errorData('erasedImage');
  if (version.clipId !== null && version.clipId !== pack.clipId)
    return errorData('anotherClip', { pack: pack.settings.title });
  return undefined;
}

export function kindOf(text: string): AestheticKind {
  return aestheticKinds.find((kind) => kind === text) ?? 'mean';
}
