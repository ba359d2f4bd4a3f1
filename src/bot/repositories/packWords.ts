import { createHash } from 'node:crypto';
import type { Db } from '../database/connection.js';
import { ownBytes, vectorBytes, vectorOf } from '../database/vectors.js';
import type { PublishedPack } from './packs.js';

/** Embeddings of these words by the pack's text tower, in their order; undefined until they are kept. */
export async function findWords(
  db: Db,
  pack: PublishedPack,
  words: readonly string[],
): Promise<Float32Array[] | undefined> {
  const row = await db.packWords.findUnique({ where: { packName: pack.name } });
  if (row?.key !== keyOf(pack, words)) return undefined;
  const all = vectorOf(row.vectors);
  return words.map((_, i) => all.slice(i * pack.projection, (i + 1) * pack.projection));
}

export async function keepWords(
  db: Db,
  pack: PublishedPack,
  words: readonly string[],
  vectors: readonly Float32Array[],
): Promise<void> {
  const all = new Float32Array(words.length * pack.projection);
  vectors.forEach((vector, i) => {
    all.set(vector, i * pack.projection);
  });
  const data = { key: keyOf(pack, words), vectors: ownBytes(vectorBytes(all)) };
  await db.packWords.upsert({ where: { packName: pack.name }, create: { packName: pack.name, ...data }, update: data });
}

function keyOf({ clipId }: PublishedPack, words: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([clipId, words]))
    .digest('hex');
}
