import { Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { lockLineage } from '../aesthetics/lineage.js';
import { eraseChoices } from '../duels/choices.js';
import { eraseModeration } from '../moderation/memberData.js';
import { eraseImages, noVectors } from './eraseImages.js';
import { erasedName, eraseNames } from './eraseNames.js';

export interface Erased {
  readonly aesthetics: number;
  readonly images: number;
  readonly generations: number;
}

/**
 * Removes a member's votes and choices, their generations and duels with the votes and choices of others on them, the images they gave and the aesthetics they made. Erasure wins over history: a version with an
 * erased image loses its vector, and where images of others are left, the aesthetic goes on with those as its next version.
 */
export async function eraseMember(client: PrismaClient, memberId: string, now: number): Promise<Erased> {
  return client.$transaction(
    async (db) => {
      await lockLineage(db, 'erase');
      await eraseChoices(db, memberId);
      await db.aestheticVote.deleteMany({ where: { memberId } });
      await db.pictureVote.deleteMany({ where: { memberId } });
      const generations = await db.generation.deleteMany({ where: { memberId } });
      await eraseModeration(db, memberId);
      await db.memberTaste.deleteMany({ where: { memberId } });
      const aesthetics = await eraseAesthetics(db, { creatorId: memberId }, now);
      const images = await eraseImages(db, memberId, now);
      return { generations: generations.count, aesthetics, images };
    },
    { timeout: 60_000 },
  );
}

/** Switches a member's own taste off in a guild, and forgets what was learned. False where nothing was. */
export async function forgetTaste(
  client: PrismaClient,
  guildId: string,
  memberId: string,
  now: number,
): Promise<boolean> {
  return client.$transaction(async (db) => {
    await lockLineage(db, 'erase');
    const { count } = await db.memberTaste.deleteMany({ where: { guildId, memberId } });
    return (await eraseAesthetics(db, { guildId, ownerId: memberId }, now)) + count > 0;
  });
}

/** Aesthetics of a member. The versions that others' recipes name stay, without name and vector, and the recipes lose the name. */
async function eraseAesthetics(db: Db, which: Prisma.AestheticWhereInput, now: number): Promise<number> {
  const own = await db.aesthetic.findMany({ where: which, select: { id: true } });
  const ids = own.map(({ id }) => id);
  const date = new Date(now);
  await eraseNames(db, ids);
  await db.aestheticImage.deleteMany({ where: { aestheticId: { in: ids } } });
  await db.aestheticVersion.updateMany({
    where: { aestheticId: { in: ids } },
    data: {
      ...noVectors,
      reference: null,
      secondReference: null,
      card: null,
      cardFacts: Prisma.DbNull,
      erasedAt: date,
      lineage: {},
    },
  });
  await db.aesthetic.updateMany({
    where: { id: { in: ids } },
    data: { name: erasedName, note: '', liveName: null, creatorId: null, ownerId: null, deletedAt: date },
  });
  await db.aestheticShare.deleteMany({ where: { aestheticId: { in: ids } } });
  await db.aestheticVote.deleteMany({ where: { aestheticId: { in: ids } } });
  await db.guild.updateMany({ where: { aestheticId: { in: ids } }, data: { aestheticId: null } });
  await db.aesthetic.deleteMany({
    where: { id: { in: ids }, versions: { none: { generations: { some: { background: false } } } } },
  });
  return ids.length;
}
