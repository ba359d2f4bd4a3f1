import { BotError } from '../errors.js';
import {
  aestheticCounts,
  aestheticDetails,
  nextCard,
  pictureCounts,
  votedImages,
  voteOnAesthetic,
  voteOnPicture,
} from '../repositories/index.js';
import type { CastVote, Store } from '../repositories/index.js';
import type { Tally } from '../types.js';
import type { Votes } from './types.js';

export interface VotesOptions {
  readonly store: Pick<Store, 'client'>;
  readonly now: () => number;
}

/** Votes as members cast and see them: how others voted is told only after a vote of their own. */
export function createVotes({ store: { client }, now }: VotesOptions): Votes {
  return {
    onAesthetic: async (vote) => {
      const cast = await voteOnAesthetic(client, vote, now());
      if (!cast) throw new BotError('aestheticNotHere');
      return { ...tallyOf(cast, await aestheticCounts(client, vote.guildId, vote.id)), name: cast.name };
    },
    onPicture: async (vote) => {
      const cast = await voteOnPicture(client, vote, now());
      if (!cast) throw new BotError('pictureGone');
      return { ...tallyOf(cast, await pictureCounts(client, vote.id)), generationId: cast.generationId };
    },
    pictures: async (guildId, generationId, memberId) => {
      const images = await votedImages(client, guildId, generationId, memberId);
      if (images.length === 0) throw new BotError('pictureGone');
      return images.map(({ mine, likes, votes, askerId, ...picture }) => ({
        ...picture,
        ...tallyOf({ own: askerId === memberId, ...(mine !== undefined && { mine }) }, { likes, votes }),
      }));
    },
    nextCard: async ({ guildId, published: pack }, memberId, after) => {
      const { id, left } = await nextCard(client, guildId, memberId, pack, after);
      const card = id === undefined ? undefined : await aestheticDetails(client, guildId, id, pack);
      return { left, ...(card && { card }) };
    },
  };
}

function tallyOf({ mine, own }: CastVote, { likes, votes }: { readonly likes: number; readonly votes: number }): Tally {
  return { votes, own, ...(mine !== undefined && { mine, likes }) };
}
