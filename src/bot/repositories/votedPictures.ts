import { Prisma } from '../../generated/prisma/client.js';
import type { Db } from '../database/connection.js';
import { idOf, uuidOf } from '../database/ids.js';
import { vectorOf } from '../database/vectors.js';
import type { PublishedPack } from './packs.js';

/** A picture and the votes on it that count. */
export interface StoredVotes {
  readonly id: string;
  /** Its CLIP embedding, raw. */
  readonly vector: Float32Array;
  readonly likes: number;
  readonly dislikes: number;
  readonly prompt: string;
  readonly askerId: string;
  /** The database's form; null: plain, or the version is gone. */
  readonly versionUuid: string | null;
}

/** What members chose among pictures that were shown together. */
interface StoredChoice {
  readonly pictures: readonly StoredVotes[];
  /** Of each picture; of a tie each has its share. */
  readonly votes: readonly number[];
}

export interface VotesOnPictures {
  /** Those with votes of their own, and those that are in choices alone. */
  readonly pictures: readonly StoredVotes[];
  readonly choices: readonly StoredChoice[];
  /** Members who voted. */
  readonly voters: readonly string[];
  /** Likes, dislikes and choices together. */
  readonly votes: number;
  /** Of the latest vote, milliseconds since 1970; 0 without any. */
  readonly latest: number;
}

export interface WhichVotes {
  readonly guildId: string;
  /** Votes of this time on, milliseconds since 1970. */
  readonly since?: number;
  /** Of this member alone, those on their own pictures too: they are of a taste as well. */
  readonly memberId?: string;
  /** On pictures that were painted with a version of this aesthetic. */
  readonly aestheticUuid?: string;
}

/** More pictures, or choices, than these teach little and take long: the latest. */
const mostPictures = 5_000;
const mostChoices = 1_000;

/**
 * The votes of a guild on pictures of the pack's CLIP. Left out: votes on own pictures, unless one member is asked for, and choices that were
 * made because of the subject, or among which a picture is gone or removed by a moderator.
 */
export async function votesOnPictures(db: Db, which: WhichVotes, pack: PublishedPack): Promise<VotesOnPictures> {
  const tallies = await talliesOf(db, which);
  const choices = await choicesOf(db, which);
  const ids = new Set([...tallies.map(({ id }) => id), ...choices.flatMap(({ image_ids }) => image_ids)]);
  const images = await imagesOf(db, which, [...ids], pack);
  const pictures = new Map<string, StoredVotes>();
  const tallyOf = new Map(tallies.map((tally) => [tally.id, tally]));
  for (const [uuid, image] of images) {
    const { likes, dislikes } = tallyOf.get(uuid) ?? { likes: 0, dislikes: 0 };
    pictures.set(uuid, { ...image, id: idOf(uuid), likes, dislikes });
  }
  const chosen = choices.flatMap(({ image_ids, best, chosen_at, member_id }) => {
    const shown = image_ids.flatMap((id) => pictures.get(id) ?? []);
    if (shown.length < image_ids.length || shown.length < 2) return [];
    return [{ pictures: shown, votes: shares(shown.length, best), at: chosen_at.getTime(), member_id }];
  });
  const counted = tallies.filter(({ id }) => pictures.has(id));
  return {
    pictures: [...pictures.values()],
    choices: chosen,
    voters: [...new Set([...counted.flatMap(({ voters }) => voters), ...chosen.map(({ member_id }) => member_id)])],
    votes: counted.reduce((sum, { likes, dislikes }) => sum + likes + dislikes, 0) + chosen.length,
    latest: Math.max(0, ...counted.map(({ latest }) => latest.getTime()), ...chosen.map(({ at }) => at)),
  };
}

function shares(count: number, best: number | null): number[] {
  return Array.from({ length: count }, (_, i) => (best === null ? 1 / count : Number(i === best)));
}

interface TallyRow {
  readonly id: string;
  readonly likes: number;
  readonly dislikes: number;
  readonly voters: string[];
  readonly latest: Date;
}

function talliesOf(db: Db, { guildId, since, memberId }: WhichVotes): Promise<TallyRow[]> {
  return db.$queryRaw<TallyRow[]>(Prisma.sql`
    SELECT image_id AS id, (count(*) FILTER (WHERE value > 0))::int AS likes, (count(*) FILTER (WHERE value < 0))::int AS dislikes,
      array_agg(member_id) AS voters, max(voted_at) AS latest
    FROM picture_vote
    WHERE guild_id = ${guildId} AND value <> 0 ${whose('voted_at', since, memberId)}
    GROUP BY image_id ORDER BY max(voted_at) DESC LIMIT ${mostPictures}`);
}

