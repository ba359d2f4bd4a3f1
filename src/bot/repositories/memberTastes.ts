import { meanVector } from '../../engine/index.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { PrismaClient } from '../../generated/prisma/client.js';
import { likeAsChoice, memberTaste, whyTooFew } from '../community/index.js';
import type { PictureChoice, Taste } from '../community/index.js';
import type { Db } from '../database/connection.js';
import { idOf, newId, uuidOf } from '../database/ids.js';
import { vectorOf } from '../database/vectors.js';
import { BotError } from '../errors.js';
import type { AestheticLabel } from '../types.js';
import { votesTimeoutMs } from './aesthetics/breed.js';
import { insertAesthetic } from './aesthetics/insert.js';
import type { NewAesthetic } from './aesthetics/insert.js';
import { addSources, contributorsOf, lineageOf, lockLineage } from './aesthetics/lineage.js';
import type { Lineage, Parent } from './aesthetics/lineage.js';
import { ownTaste } from './aesthetics/names.js';
import { insertVersion } from './aesthetics/versions.js';
import { ensureGuild } from './guilds.js';
import type { PublishedPack } from './packs.js';
import { usualPictures, votesOnPictures } from './votedPictures.js';
import type { StoredVotes, VotesOnPictures } from './votedPictures.js';

/** Of the server's aesthetics, the newest. */
const mostPrototypes = 20;
/** Of one member: cross-validation fits them ten times, and a member waits for it. */
const mostChoices = 150;
/** To say what is usual. */
const mostUsual = 500;
/** Pictures of a prompt whose mean is more its subject than one of them. */
const leastOfPrompt = 3;
/** Below, an aesthetic is no part of a taste worth naming. */
const leastShare = 0.01;

/** Whether a member has their taste learned in a guild. Undefined: they never said. */
export async function tasteSwitch(db: Db, guildId: string, memberId: string): Promise<boolean | undefined> {
  const row = await db.memberTaste.findUnique({ where: { guildId_memberId: { guildId, memberId } } });
  return row?.on;
}

export async function switchTaste(db: Db, guildId: string, memberId: string, on: boolean): Promise<void> {
  await ensureGuild(db, guildId);
  const where = { guildId_memberId: { guildId, memberId } };
  await db.memberTaste.upsert({ where, create: { guildId, memberId, on }, update: { on } });
}

/** An aesthetic that a taste can be a mixture of. */
interface Prototype extends AestheticLabel {
  readonly versionUuid: string;
  readonly vector: Float32Array;
}

/** What a member's votes say. */
export interface LearnedTaste {
  readonly taste: Taste;
  /** In the order of `taste.mixture`. */
  readonly prototypes: readonly Prototype[];
  readonly votes: VotesOnPictures;
}

/** @throws BotError: too few votes, with how many there are */
export async function learnTaste(
  db: Db,
  guildId: string,
  memberId: string,
  pack: PublishedPack,
): Promise<LearnedTaste> {
  const votes = await votesOnPictures(db, { guildId, memberId }, pack);
  const tooFew = whyTooFew('taste', { members: 1, choices: votes.votes });
  if (tooFew) throw new BotError('tooFewForTaste', { have: tooFew.have, least: tooFew.least });
  const prototypes = await prototypesOf(db, guildId, pack);
  const usual = await usualPictures(db, guildId, pack, mostUsual);
  const choices = choicesOf(votes, usual);
  const vectors = prototypes.map(({ vector }) => vector);
  return { taste: memberTaste(choices, vectors, pack.projection), prototypes, votes };
}

/** Choices, and likes as choices between a picture and what is usual for its prompt; the latest ones. */
function choicesOf(
  { pictures, choices }: VotesOnPictures,
  usual: readonly { readonly prompt: string; readonly vector: Float32Array }[],
): PictureChoice[] {
  const everything = meanVector((usual.length > 0 ? usual : pictures).map(({ vector }) => vector));
  const usualOf = ({ prompt }: StoredVotes): Float32Array => {
    const same = usual.filter((one) => one.prompt === prompt);
    return same.length >= leastOfPrompt ? meanVector(same.map(({ vector }) => vector)) : everything;
  };
  const chosen = choices.map((choice) => ({
    options: choice.pictures.map(({ vector }) => vector),
    votes: choice.votes,
  }));
  const liked = pictures
    .filter(({ likes, dislikes }) => likes + dislikes > 0)
    .map((picture) => likeAsChoice(picture.vector, usualOf(picture), picture.likes > 0));
  // A choice compares two that were looked at together: it goes first.
  return [...chosen, ...liked].slice(0, mostChoices);
}

