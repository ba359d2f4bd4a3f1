import { z } from 'zod';
import type { Db } from '../../database/connection.js';

const part = z.object({ aestheticId: z.string(), version: z.number(), weight: z.number() });
const parent = z.object({ aestheticId: z.string(), version: z.number(), share: z.number() });

/** How a version came about. Names are not in it: they are looked up, so that erased ones are nowhere. */
const lineage = z.object({
  from: z.enum(['images', 'import', 'pack', 'erasure', 'blend', 'adopt', 'votes', 'refine', 'taste', 'reembed']),
  /** The version that it continues. */
  after: z.number().exactOptional(),
  /** Of a blend. */
  parts: z.array(part).exactOptional(),
  /** Of a copy from another guild: the version that it is of, and that one's own lineage. */
  of: z.object({ aestheticId: z.string(), version: z.number(), lineage: z.unknown() }).exactOptional(),
  /**
   * Of what votes made: what the pictures were painted with, by their share of the votes, the largest first. Pictures without an aesthetic
   * have the rest. Of a member's taste: the server's aesthetics in its mixture.
   */
  parents: z.array(parent).exactOptional(),
  /** How many votes, of how many members, by which estimator, of which time. */
  votes: z.number().exactOptional(),
  members: z.number().exactOptional(),
  estimator: z.string().exactOptional(),
  period: z.string().exactOptional(),
  /** What each image counts, by its position, 1 on average; absent: all the same. */
  weights: z.array(z.number()).exactOptional(),
  /** Of a member's taste: which votes it was made of, to see whether there are others by now. */
  votesKey: z.string().exactOptional(),
});
export type Lineage = z.infer<typeof lineage>;
export type Parent = z.infer<typeof parent>;

/** Undefined where it was erased. */
export function lineageOf(json: unknown): Lineage | undefined {
  const read = lineage.safeParse(json);
  return read.success ? read.data : undefined;
}

/** What each of a version's images counts, in their order. Undefined: all the same. `positions`: those of the images that are left. */
export function weightsOf(json: unknown, positions: readonly number[]): number[] | undefined {
  const weights = lineageOf(json)?.weights;
  return weights && positions.map((position) => weights[position] ?? 1);
}

/**
 * Copies of vectors and erasures take turns, so that no copy of what is being erased escapes: `copy` holds the lock together with other
 * copies, `erase` alone. Until the transaction ends.
 */
export async function lockLineage(db: Db, as: 'copy' | 'erase'): Promise<void> {
  if (as === 'copy') await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext('aesthete:lineage'))`;
  else await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('aesthete:lineage'))`;
}

/**
 * Whose data a version is made of: who gave its images, or those of what it was made from; where it came as a vector alone, who brought
 * it. Nobody's where it is built in.
 */
export async function contributorsOf(db: Db, versionUuid: string): Promise<string[]> {
  // One after the other: several relations of one query are asked for at once, and a transaction has one connection.
  const images = await db.aestheticImage.findMany({
    where: { members: { some: { versionId: versionUuid } } },
    select: { giverId: true },
  });
  const sources = await db.aestheticVersionSource.findMany({ where: { versionId: versionUuid } });
  const givers = new Set([...images, ...sources].map(({ giverId }) => giverId));
  if (givers.size > 0) return [...givers];
  const owner = await db.aesthetic.findFirst({
    where: { versions: { some: { id: versionUuid } } },
    select: { creatorId: true },
  });
  return owner?.creatorId ? [owner.creatorId] : [];
}

/** Writes down whose data a version holds beside its images. */
export async function addSources(db: Db, versionId: string, givers: readonly string[]): Promise<void> {
  await db.aestheticVersionSource.createMany({
    data: givers.map((giverId) => ({ versionId, giverId })),
    skipDuplicates: true,
  });
}

/** The same for a version that goes on from another, with its weights: they are made of votes. */
export async function inheritSources(db: Db, versionId: string, from: string): Promise<void> {
  const sources = await db.aestheticVersionSource.findMany({ where: { versionId: from } });
  await addSources(
    db,
    versionId,
    sources.map(({ giverId }) => giverId),
  );
}