interface ChoiceRow {
  readonly image_ids: string[];
  readonly best: number | null;
  readonly chosen_at: Date;
  readonly member_id: string;
}

function choicesOf(db: Db, { guildId, since, memberId }: WhichVotes): Promise<ChoiceRow[]> {
  return db.$queryRaw<ChoiceRow[]>(Prisma.sql`
    SELECT image_ids, best, chosen_at, member_id FROM choice
    WHERE guild_id = ${guildId} AND reason IS DISTINCT FROM 'subject' ${whose('chosen_at', since, memberId)}
    ORDER BY chosen_at DESC LIMIT ${mostChoices}`);
}

function whose(at: 'voted_at' | 'chosen_at', since: number | undefined, memberId: string | undefined): Prisma.Sql {
  const member = memberId === undefined ? Prisma.sql`AND NOT own` : Prisma.sql`AND member_id = ${memberId}`;
  const from = since === undefined ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(at)} >= ${new Date(since)}`;
  return Prisma.sql`${member} ${from}`;
}

/** By more ids at once, Postgres would rather read the whole table. */
const idsAtOnce = 500;

type Image = Omit<StoredVotes, 'id' | 'likes' | 'dislikes'>;

/** By the database's id; those of another CLIP, and those of other aesthetics where one is asked for, are left out. */
async function imagesOf(
  db: Db,
  { guildId, aestheticUuid }: WhichVotes,
  uuids: readonly string[],
  pack: PublishedPack,
): Promise<Map<string, Image>> {
  const packs = await db.pack.findMany({ where: { clipId: pack.clipId }, select: { name: true } });
  const find = (ids: readonly string[]) =>
    db.generatedImage.findMany({
      where: {
        id: { in: [...ids] },
        generation: { guildId, removedAt: null, pack: { in: packs.map(({ name }) => name) } },
        ...(aestheticUuid !== undefined && { aestheticVersion: { aestheticId: aestheticUuid } }),
      },
      select: {
        id: true,
        vector: true,
        aestheticVersionId: true,
        generation: { select: { memberId: true, imagineOptions: true } },
      },
      orderBy: { id: 'asc' },
    });
  const sorted = [...uuids].sort();
  const rows: Awaited<ReturnType<typeof find>> = [];
  for (let i = 0; i < sorted.length; i += idsAtOnce) rows.push(...(await find(sorted.slice(i, i + idsAtOnce))));
  return new Map(
    rows.map(({ id, vector, aestheticVersionId, generation: { memberId, imagineOptions } }) => [
      id,
      {
        vector: vectorOf(vector),
        prompt: promptOf(imagineOptions),
        askerId: memberId,
        versionUuid: aestheticVersionId,
      },
    ]),
  );
}

/** Embeddings of the latest pictures of a guild with their prompts: what is usual there. */
export async function usualPictures(
  db: Db,
  guildId: string,
  pack: PublishedPack,
  most: number,
): Promise<{ readonly prompt: string; readonly vector: Float32Array }[]> {
  const packs = await db.pack.findMany({ where: { clipId: pack.clipId }, select: { name: true } });
  // Every request has a picture, but those that failed: of the latest so many, the latest pictures.
  const rows = await db.$queryRaw<{ vector: Uint8Array; wish: unknown }[]>(Prisma.sql`
    SELECT i.vector, g.wish FROM (
      SELECT id, wish FROM generation
      WHERE guild_id = ${guildId} AND removed_at IS NULL AND pack = ANY (${packs.map(({ name }) => name)}::text[])
      ORDER BY created_at DESC LIMIT ${most}) g
      JOIN generated_image i ON i.generation_id = g.id
    ORDER BY i.id DESC LIMIT ${most}`);
  return rows.map(({ vector, wish }) => ({ prompt: promptOf(wish), vector: vectorOf(vector) }));
}

function promptOf(imagineOptions: unknown): string {
  const has = typeof imagineOptions === 'object' && imagineOptions !== null && 'prompt' in imagineOptions;
  return has && typeof imagineOptions.prompt === 'string' ? imagineOptions.prompt.trim().toLowerCase() : '';
}

/** Thumbnails by picture, of those that are there. */
export async function thumbnailsOf(db: Db, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
  const rows = await db.generatedImage.findMany({
    where: { id: { in: ids.map(uuidOf) } },
    select: { id: true, thumbnail: true },
  });
  return new Map(rows.map(({ id, thumbnail }) => [idOf(id), thumbnail]));
}
