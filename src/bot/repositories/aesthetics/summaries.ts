import { aestheticKinds } from '../../../engine/index.js';
import type { AestheticKind } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { AestheticTally } from '../../../generated/prisma/client.js';
import { wilsonScore } from '../../community/index.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { errorData } from '../../errors.js';
import type { ErrorData } from '../../errors.js';
import type { AestheticDetails, AestheticSummary } from '../../types.js';
import type { PublishedPack } from '../packs.js';
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

/** What can be named in a guild that paints with `pack`: its own, and the pack's; no member's own taste. */
function within(guildId: string, pack: PublishedPack): Prisma.AestheticWhereInput {
  return { ownerId: null, OR: [{ guildId }, { guildId: null, pack: pack.name }] };
}

/**
 * All that are not deleted, the pack's own too: best by votes first, then most used, then by name. One statement, in which every version is
 * found by its index: a server may have thousands.
 */
export async function listAesthetics(db: Db, guildId: string, pack: PublishedPack): Promise<AestheticSummary[]> {
  const rows = await db.$queryRaw<ListedRow[]>(Prisma.sql`
    SELECT a.id, a.name, a.note, a.creator_id AS "creatorId", v.number, v.kind, v.count, v.clip_id AS "clipId",
      v.erased_at AS "erasedAt", coalesce(t.uses, 0) AS uses, coalesce(t.likes, 0) AS likes, coalesce(t.votes, 0) AS votes
    FROM aesthetic a
      CROSS JOIN LATERAL (SELECT number, kind, count, clip_id, erased_at FROM aesthetic_version
        WHERE aesthetic_id = a.id ORDER BY number DESC LIMIT 1) v
      LEFT JOIN aesthetic_tally t ON t.guild_id = ${guildId} AND t.aesthetic_id = a.id
    WHERE (a.guild_id = ${guildId} OR (a.guild_id IS NULL AND a.pack = ${pack.name}))
      AND a.deleted_at IS NULL AND a.owner_id IS NULL`);
  return rows
    .map(({ number, kind, count, clipId, erasedAt, uses, likes, votes, ...row }) =>
      summaryOf({ ...row, version: { number, kind, count, clipId, erasedAt } }, pack, { uses, likes, votes }),
    )
    .sort((a, b) => b.score - a.score || b.uses - a.uses || (nameKey(a.name) < nameKey(b.name) ? -1 : 1));
}

type ListedRow = Omit<SummaryRow, 'version'> & SummaryRow['version'] & Tally;

/** The one of that name, whatever its case; the server's own where a pack has brought one of the same name since. */
export async function findAesthetic(
  db: Db,
  guildId: string,
  name: string,
  pack: PublishedPack,
): Promise<AestheticSummary | undefined> {
  const where = { ...within(guildId, pack), liveName: nameKey(name.trim()) };
  const row = await db.aesthetic.findFirst({
    where,
    include: withCurrent,
    orderBy: { guildId: { sort: 'asc', nulls: 'last' } },
  });
  return row ? summaryWith(db, guildId, row, pack) : undefined;
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
  return row ? summaryWith(db, guildId, row, pack) : undefined;
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

/** What a guild made of an aesthetic: generations with it, and votes that count. */
type Tally = Pick<AestheticTally, 'uses' | 'likes' | 'votes'>;

const noTally: Tally = { uses: 0, likes: 0, votes: 0 };

async function summaryWith(
  db: Db,
  guildId: string,
  { versions, ...row }: Row,
  pack: PublishedPack,
): Promise<AestheticSummary | undefined> {
  const version = versions.at(0);
  if (!version) return undefined;
  const key = { guildId_aestheticId: { guildId, aestheticId: row.id } };
  const tally = await db.aestheticTally.findUnique({ where: key });
  return summaryOf({ ...row, version }, pack, tally ?? noTally);
}

interface SummaryRow extends Pick<Row, 'id' | 'name' | 'note' | 'creatorId'> {
  readonly version: Omit<Row['versions'][number], 'id'>;
}

function summaryOf(
  { version, ...row }: SummaryRow,
  pack: PublishedPack,
  { uses, likes, votes }: Tally,
): AestheticSummary {
  const unusable = whyUnusable(version, pack);
  return {
    id: idOf(row.id),
    name: row.name,
    version: version.number,
    kind: kindOf(version.kind),
    note: row.note,
    count: version.count,
    uses,
    votes,
    score: wilsonScore(likes, votes - likes),
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
