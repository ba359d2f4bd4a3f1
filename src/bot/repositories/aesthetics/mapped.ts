import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { vectorOf } from '../../database/vectors.js';
import { comesFrom, isNoStrip } from '../pictures/conditions.js';
import { areShown } from '../pictures/shown.js';

export interface MappedVersion {
  readonly vector: Float32Array;
  /** WebP: the newest picture painted with the aesthetic in the channels given, else its first source image. */
  readonly picture?: Uint8Array;
}

/** Of each version: requests in which a picture that may be shown is looked for, the latest. */
const mostRequests = 20;

/** Current versions of aesthetics, by the aesthetic's id. Those that lost their vector are left out. */
export async function mappedVersions(
  db: Db,
  guildId: string,
  ids: readonly string[],
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, MappedVersion>> {
  const rows = await db.$queryRaw<
    { id: string; vector: Uint8Array; painted: Uint8Array | null; given: Uint8Array | null }[]
  >(
    Prisma.sql`
    SELECT v.aesthetic_id AS id, v.vector,
      (SELECT i.thumbnail FROM aesthetic_version o
        CROSS JOIN LATERAL (SELECT * FROM generation
          WHERE guild_id = ${guildId} AND aesthetic_version_id = o.id ORDER BY created_at DESC LIMIT ${mostRequests}) g
        JOIN generated_image i ON i.generation_id = g.id AND i.aesthetic_version_id = o.id
        WHERE o.aesthetic_id = v.aesthetic_id AND ${areShown}
          AND ${isNoStrip}
          AND ${comesFrom(channelIds)}
        ORDER BY i.id DESC LIMIT 1) AS painted,
      (SELECT s.thumbnail FROM aesthetic_version_image m JOIN aesthetic_image s ON s.id = m.image_id
        WHERE m.version_id = v.id AND s.thumbnail IS NOT NULL ORDER BY m.position LIMIT 1) AS given
    FROM aesthetic_version v
    WHERE v.aesthetic_id = ANY(${ids.map(uuidOf)}::uuid[]) AND v.vector IS NOT NULL
      AND v.number = (SELECT max(number) FROM aesthetic_version WHERE aesthetic_id = v.aesthetic_id)`,
  );
  return new Map(
    rows.map(({ id, vector, painted, given }) => {
      const picture = painted ?? given;
      return [idOf(id), { vector: vectorOf(vector), ...(picture && { picture }) }];
    }),
  );
}
