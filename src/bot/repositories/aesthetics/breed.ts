import type { PrismaClient } from '../../../generated/prisma/client.js';
import { asLikes, breed } from '../../community/index.js';
import type { Bred, VotedPicture } from '../../community/index.js';
import type { Db } from '../../database/connection.js';
import { idOf } from '../../database/ids.js';
import { BotError } from '../../errors.js';
import type { PublishedPack } from '../packs.js';
import { votesOnPictures } from '../votedPictures.js';
import type { StoredVotes, VotesOnPictures } from '../votedPictures.js';
import { insertAesthetic } from './insert.js';
import type { NewAesthetic } from './insert.js';
import { contributorsOf, lockLineage } from './lineage.js';
import type { Parent } from './lineage.js';
import { checkName } from './names.js';

/** Loading thousands of vectors takes a moment. */
export const votesTimeoutMs = 30_000;

export interface NewBred extends NewAesthetic {
  /** Votes of this time on, milliseconds since 1970; absent: all. */
  readonly since?: number;
  /** The name of that time. */
  readonly period: string;
}

export interface BredAesthetic {
  readonly id: string;
  readonly votes: number;
  readonly members: number;
  readonly estimator: Bred['estimator'];
  /** What the pictures were painted with, the largest share of the votes first. */
  readonly parents: readonly Parent[];
}

/**
 * Makes an aesthetic of a guild's votes: a contrast, with its lineage. It keeps no images, and remembers whose data is in it: of who gave the
 * parents' images, who asked for the pictures, and who voted. @throws BotError: the name, or too few votes, with how many there are
 */
export async function breedAesthetic(
  client: PrismaClient,
  given: NewBred,
  pack: PublishedPack,
): Promise<BredAesthetic> {
  const name = checkName(given.name);
  return client.$transaction(
    async (db) => {
      await lockLineage(db, 'copy');
      const { guildId, since } = given;
      const votes = await votesOnPictures(db, { guildId, ...(since !== undefined && { since }) }, pack);
      const members = votes.voters.length;
      const made = breed({ ...estimatorVotes(votes), members });
      if ('code' in made) throw new BotError(made.code, { have: made.have, least: made.least });
      const { parents, sources } = await ancestryOf(db, votes);
      const { estimator, vector } = made;
      const lineage = { from: 'votes' as const, parents, votes: votes.votes, members, estimator, period: given.period };
      const id = await insertAesthetic(db, given, {
        aesthetic: { name, kind: 'contrast', vector, count: 0, clipId: pack.clipId },
        images: [],
        lineage,
        sources,
      });
      return { id, votes: votes.votes, members, estimator, parents };
    },
    { timeout: votesTimeoutMs },
  );
}

/** As the estimators take them. A picture's vector is the same array wherever it comes. */
export function estimatorVotes({ pictures, choices }: VotesOnPictures) {
  return {
    pictures: pictures.filter(({ likes, dislikes }) => likes + dislikes > 0),
    choices: choices.map((choice) => ({
      options: choice.pictures.map(({ vector }) => vector),
      votes: choice.votes,
    })),
  };
}

/** What votes rest on: the versions that the pictures were painted with, by their share of the votes, and everybody whose data is in them. */
export async function ancestryOf(
  db: Db,
  votes: VotesOnPictures,
): Promise<{ readonly parents: Parent[]; readonly sources: string[] }> {
  const sources = new Set([...votes.voters, ...votes.pictures.map(({ askerId }) => askerId)]);
  const shares = sharesOf(votes);
  const parents: Parent[] = [];
  for (const [versionUuid, share] of shares) {
    const { aestheticId, number } = await db.aestheticVersion.findUniqueOrThrow({
      where: { id: versionUuid },
      select: { aestheticId: true, number: true },
    });
    parents.push({ aestheticId: idOf(aestheticId), version: number, share });
    for (const giver of await contributorsOf(db, versionUuid)) sources.add(giver);
  }
  return { parents, sources: [...sources] };
}

/** Of each version the share of the votes that its pictures have, largest first; plain pictures have the rest. */
function sharesOf(votes: VotesOnPictures): [versionUuid: string, share: number][] {
  const versions = new Map<Float32Array, StoredVotes>(votes.pictures.map((picture) => [picture.vector, picture]));
  const weigh = ({ likes, dislikes }: VotedPicture): number => likes + dislikes;
  const tallies = asLikes(estimatorVotes(votes));
  const all = tallies.reduce((sum, tally) => sum + weigh(tally), 0);
  const shares = new Map<string, number>();
  for (const tally of tallies) {
    const versionUuid = versions.get(tally.vector)?.versionUuid;
    if (versionUuid) shares.set(versionUuid, (shares.get(versionUuid) ?? 0) + weigh(tally) / all);
  }
  return [...shares].sort(([, a], [, b]) => b - a);
}
