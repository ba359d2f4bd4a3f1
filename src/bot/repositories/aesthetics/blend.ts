import { blend } from '../../../engine/index.js';
import type { Part } from '../../../engine/index.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { vectorOf } from '../../database/vectors.js';
import { BotError, errorData } from '../../errors.js';
import type { PublishedPack } from '../packs.js';
import { insertAesthetic } from './insert.js';
import type { NewAesthetic } from './insert.js';
import { contributorsOf, lockLineage } from './lineage.js';
import { secondOf } from './second.js';
import { kindOf, whyUnusable } from './summaries.js';
import { findVersion } from './versions.js';

/** One aesthetic of a blend, by its id and version. */
export interface BlendPart {
  readonly id: string;
  readonly version: number;
  /** May be negative: away from it. */
  readonly weight: number;
}

/**
 * Makes an aesthetic of others of the guild, or built-in ones: a weighted sum of their directions. It keeps no images, and remembers
 * whose are in it. Returns its id. @throws BotError: the name, a part is gone or of another CLIP, the parts cancel out
 */
export async function blendAesthetics(
  client: PrismaClient,
  given: NewAesthetic & { readonly parts: readonly BlendPart[] },
  pack: PublishedPack,
): Promise<string> {
  return client.$transaction(async (db) => {
    await lockLineage(db, 'copy');
    const parts: Part[] = [];
    const sources = new Set<string>();
    for (const part of given.parts) {
      const found = await partOf(db, given.guildId, part, pack);
      parts.push(found.part);
      for (const giver of await contributorsOf(db, found.versionUuid)) sources.add(giver);
    }
    const lineage = {
      from: 'blend' as const,
      parts: given.parts.map(({ id, version, weight }) => ({ aestheticId: id, version, weight })),
    };
    return insertAesthetic(db, given, {
      aesthetic: blend(parts, given.name),
      images: [],
      lineage,
      sources: [...sources],
    });
  });
}

async function partOf(
  db: Db,
  guildId: string,
  { id, version: number, weight }: BlendPart,
  pack: PublishedPack,
): Promise<{ readonly part: Part; readonly versionUuid: string }> {
  const version = await findVersion(db, guildId, id, number);
  if (!version) throw new BotError('partGone');
  const { kind, vector, count, clipId, aesthetic } = version;
  const reason = whyUnusable(version, pack);
  if (reason !== undefined || vector === null)
    throw new BotError('unblendable', { name: aesthetic.name, why: reason ?? errorData('erasedVector') });
  const second = secondOf(version);
  const values = {
    name: aesthetic.name,
    kind: kindOf(kind),
    vector: vectorOf(vector),
    count,
    ...(second && { second }),
  };
  return {
    part: { aesthetic: { ...values, ...(clipId !== null && { clipId }) }, weight },
    versionUuid: version.id,
  };
}
