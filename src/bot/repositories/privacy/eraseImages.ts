import { makeAesthetic } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { vectorOf } from '../../database/vectors.js';
import { weightsOf } from '../aesthetics/lineage.js';
import { secondIngredients } from '../aesthetics/second.js';
import { kindOf } from '../aesthetics/summaries.js';
import { insertVersion } from '../aesthetics/versions.js';

/** Of a version, what erasure takes. */
export const noVectors = { vector: null, secondVector: null } as const;

/** Images that they gave to aesthetics of others, in adopted copies too, and what was made of their images: blends and copies of vectors. */
export async function eraseImages(db: Db, memberId: string, now: number): Promise<number> {
  const images = await db.aestheticImage.findMany({
    where: { giverId: memberId },
    select: { id: true, aestheticId: true },
  });
  const ids = images.map(({ id }) => id);
  // Weighted by their votes, or by pictures that they asked for: what goes on is without weights.
  const weighted = await db.aestheticVersion.findMany({
    where: { sources: { some: { giverId: memberId } }, members: { some: {} } },
    select: { aestheticId: true },
  });
  const unweighted = new Set(weighted.map(({ aestheticId }) => aestheticId));
  await db.aestheticVersion.updateMany({
    where: { OR: [{ members: { some: { imageId: { in: ids } } } }, { sources: { some: { giverId: memberId } } }] },
    data: { ...noVectors, card: null, cardFacts: Prisma.DbNull, erasedAt: new Date(now) },
  });
  await db.aestheticImage.deleteMany({ where: { id: { in: ids } } });
  await db.aestheticVersionSource.deleteMany({ where: { giverId: memberId } });
  for (const aestheticId of new Set([...images.map((image) => image.aestheticId), ...unweighted]))
    await continueWithout(db, aestheticId, !unweighted.has(aestheticId));
  return ids.length;
}

/** If the current version lost its vector: the next one, of the images that are left. Weights are of votes, and may have to go. */
async function continueWithout(db: Db, aestheticId: string, keepWeights: boolean): Promise<void> {
  const current = await db.aestheticVersion.findFirstOrThrow({
    where: { aestheticId },
    orderBy: { number: 'desc' },
    include: {
      aesthetic: true,
      members: { include: { image: { omit: { picture: true } } }, orderBy: { position: 'asc' } },
    },
  });
  const { members, reference, kind, number, clipId, vector, lineage } = current;
  if (vector !== null || members.length === 0) return;
  const positions = members.map(({ position }) => position);
  const { images: second, ...ofSecond } = secondIngredients(
    current,
    members.map(({ image }) => image),
  );
  // Whether it had one shows by the CLIP's id, which stays.
  const hasSecond = ofSecond.clipId !== undefined;
  const weights = keepWeights ? weightsOf(lineage, positions) : undefined;
  const next = makeAesthetic({
    name: current.aesthetic.name,
    kind: kindOf(kind),
    images: members.map(({ image }) => vectorOf(image.vector)),
    ...(weights && { weights }),
    ...(reference && { reference: vectorOf(reference) }),
    ...(clipId !== null && { clipId }),
    ...(second && hasSecond && { second: { ...ofSecond, images: second } }),
  });
  const imageUuids = members.map(({ imageId }) => imageId);
  await insertVersion(db, aestheticId, number + 1, next, imageUuids, { from: 'erasure', after: number });
}
