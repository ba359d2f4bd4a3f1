import { makeAesthetic } from '../../engine/index.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { PrismaClient } from '../../generated/prisma/client.js';
import type { Db } from '../database/connection.js';
import { idOf } from '../database/ids.js';
import { vectorOf } from '../database/vectors.js';
import { lockLineage, weightsOf } from './aesthetics/lineage.js';
import { secondIngredients } from './aesthetics/second.js';
import { kindOf } from './aesthetics/summaries.js';
import { insertVersion } from './aesthetics/versions.js';
import { eraseChoices, exportChoices } from './duels/choices.js';
import { eraseModeration, moderationOf } from './moderation/memberData.js';

/** All that is kept about a member, in every guild, as JSON. Bytes are base64. */
export async function exportMember(db: Db, memberId: string): Promise<string> {
  const [aesthetics, images, generations, choices, aestheticVotes, pictureVotes, tastes] = await Promise.all([
    db.aesthetic.findMany({
      where: { creatorId: memberId },
      include: {
        versions: {
          select: { number: true, kind: true, count: true, createdAt: true, vector: true, secondVector: true },
        },
      },
    }),
    db.aestheticImage.findMany({ where: { giverId: memberId }, include: { aesthetic: { select: { name: true } } } }),
    db.generation.findMany({
      where: { memberId },
      include: { images: true, duel: true },
      orderBy: { createdAt: 'asc' },
    }),
    exportChoices(db, memberId),
    db.aestheticVote.findMany({
      where: { memberId },
      include: { aesthetic: { select: { name: true } } },
      orderBy: { votedAt: 'asc' },
    }),
    db.pictureVote.findMany({ where: { memberId }, orderBy: { votedAt: 'asc' } }),
    db.memberTaste.findMany({ where: { memberId } }),
  ]);
  const kept = {
    memberId,
    ...(await moderationOf(db, memberId)),
    aesthetics: aesthetics.map(({ id, guildId, name, note, ownerId, createdAt, deletedAt, versions }) => {
      return { id: idOf(id), guildId, name, note, ownTaste: ownerId !== null, createdAt, deletedAt, versions };
    }),
    tastes: tastes.map(({ guildId, on, createdAt }) => ({ guildId, on, createdAt })),
    images: images.map(({ aesthetic, sha256, vector, secondVector, thumbnail, picture, createdAt }) => {
      return { aesthetic: aesthetic.name, sha256, vector, secondVector, thumbnail, picture, createdAt };
    }),
    choices,
    generations: generations.map(
      ({ id, guildId, channelId, messageId, imagineOptions, outcome, createdAt, duel, images: pictures }) => {
        const shown = pictures.map(({ index, seed, plain, vector, thumbnail }) => ({
          index,
          seed,
          plain,
          vector,
          thumbnail,
        }));
        return {
          ...{ id: idOf(id), guildId, channelId, messageId, imagineOptions, outcome, createdAt, pictures: shown },
          ...(duel && { duel: { status: duel.status, closesAt: duel.closesAt, closedAt: duel.closedAt } }),
        };
      },
    ),
    aestheticVotes: aestheticVotes.map(({ guildId, aestheticId, aesthetic, value, own, createdAt, votedAt }) => {
      return { guildId, aesthetic: { id: idOf(aestheticId), name: aesthetic.name }, value, own, createdAt, votedAt };
    }),
    pictureVotes: pictureVotes.map(({ guildId, imageId, value, own, createdAt, votedAt }) => {
      return { guildId, picture: idOf(imageId), value, own, createdAt, votedAt };
    }),
  };
  return JSON.stringify(kept, plain, 2);
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? value.toString() : value;
}

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

const noVectors = { vector: null, secondVector: null } as const;

/** Aesthetics of a member. The versions that others' recipes name stay, without name and vector. */
async function eraseAesthetics(db: Db, which: Prisma.AestheticWhereInput, now: number): Promise<number> {
  const own = await db.aesthetic.findMany({ where: which, select: { id: true } });
  const ids = own.map(({ id }) => id);
  const date = new Date(now);
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
    data: { name: 'erased', note: '', liveName: null, creatorId: null, ownerId: null, deletedAt: date },
  });
  await db.aestheticShare.deleteMany({ where: { aestheticId: { in: ids } } });
  await db.aestheticVote.deleteMany({ where: { aestheticId: { in: ids } } });
  await db.guild.updateMany({ where: { aestheticId: { in: ids } }, data: { aestheticId: null } });
  await db.aesthetic.deleteMany({
    where: { id: { in: ids }, versions: { none: { generations: { some: { background: false } } } } },
  });
  return ids.length;
}

/** Images that they gave to aesthetics of others, in adopted copies too, and what was made of their images: blends and copies of vectors. */
async function eraseImages(db: Db, memberId: string, now: number): Promise<number> {
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

/** Forgets aesthetics that cannot come back and that no recipe names. Returns how many. */
export async function purgeAesthetics(db: Db, deletedBefore: number): Promise<number> {
  return db.$executeRaw(Prisma.sql`
    DELETE FROM aesthetic a
    WHERE a.guild_id IS NOT NULL AND a.deleted_at < ${new Date(deletedBefore)} AND NOT EXISTS (
      SELECT 1 FROM generation g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id WHERE v.aesthetic_id = a.id AND NOT g.background)`);
}
