import { cosine, lengthOf, meanVector } from '../../engine/index.js';
import { BotError } from '../errors.js';
import type { Queues } from '../queue/queues.js';
import { findWords, keepWords } from '../repositories/index.js';
import type { PublishedPack, Store } from '../repositories/index.js';
import { adjectives } from './adjectives.js';
import { embedTexts } from './embedTexts.js';

const shown = 6;

/**
 * The adjectives whose text embeddings point most in a vector's direction, nearest first. All words share a large part, so each is taken minus
 * the mean of all. They are embedded once for a pack; where no worker can do that now, there are none.
 */
export async function nearestWords(
  ports: { readonly store: Store; readonly queues: Queues },
  pack: PublishedPack,
  vector: Float32Array,
): Promise<readonly string[]> {
  const vectors = await wordVectors(ports, pack);
  if (!vectors || !(lengthOf(vector) > 0)) return [];
  const mean = meanVector(vectors);
  return vectors
    .map((word, i) => ({ word: adjectives[i], peculiar: word.map((x, k) => x - mean[k]) }))
    .map(({ word, peculiar }) => ({ word, nearness: lengthOf(peculiar) > 0 ? cosine(peculiar, vector) : 0 }))
    .sort((a, b) => b.nearness - a.nearness)
    .slice(0, shown)
    .map(({ word }) => word);
}

async function wordVectors(
  { store, queues }: { readonly store: Store; readonly queues: Queues },
  pack: PublishedPack,
): Promise<readonly Float32Array[] | undefined> {
  const kept = await findWords(store.client, pack, adjectives);
  if (kept) return kept;
  try {
    const vectors = await embedTexts({ store, queues }, pack, adjectives);
    await keepWords(store.client, pack, adjectives, vectors);
    return vectors;
  } catch (error) {
    // Nobody paints now, or not in time: the next look has them.
    if (error instanceof BotError) return undefined;
    throw error;
  }
}
