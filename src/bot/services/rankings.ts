import { likeRates, seededRandom, wilsonInterval } from '../community/index.js';
import {
  aestheticVotes,
  bestPictures,
  memberVotes,
  pictureVotesByMember,
  shownPictures,
} from '../repositories/index.js';
import type { Db } from '../repositories/index.js';
import type { Period, RankedSubject, Ranking, RankingEntry, RankingKind } from '../types.js';
import type { Rankings } from './types.js';

/** Of each ranking. */
const mostRanked = 10;

/** The votes that are looked at. */
interface Scope {
  readonly db: Db;
  readonly guildId: string;
  readonly since: number;
}

/** Best first; undefined where there is nothing to rank. */
type RankBy = (scope: Scope) => Promise<Ranking | undefined>;

/** Each kind by its measures, in the order in which they are shown. */
const measures: Readonly<Record<RankingKind, readonly RankBy[]>> = {
  aesthetics: [byCards, byTheirPictures],
  pictures: [rankPictures],
  members: [rankMembers],
};

const dayMs = 86_400_000;
const lengths: Readonly<Record<Period, number>> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs, all: Infinity };

export function createRankings(db: Db, now: () => number): Rankings {
  return {
    of: async (guildId, kind, period) => {
      const scope = { db, guildId, since: Math.max(0, now() - lengths[period]) };
      const rankings = await Promise.all(measures[kind].map((rankBy) => rankBy(scope)));
      return rankings.filter((one) => one !== undefined);
    },
  };
}

interface Counts {
  readonly likes: number;
  readonly votes: number;
}

/** By the lower end of Wilson's interval. */
function byWilson<T extends Counts>(rows: readonly T[]): (T & Pick<RankingEntry, 'value' | 'low' | 'high'>)[] {
  return rows
    .map((row) => ({ ...row, value: row.likes / row.votes, ...wilsonInterval(row.likes, row.votes) }))
    .sort((a, b) => b.low - a.low || b.votes - a.votes);
}

function ranking(measure: Ranking['measure'], entries: readonly RankingEntry[]): Ranking | undefined {
  return entries.length === 0 ? undefined : { measure, entries: entries.slice(0, mostRanked) };
}

function entryOf(subject: RankedSubject, { value, low, high, votes }: Omit<RankingEntry, 'subject'>): RankingEntry {
  return { subject, value, low, high, votes };
}

async function byCards({ db, ...votes }: Scope): Promise<Ranking | undefined> {
  const rows = byWilson(await aestheticVotes(db, votes));
  return ranking(
    'cards',
    rows.map((row) => entryOf({ kind: 'aesthetic', name: row.name }, row)),
  );
}

async function byTheirPictures({ db, ...votes }: Scope): Promise<Ranking | undefined> {
  // Live aesthetics of a guild and its pack have different names.
  const rows = await pictureVotesByMember(db, votes);
  const all = rows.flatMap(({ name: aestheticId, memberIds, likes, votes: counts }) =>
    memberIds.flatMap((memberId, i) => [
      ...Array<VoteOnPicture>(likes[i]).fill({ memberId, aestheticId, like: true }),
      ...Array<VoteOnPicture>(counts[i] - likes[i]).fill({ memberId, aestheticId, like: false }),
    ]),
  );
  // Seeded by what it rests on: shown twice, the intervals are the same.
  const rates = likeRates(all, seededRandom(`${votes.guildId} ${all.length}`));
  const entries = rates.map((rate) =>
    entryOf({ kind: 'aesthetic', name: rate.aestheticId }, { ...rate, ...rate.interval }),
  );
  return ranking(rates.at(0)?.kind === 'abovePlain' ? 'abovePlain' : 'ownRate', entries);
}

type VoteOnPicture = Parameters<typeof likeRates>[0][number];

async function rankPictures({ db, ...votes }: Scope): Promise<Ranking | undefined> {
  const best = byWilson(await bestPictures(db, votes, mostRanked))
    .flatMap(({ ids, ...row }) => ids.map((id) => ({ id, ...row })))
    .slice(0, mostRanked);
  const shown = await shownPictures(
    db,
    best.map(({ id }) => id),
  );
  const entries = best.flatMap(({ id, ...row }) => {
    const picture = shown.get(id);
    if (!picture) return [];
    const { channelId, messageId, ...rest } = picture;
    const url = messageId === null ? {} : { url: messageLink(votes.guildId, channelId, messageId) };
    return [entryOf({ kind: 'picture', ...rest, ...url }, row)];
  });
  return ranking('pictures', entries);
}

function messageLink(guildId: string, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

async function rankMembers({ db, ...votes }: Scope): Promise<Ranking | undefined> {
  const rows = byWilson(await memberVotes(db, votes));
  return ranking(
    'members',
    rows.map((row) => entryOf({ kind: 'member', id: row.memberId }, row)),
  );
}
