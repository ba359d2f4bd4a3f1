import { UserError } from '../../../engine/index.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { inheritSources, lineageOf, lockLineage } from './lineage.js';
import { moveVersion, versionParts } from './otherClip.js';
import type { Moved, OtherClip, Unmovable, Version } from './otherClip.js';
import { insertImages, insertVersion } from './versions.js';

export type Reembedded =
  /** Its images are those of the version before; of a blend there are none. */
  | { readonly outcome: 'moved'; readonly before: number; readonly version: number; readonly images: number }
  /**
   * The current version is of that CLIP, or fits it by its length and does not say which it is of. `secondLeft`: why it has no vector for the second text encoder, where the pack
   * could give one.
   */
  | { readonly outcome: 'there'; readonly version: number; readonly secondLeft?: Unmovable }
  | { readonly outcome: 'left'; readonly version: number; readonly why: Unmovable };

/** An aesthetic of a guild, to be moved. */
export interface GuildAesthetic {
  readonly id: string;
  readonly guildId: string;
  readonly name: string;
  /** The pack that its guild has chosen; absent: the installation's. */
  readonly guildPack?: string;
}

/** Aesthetics of every guild, or of one, the oldest first, so that parts come before blends. Members' own tastes are learned anew, and are not among them. */
export async function guildAesthetics(db: Db, guildId?: string): Promise<GuildAesthetic[]> {
  const rows = await db.aesthetic.findMany({
    where: { guildId: guildId ?? { not: null }, ownerId: null, deletedAt: null },
    select: { id: true, name: true, guild: { select: { id: true, pack: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.flatMap(({ id, name, guild }) =>
    guild ? [{ id: idOf(id), name, guildId: guild.id, ...(guild.pack !== null && { guildPack: guild.pack }) }] : [],
  );
}

/**
 * The next version of an aesthetic, by another CLIP: of the kept pictures of its images, with their weights; of a blend, of its parts moved
 * likewise. An image that was embedded with that CLIP before keeps that vector. Embedding takes long, so it is done outside of transactions:
 * what changed meanwhile is left as it is.
 */
export async function reembedAesthetic(client: PrismaClient, id: string, clip: OtherClip): Promise<Reembedded> {
  const aestheticId = uuidOf(id);
  const current = await client.aestheticVersion.findFirstOrThrow({
    where: { aestheticId },
    orderBy: { number: 'desc' },
    include: versionParts,
  });
  const { number, vector, clipId } = current;
  if (clipId === null && vector?.length === 4 * clip.projection) return { outcome: 'there', version: number };
  const left = (why: Unmovable): Reembedded => ({ outcome: 'left', version: number, why });
  try {
    const moved = await moveVersion(client, current, clip);
    if ('why' in moved) return left(moved.why);
    const { secondLeft } = 'asItIs' in moved ? moved : {};
    if ('asItIs' in moved) return { outcome: 'there', version: number, ...(secondLeft && { secondLeft }) };
    const written = await client.$transaction((db) => writeNext(db, current, moved));
    if (!written) return left({ code: 'changed' });
    return { outcome: 'moved', before: number, version: number + 1, images: moved.vectors.length };
  } catch (error) {
    if (error instanceof UserError) return left({ code: 'refused', said: error.message });
    throw error;
  }
}

/** False where the aesthetic has another version by now, or is deleted. */
async function writeNext(db: Db, { id, aestheticId, number, lineage }: Version, moved: Moved): Promise<boolean> {
  await lockLineage(db, 'copy');
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM aesthetic a JOIN aesthetic_version v ON v.aesthetic_id = a.id
    WHERE v.id = ${id}::uuid AND v.vector IS NOT NULL AND a.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM aesthetic_version n WHERE n.aesthetic_id = a.id AND n.number > v.number)
    FOR UPDATE OF a`;
  if (rows.length === 0) return false;
  const imageUuids = await imagesOf(db, aestheticId, moved.vectors);
  const parts = lineageOf(lineage)?.parts;
  const next = { from: 'reembed' as const, after: number, ...(parts && { parts }) };
  const versionId = await insertVersion(db, aestheticId, number + 1, moved.aesthetic, imageUuids, next);
  await inheritSources(db, versionId, id);
  return true;
}

/** Ids of images with those vectors, in their order: copies with what is kept of them now, or those that are there. */
async function imagesOf(db: Db, aestheticId: string, vectors: Moved['vectors']): Promise<string[]> {
  const fresh = vectors.filter(({ known }) => known === undefined);
  const originals = await db.aestheticImage.findMany({ where: { id: { in: fresh.map(({ of }) => of) } } });
  const copies = fresh.flatMap(({ of, vector, second }) => {
    const original = originals.find(({ id }) => id === of);
    if (!original) return [];
    const { giverId, sha256, thumbnail, picture } = original;
    return {
      giverId,
      vector,
      ...(second && { second }),
      ...(sha256 !== null && { sha256 }),
      ...(thumbnail && { thumbnail }),
      ...(picture && { picture }),
    };
  });
  const inserted = await insertImages(db, aestheticId, '', copies);
  return vectors.map(({ of, known }) => known ?? inserted[fresh.findIndex((one) => one.of === of)]);
}