async function prototypesOf(db: Db, guildId: string, pack: PublishedPack): Promise<Prototype[]> {
  const rows = await db.aesthetic.findMany({
    where: { ownerId: null, deletedAt: null, OR: [{ guildId }, { guildId: null, pack: pack.name }] },
    select: { id: true, name: true, versions: { orderBy: { number: 'desc' }, take: 1 } },
    orderBy: { createdAt: 'desc' },
    take: mostPrototypes,
  });
  return rows.flatMap(({ id, name, versions }) => {
    const version = versions.at(0);
    if (!version?.vector || (version.clipId !== null && version.clipId !== pack.clipId)) return [];
    const vector = vectorOf(version.vector);
    if (vector.length !== pack.projection) return [];
    return [{ id: idOf(id), name, version: version.number, versionUuid: version.id, vector }];
  });
}

/**
 * The member's taste as a stored version that recipes can name: the last one, where there are no other votes since, or a new one.
 * @throws BotError: it is off, or too few votes
 */
export async function currentTaste(
  client: PrismaClient,
  guildId: string,
  memberId: string,
  pack: PublishedPack,
): Promise<AestheticLabel> {
  if ((await tasteSwitch(client, guildId, memberId)) !== true) throw new BotError('tasteOff');
  return client.$transaction(
    async (db) => {
      await lockLineage(db, 'copy');
      const aestheticId = await ownRow(db, guildId, memberId);
      const label = (version: number) => ({ id: idOf(aestheticId), name: ownTaste, version });
      const last = await db.aestheticVersion.findFirst({ where: { aestheticId }, orderBy: { number: 'desc' } });
      const votes = await votesOnPictures(db, { guildId, memberId }, pack);
      const votesKey = keyOf(votes, pack);
      if (last?.vector && lineageOf(last.lineage)?.votesKey === votesKey) return label(last.number);
      const learned = await learnTaste(db, guildId, memberId, pack);
      const number = (last?.number ?? 0) + 1;
      const lineage: Lineage = { ...lineageOfTaste(learned), votesKey };
      const { vector } = learned.taste;
      const version = { name: ownTaste, kind: 'contrast' as const, vector, count: 0, clipId: pack.clipId };
      const versionUuid = await insertVersion(db, aestheticId, number, version, [], lineage);
      await addSources(db, versionUuid, await sourcesOf(db, memberId, learned));
      return label(number);
    },
    { timeout: votesTimeoutMs },
  );
}

/** An aesthetic of the guild with a name, out of a member's taste of now. Returns its id. @throws BotError: it is off, too few votes, the name */
export async function shareTaste(client: PrismaClient, given: NewAesthetic, pack: PublishedPack): Promise<string> {
  const { guildId, creatorId, name } = given;
  if ((await tasteSwitch(client, guildId, creatorId)) !== true) throw new BotError('tasteOff');
  return client.$transaction(
    async (db) => {
      await lockLineage(db, 'copy');
      const learned = await learnTaste(db, guildId, creatorId, pack);
      const { vector } = learned.taste;
      return insertAesthetic(db, given, {
        aesthetic: { name, kind: 'contrast', vector, count: 0, clipId: pack.clipId },
        images: [],
        lineage: lineageOfTaste(learned),
        sources: await sourcesOf(db, creatorId, learned),
      });
    },
    { timeout: votesTimeoutMs },
  );
}

function lineageOfTaste({ taste, prototypes, votes }: LearnedTaste): Lineage {
  const parents = prototypes
    .map(({ id, version }, k): Parent => ({ aestheticId: id, version, share: taste.mixture[k] }))
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share);
  return { from: 'taste', parents, votes: votes.votes, members: 1 };
}

/** Whose data a taste holds: the member's, of who asked for the pictures, and of who gave the images of what it is a mixture of. */
async function sourcesOf(db: Db, memberId: string, { taste, prototypes, votes }: LearnedTaste): Promise<string[]> {
  const sources = new Set([memberId, ...votes.pictures.map(({ askerId }) => askerId)]);
  for (const [k, { versionUuid }] of prototypes.entries())
    if (taste.mixture[k] > 0) for (const giver of await contributorsOf(db, versionUuid)) sources.add(giver);
  return [...sources];
}

function keyOf({ votes, latest }: VotesOnPictures, { clipId }: PublishedPack): string {
  return `${clipId.slice(0, 16)} ${votes} ${latest}`;
}

/** The member's private aesthetic, made where there is none, locked until the transaction ends, so that versions count up. */
async function ownRow(db: Db, guildId: string, memberId: string): Promise<string> {
  const row = { id: uuidOf(newId()), guildId, creatorId: memberId, ownerId: memberId, name: ownTaste };
  await db.aesthetic.createMany({ data: [row], skipDuplicates: true });
  const [{ id }] = await db.$queryRaw<[{ id: string }]>(Prisma.sql`
    SELECT id FROM aesthetic WHERE guild_id = ${guildId} AND owner_id = ${memberId} FOR UPDATE`);
  return id;
}
