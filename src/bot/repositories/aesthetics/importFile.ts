import type { Aesthetic } from '../../../engine/index.js';
import type { Db } from '../../database/connection.js';
import { ownBytes, vectorBytes } from '../../database/vectors.js';
import { BotError } from '../../errors.js';
import type { PublishedPack } from '../packs.js';
import { insertAesthetic } from './insert.js';
import type { NewAesthetic } from './insert.js';
import { contributorsOf, lockLineage } from './lineage.js';
import { checkFits, maxImages } from './versions.js';

/** Versions with the same vector, of whose givers are looked for: copies of each other, as a rule. */
const mostVersions = 20;

/**
 * Makes an aesthetic of a file's, with its images where it keeps them, in a transaction of the caller's. What came out of this bot's database stays the data of those whose it
 * was, whoever brings the file: their erasure reaches it. @throws BotError: the name, too many images, or another CLIP's
 */
export async function importAesthetic(
  db: Db,
  given: NewAesthetic,
  aesthetic: Aesthetic,
  pack: PublishedPack,
): Promise<string> {
  checkFits(aesthetic, pack);
  const { images = [] } = aesthetic;
  if (images.length > maxImages)
    throw new BotError('tooMany', { name: given.name, count: images.length, most: maxImages });
  await lockLineage(db, 'copy');
  const givers = await giversOf(db, images);
  const seconds = aesthetic.second?.images;
  return insertAesthetic(db, given, {
    aesthetic,
    images: images.map((vector, i) => ({
      vector,
      ...(seconds && { second: seconds[i] }),
      ...(givers[i] !== undefined && { giverId: givers[i] }),
    })),
    lineage: { from: 'import' },
    sources: await contributorsTo(db, aesthetic.vector),
  });
}

/** Who gave each of the images, where the database has the same vector; of several the first. */
async function giversOf(db: Db, vectors: readonly Float32Array[]): Promise<(string | undefined)[]> {
  const keys = vectors.map((vector) => ownBytes(vectorBytes(vector)));
  const known = await db.aestheticImage.findMany({
    where: { vector: { in: keys } },
    orderBy: { createdAt: 'desc' },
    select: { vector: true, giverId: true },
  });
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const giverBy = new Map(known.map(({ vector, giverId }) => [hex(vector), giverId]));
  return keys.map((key) => giverBy.get(hex(key)));
}

/** Whose data the vector is of, where the database has versions with the same; built-in ones are nobody's. */
async function contributorsTo(db: Db, vector: Float32Array): Promise<string[]> {
  const same = await db.aestheticVersion.findMany({
    where: { vector: ownBytes(vectorBytes(vector)) },
    orderBy: { createdAt: 'asc' },
    take: mostVersions,
    select: { id: true },
  });
  const contributors = new Set<string>();
  // One after the other: a transaction has one connection.
  for (const { id } of same) for (const one of await contributorsOf(db, id)) contributors.add(one);
  return [...contributors];
}
