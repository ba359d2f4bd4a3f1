import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { imageKeys, ttl } from '../imageStore.js';

/** More pictures than one request has. */
const mostPictures = 20;

/** Keys of the image store under which a generation's pictures lie until they are on Discord. */
function pictureKeys(generationId: string): string[] {
  const pictures = Array.from({ length: mostPictures }, (_, i) => imageKeys.picture(generationId, i));
  return [imageKeys.preview(generationId), ...pictures];
}

/** Keys of all that the store may have of a member's requests: pictures, and those to start from. */
export async function storedImagesOf(db: Db, memberId: string, now: number): Promise<string[]> {
  const since = new Date(now - Math.max(ttl.pictureMs, ttl.startMs));
  const rows = await db.$queryRaw<{ id: string; start: string | null }[]>(Prisma.sql`
    SELECT id, wish -> 'start' ->> 'key' AS start FROM generation
    WHERE member_id = ${memberId} AND (created_at >= ${since} OR delivered_at IS NULL OR delivered_at >= ${since})`);
  return rows.flatMap(({ id, start }) => [...pictureKeys(idOf(id)), ...(start === null ? [] : [start])]);
}

/** The same of one request's pictures alone. */
export async function storedPicturesOf(db: Db, guildId: string, id: string): Promise<string[]> {
  return (await db.generation.count({ where: { id: uuidOf(id), guildId } })) === 1 ? pictureKeys(id) : [];
}
