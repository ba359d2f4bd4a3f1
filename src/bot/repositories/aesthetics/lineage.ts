import { z } from 'zod';
import type { Db } from '../../database/connection.js';

const part = z.object({ aestheticId: z.string(), version: z.number(), weight: z.number() });

/** How a version came about. Names are not in it: they are looked up, so that erased ones are nowhere. */
const lineage = z.object({
  from: z.enum(['images', 'import', 'pack', 'erasure', 'blend', 'adopt']),
  /** The version that it continues. */
  after: z.number().exactOptional(),
  /** Of a blend. */
  parts: z.array(part).exactOptional(),
  /** Of a copy from another guild: the version that it is of, and that one's own lineage. */
  of: z.object({ aestheticId: z.string(), version: z.number(), lineage: z.unknown() }).exactOptional(),
});
export type Lineage = z.infer<typeof lineage>;

/** Undefined where it was erased. */
export function lineageOf(json: unknown): Lineage | undefined {
  const read = lineage.safeParse(json);
  return read.success ? read.data : undefined;
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
  const { members, sources, aesthetic } = await db.aestheticVersion.findUniqueOrThrow({
    where: { id: versionUuid },
    select: {
      members: { select: { image: { select: { giverId: true } } } },
      sources: { select: { giverId: true } },
      aesthetic: { select: { creatorId: true } },
    },
  });
  const givers = new Set([...members.map(({ image }) => image.giverId), ...sources.map(({ giverId }) => giverId)]);
  if (givers.size === 0 && aesthetic.creatorId !== null) givers.add(aesthetic.creatorId);
  return [...givers];
}
