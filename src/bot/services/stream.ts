import { randomInt } from 'node:crypto';
import { plainId } from '../community/index.js';
import {
  chooseOfPair,
  countedVotes,
  findPair,
  pairsChosen,
  pairThumbnails,
  stylePairs,
  subjectOf,
} from '../repositories/index.js';
import type { CountedChoice, Store, StylePair, Viewer } from '../repositories/index.js';
import type { PicturePair } from '../types.js';
import type { PairStream } from './duelTypes.js';
import { informativePair } from './informativePair.js';

/** Members whose skipped pairs are remembered, the latest. What is forgotten is shown again. */
const mostMembers = 1_000;

type AsksWhy = (
  who: Pick<Viewer, 'guildId' | 'memberId'>,
  best: number | null,
  counted: CountedChoice,
) => Promise<{ readonly asksWhy?: string }>;

/** Pairs of pictures that exist, one after another, for one member alone. */
export function createStream(client: Store['client'], now: () => number, asksWhy: AsksWhy): PairStream {
  /** By member: pairs that they skipped since they began. */
  const skipped = new Map<string, Set<string>>();
  const skippedBy = ({ guildId, memberId }: Viewer): Set<string> => {
    const key = `${guildId} ${memberId}`;
    const pairs = skipped.get(key) ?? new Set();
    skipped.delete(key);
    skipped.set(key, pairs);
    for (const oldest of skipped.keys()) {
      if (skipped.size <= mostMembers) break;
      skipped.delete(oldest);
    }
    return pairs;
  };
  const next = async (viewer: Viewer): Promise<PicturePair | undefined> => {
    const passed = skippedBy(viewer);
    const pairs = (await stylePairs(client, viewer)).filter(({ ids }) => !passed.has(subjectOf(ids)));
    const chosen = pairs.length === 0 ? undefined : await mostInformative(client, viewer, pairs);
    const thumbnails = chosen && (await pairThumbnails(client, chosen.ids));
    return thumbnails && { ids: chosen.ids, prompt: chosen.prompt, thumbnails };
  };
  return {
    first: (viewer) => {
      skippedBy(viewer).clear();
      return next(viewer);
    },
    skip: (viewer, ids) => {
      skippedBy(viewer).add(subjectOf(ids));
      return next(viewer);
    },
    choose: async (viewer, ids, best) => {
      const counted = await chooseOfPair(client, viewer, ids, best, now());
      const pair = await next(viewer);
      return { ...(pair && { pair }), ...(await asksWhy(viewer, best, counted)) };
    },
    again: async (viewer, ids) => {
      const pair = await findPair(client, viewer, ids);
      const thumbnails = pair && (await pairThumbnails(client, ids));
      return thumbnails && { ids, prompt: pair.prompt, thumbnails };
    },
    count: ({ guildId, memberId }) => pairsChosen(client, guildId, memberId),
  };
}

/** The newest pair of the aesthetics whose comparison teaches most, those of one seed before others; which is A, by chance. */
async function mostInformative(
  client: Store['client'],
  { guildId, memberId }: Viewer,
  pairs: readonly StylePair[],
): Promise<StylePair | undefined> {
  const best = pairs.filter(({ sameSeed }) => sameSeed === pairs[0]?.sameSeed);
  const named = (id: string): string => (id === '' ? plainId : id);
  const keyOf = (a: string, b: string): string => [named(a), named(b)].sort().join();
  const there = new Set(best.map(({ aestheticIds: [a, b] }) => keyOf(a, b)));
  const votes = await countedVotes(client, guildId);
  const candidates = [...new Set(best.flatMap(({ aestheticIds }) => aestheticIds.map(named)))];
  const turn = await pairsChosen(client, guildId, memberId);
  const isAllowed = (a: string, b: string): boolean => there.has(keyOf(a, b));
  const pair = informativePair(votes, { candidates, isAllowed, turn });
  const found = best.find(({ aestheticIds: [a, b] }) => keyOf(a, b) === keyOf(pair[0], pair[1]));
  if (!found || randomInt(2) === 0) return found;
  const [[a, b], [x, y]] = [found.ids, found.aestheticIds];
  return { ...found, ids: [b, a], aestheticIds: [y, x] };
}
