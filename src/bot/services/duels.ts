import { randomInt } from 'node:crypto';
import { plainId, rankStrengths, seededRandom } from '../community/index.js';
import { BotError } from '../errors.js';
import type { Queues } from '../queue/queues.js';
import {
  chooseBest,
  closeDuelNow,
  countDuels,
  countedVotes,
  duelResult,
  findDuel,
  findGeneration,
  isClosed,
  listAesthetics,
  pairsChosen,
  recordReason,
  voteInDuel,
} from '../repositories/index.js';
import type { CountedChoice, CountedVotes, Store } from '../repositories/index.js';
import type { Contestant } from '../types.js';
import { loadContext } from './context.js';
import type { RequestContext } from './context.js';
import type { DuelRating, Duels } from './duelTypes.js';
import { informativePair } from './informativePair.js';
import { createStream } from './stream.js';

/** Of every so many pairs that a member compares, one asks why. */
const whyEvery = 5;

export interface DuelsOptions {
  readonly store: Pick<Store, 'client'>;
  readonly queues: Pick<Queues, 'add'>;
  readonly defaultPack: string;
  readonly now: () => number;
}

/** Duels, pairs that members compare alone, and the best of a request's pictures. */
export function createDuels({ store: { client }, queues, defaultPack, now }: DuelsOptions): Duels {
  const asksWhy = async (
    { guildId, memberId }: { readonly guildId: string; readonly memberId: string },
    best: number | null,
    { pressed, id }: CountedChoice,
  ): Promise<{ readonly asksWhy?: string }> => {
    if (pressed !== 'chosen' || best === null || id === undefined) return {};
    return (await pairsChosen(client, guildId, memberId)) % whyEvery === 0 ? { asksWhy: id } : {};
  };
  return {
    pair: (context, given) => pairOf(client, context, given),
    vote: async (choice) => {
      const { guildId, generationId } = choice;
      const counted = await voteInDuel(client, choice, now());
      if (counted)
        return { pressed: counted.pressed, own: counted.own, ...(await asksWhy(choice, choice.best, counted)) };
      const duel = await findDuel(client, guildId, { generationId });
      return { closed: true, ...(duel?.status === 'closed' && { result: await duelResult(client, duel) }) };
    },
    find: async (guildId, by) => {
      const duel = await findDuel(client, guildId, by);
      const generation = duel && (await findGeneration(client, guildId, duel.generationId));
      if (!duel || !generation?.imagineOptions.duel || duel.status === 'cancelled') throw new BotError('duelGone');
      const { creatorId, status } = duel;
      return { creatorId, isOpen: status === 'open' && !isClosed(duel, now()), generation };
    },
    close: async (guildId, generationId) => {
      const duel = await findDuel(client, guildId, { generationId });
      if (!duel || !(await closeDuelNow(client, guildId, duel.id, now()))) return false;
      await queues.add('deliver', { generationId, event: 'reveal' });
      return true;
    },
    stream: createStream(client, now, asksWhy),
    best: async (choice) => {
      const { pressed, own } = await chooseBest(client, choice, now());
      return { pressed, own };
    },
    why: async (choice, reason) => {
      if (!(await recordReason(client, choice, reason))) throw new BotError('choiceGone');
    },
    ratings: async (guildId, since) => {
      const { published } = await loadContext(client, guildId, defaultPack);
      const aesthetics = await listAesthetics(client, guildId, published);
      return ratingsOf(aesthetics, await countedVotes(client, guildId, since), guildId);
    },
  };
}

/** Those that took part in a duel or a choice, strongest first, and plain, which they are measured by. */
function ratingsOf(
  aesthetics: Awaited<ReturnType<typeof listAesthetics>>,
  votes: CountedVotes,
  guildId: string,
): DuelRating[] {
  // The same votes have the same intervals, whenever they are asked for.
  const random = seededRandom(`${guildId} ${votes.count}`);
  return rankStrengths(votes.ids, votes, random).flatMap(({ id, votes: taken, ...rating }): DuelRating[] => {
    const aesthetic = id === plainId ? null : aesthetics.find((one) => one.id === id);
    // What was deleted goes on to tell how strong the others are.
    return aesthetic === undefined || taken === 0 ? [] : [{ ...rating, aesthetic, votes: taken }];
  });
}

/** A and B by chance. Whoever was not named is chosen by what members' votes on the pair would teach. */
async function pairOf(
  client: Store['client'],
  { guildId, published }: RequestContext,
  given: readonly [Contestant | undefined, Contestant | undefined],
): Promise<readonly [Contestant, Contestant]> {
  const [left, right] = given;
  if (left !== undefined && right !== undefined) {
    if (left?.id === right?.id) throw new BotError('duelSame');
    return randomInt(2) === 0 ? [left, right] : [right, left];
  }
  const all = await listAesthetics(client, guildId, published);
  const usable = all.filter(({ unusable }) => unusable === undefined);
  if (usable.length === 0) throw new BotError('duelNoAesthetics');
  const votes = await countedVotes(client, guildId);
  const candidates = [plainId, ...usable.map(({ id }) => id)];
  const named = left === undefined ? right : left;
  const wanted = named === undefined ? undefined : (named?.id ?? plainId);
  const isAllowed = (a: string, b: string): boolean => wanted === undefined || a === wanted || b === wanted;
  const turn = await countDuels(client, guildId);
  const pair = informativePair(votes, { candidates, isAllowed, turn });
  const contestant = (id: string): Contestant => {
    const found = usable.find((one) => one.id === id);
    return found ? { id, name: found.name, version: found.version } : null;
  };
  return [contestant(pair[0]), contestant(pair[1])];
}
