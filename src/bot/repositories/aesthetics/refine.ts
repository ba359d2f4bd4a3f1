import { weightImages } from '../../../engine/index.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import { asLikes, refine, whyTooFew } from '../../community/index.js';
import { BotError } from '../../errors.js';
import type { PublishedPack } from '../packs.js';
import { votesOnPictures } from '../votedPictures.js';
import { ancestryOf, estimatorVotes, votesTimeoutMs } from './breed.js';
import { addSources, lockLineage } from './lineage.js';
import { whyUnusable } from './summaries.js';
import { lockOwn } from './update.js';
import { currentVersion, insertVersion } from './versions.js';

export interface RefinedAesthetic {
  readonly votes: number;
  readonly members: number;
  /** The version that it was made of. */
  readonly before: number;
  /** What each image counts, in order, summing to 1. */
  readonly weights: readonly number[];
}

/**
 * The next version of an aesthetic, its images weighted by the votes on the pictures that were painted with it, in all its versions. The
 * weights are computed anew from all votes, not from the last weights, so that no vote counts twice.
 * @throws BotError: not the guild's own, fewer than two images are kept, another CLIP's, too few votes
 */
export async function refineAesthetic(
  client: PrismaClient,
  guildId: string,
  id: string,
  pack: PublishedPack,
): Promise<RefinedAesthetic> {
  return client.$transaction(
    async (db) => {
      await lockLineage(db, 'copy');
      const aestheticUuid = await lockOwn(db, guildId, id);
      const { row, aesthetic, imageUuids } = await currentVersion(db, aestheticUuid);
      const { name, images } = aesthetic;
      const why = whyUnusable(row, pack);
      if (why !== undefined) throw new BotError('unusable', { label: `${name}@${row.number}`, why });
      if (!images || images.length < 2) throw new BotError('nothingToWeigh', { name, count: images?.length ?? 0 });
      const votes = await votesOnPictures(db, { guildId, aestheticUuid }, pack);
      const members = votes.voters.length;
      const tooFew = whyTooFew('refine', { members, votes: votes.votes });
      if (tooFew) throw new BotError(tooFew.code, { have: tooFew.have, least: tooFew.least });
      const { weights } = refine(images, asLikes(estimatorVotes(votes)));
      // Of 1 on average, so that an image that is added later counts as much as another.
      const next = weightImages(
        aesthetic,
        weights.map((weight) => weight * weights.length),
      );
      const lineage = { from: 'refine' as const, after: row.number, votes: votes.votes, members };
      const versionUuid = await insertVersion(db, aestheticUuid, row.number + 1, next, imageUuids, lineage);
      await addSources(db, versionUuid, (await ancestryOf(db, votes)).sources);
      return { votes: votes.votes, members, before: row.number, weights };
    },
    { timeout: votesTimeoutMs },
  );
}
