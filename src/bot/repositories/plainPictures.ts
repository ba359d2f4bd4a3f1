import { createHash } from 'node:crypto';
import { cardSeed } from '../../engine/index.js';
import type { PrismaClient } from '../../generated/prisma/client.js';
import type { Db } from '../database/connection.js';
import { ownBytes } from '../database/vectors.js';
import type { PublishedPack } from './packs.js';

/** What decides how the plain row looks, and whether it was checked. */
export function plainPicturesKey(
  prompts: readonly string[],
  { clipId, settings: { defaults, checks } }: PublishedPack,
): string {
  return createHash('sha256')
    .update(JSON.stringify([prompts, cardSeed, clipId, defaults, ...(checks ? ['checked'] : [])]))
    .digest('hex');
}

/** The upper row of a pack's cards, in order; undefined where it was not painted, or under another key. */
export async function plainPictures(db: Db, packName: string, key: string): Promise<Uint8Array[] | undefined> {
  const rows = await db.plainPicture.findMany({ where: { packName, key }, orderBy: { index: 'asc' } });
  return rows.length === 0 ? undefined : rows.map(({ picture }) => picture);
}

/** Keeps it in place of the one before. */
export async function keepPlainPictures(
  client: PrismaClient,
  packName: string,
  key: string,
  pictures: readonly Uint8Array[],
): Promise<void> {
  await client.$transaction(async (db) => {
    // One worker after the other.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('aesthete:plain'), hashtext(${packName}))`;
    await db.plainPicture.deleteMany({ where: { packName } });
    await db.plainPicture.createMany({
      data: pictures.map((picture, index) => ({ packName, key, index, picture: ownBytes(picture) })),
    });
  });
}
