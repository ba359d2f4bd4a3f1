import { cosine, lengthOf } from '../../engine/index.js';
import { breed, disagreements } from '../community/index.js';
import type { Disagreement } from '../community/index.js';
import { BotError } from '../errors.js';
import type { Queues } from '../queue/queues.js';
import {
  aestheticById,
  estimatorVotes,
  currentTaste,
  forgetTaste,
  learnTaste,
  shareTaste,
  switchTaste,
  tasteSwitch,
  thumbnailsOf,
  votesOnPictures,
} from '../repositories/index.js';
import type { PublishedPack, Store, StoredVotes } from '../repositories/index.js';
import type { TastePicture, TasteShown } from '../types.js';
import { loadContext } from './context.js';
import { nearestWords } from './nearestWords.js';
import type { Tastes } from './types.js';

/** Of each: what fits beside the others into one message. */
const shownPictures = 3;
const shownPrototypes = 5;
/** Fewer say nothing of which are liked best and which least. */
const leastPictures = 2 * shownPictures;

export interface TastesOptions {
  readonly store: Store;
  readonly queues: Queues;
  readonly defaultPack: string;
  readonly now: () => number;
}

/** A member's own aesthetic out of their own votes: only for who asked for it, and seen by nobody else unless they share it. */
export function createTastes({ store, queues, defaultPack, now }: TastesOptions): Tastes {
  const { client } = store;
  const pack = async (guildId: string): Promise<PublishedPack> =>
    (await loadContext(client, guildId, defaultPack)).published;
  return {
    isOn: async (guildId, memberId) => (await tasteSwitch(client, guildId, memberId)) ?? false,
    switch: (guildId, memberId, on) => switchTaste(client, guildId, memberId, on),
    forget: (guildId, memberId) => forgetTaste(client, guildId, memberId, now()),
    current: ({ guildId, published }, memberId) => currentTaste(client, guildId, memberId, published),
    show: async (guildId, memberId) => {
      if ((await tasteSwitch(client, guildId, memberId)) !== true) throw new BotError('tasteOff');
      return shown({ store, queues }, guildId, memberId, await pack(guildId));
    },
    share: async (given) => {
      const published = await pack(given.guildId);
      const id = await shareTaste(client, { ...given, note: '' }, published);
      const made = await aestheticById(client, given.guildId, id, published);
      if (!made) throw new BotError('thatGone');
      return made;
    },
  };
}

async function shown(
  { store, queues }: Pick<TastesOptions, 'store' | 'queues'>,
  guildId: string,
  memberId: string,
  pack: PublishedPack,
): Promise<TasteShown> {
  const { client } = store;
  const { taste, prototypes, votes } = await learnTaste(client, guildId, memberId, pack);
  const ranked = votes.pictures
    .map((picture) => ({ picture, fits: fits(picture, taste.vector) }))
    .sort((a, b) => b.fits - a.fits)
    .map(({ picture }) => picture);
  const enough = ranked.length >= leastPictures;
  const differ = await differences(store, guildId, votes.pictures, taste.vector, pack);
  const [best, worst] = enough ? [ranked.slice(0, shownPictures), ranked.slice(-shownPictures).reverse()] : [[], []];
  const thumbnails = await thumbnailsOf(
    client,
    [...best, ...worst, ...differ].map(({ id }) => id),
  );
  const seen = new Map(votes.pictures.map((picture) => [picture.id, picture]));
  const shownOf = ({ id }: { readonly id: string }): TastePicture[] => {
    const thumbnail = thumbnails.get(id);
    return thumbnail ? [{ thumbnail, prompt: seen.get(id)?.prompt ?? '' }] : [];
  };
  return {
    votes: votes.votes,
    provisional: taste.provisional,
    certainty: taste.certainty,
    own: taste.own,
    mixture: prototypes
      .map(({ name }, k) => ({ name, share: taste.mixture[k] }))
      .filter(({ share }) => share >= 0.01)
      .sort((a, b) => b.share - a.share)
      .slice(0, shownPrototypes),
    words: await nearestWords({ store, queues }, pack, taste.vector),
    best: best.flatMap(shownOf),
    worst: worst.flatMap(shownOf),
    likesMore: differ.filter(({ member, server }) => member > server).flatMap(shownOf),
    likesLess: differ.filter(({ member, server }) => member < server).flatMap(shownOf),
  };
}

function fits({ vector }: StoredVotes, taste: Float32Array): number {
  return lengthOf(taste) > 0 ? cosine(vector, taste) : 0;
}

/** Where the member and the server's votes differ most, among the pictures that the member voted on; none where the server has too few votes. */
async function differences(
  { client }: Store,
  guildId: string,
  pictures: readonly StoredVotes[],
  taste: Float32Array,
  pack: PublishedPack,
): Promise<Disagreement[]> {
  const all = await votesOnPictures(client, { guildId }, pack);
  const server = breed({ ...estimatorVotes(all), members: all.voters.length });
  if ('code' in server || pictures.length < leastPictures) return [];
  return disagreements(pictures, taste, server.vector, shownPictures);
}
