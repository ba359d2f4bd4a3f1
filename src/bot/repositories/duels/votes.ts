import { Prisma } from '../../../generated/prisma/client.js';
import { plainId } from '../../community/index.js';
import type { BestOf, Duel, StrengthVotes } from '../../community/index.js';
import type { Db } from '../../database/connection.js';

interface GroupRow {
  readonly kind: 'duel' | 'stream' | 'best';
  readonly subject: string;
  readonly aesthetics: readonly string[];
  readonly best: number | null;
  readonly votes: number;
}

/** All choices of a guild that count in rankings, as numbers of votes on each duel, pair and request. */
export interface CountedVotes extends StrengthVotes {
  /** Every aesthetic that a vote names, by ids of ours, without plain. */
  readonly ids: readonly string[];
  readonly count: number;
}

/**
 * The choices that count: not on one's own work, not decided by the subject, and of duels those that are closed, so that no ranking tells
 * how an open one stands. `since`: only choices from then on.
 */
export async function countedVotes(db: Db, guildId: string, since = 0): Promise<CountedVotes> {
  const rows = await db.$queryRaw<GroupRow[]>(Prisma.sql`
    SELECT c.kind::text AS kind, c.subject, c.aesthetic_ids AS aesthetics, c.best::int AS best, count(*)::int AS votes
    FROM choice c LEFT JOIN duel d ON d.id = c.duel_id
    WHERE c.guild_id = ${guildId} AND c.chosen_at >= ${new Date(since)} AND NOT c.own
      AND c.reason IS DISTINCT FROM 'subject' AND (c.kind <> 'duel' OR d.status = 'closed')
    GROUP BY c.kind, c.subject, c.aesthetic_ids, c.best`);
  const duels = new Map<string, Mutable<Duel>>();
  const bestOf = new Map<string, BestOf & { readonly votes: number[] }>();
  for (const row of rows) {
    const options = row.aesthetics.map((id) => (id === '' ? plainId : id));
    if (new Set(options).size < 2) continue;
    if (row.kind === 'best') addBest(bestOf, row, options);
    else addDuel(duels, row, options);
  }
  const counted = { duels: [...duels.values()], bestOf: [...bestOf.values()] };
  const named = [...counted.duels.flatMap(({ a, b }) => [a, b]), ...counted.bestOf.flatMap(({ options }) => options)];
  return {
    ...counted,
    ids: [...new Set(named)].filter((id) => id !== plainId),
    count: rows.reduce((sum, { votes }) => sum + votes, 0),
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Members may have seen a pair the other way round. */
function addDuel(
  duels: Map<string, Mutable<Duel>>,
  { kind, subject, best, votes }: GroupRow,
  [first, second]: readonly string[],
): void {
  const key = `${kind} ${subject}`;
  const duel = duels.get(key) ?? { a: first, b: second, aWins: 0, bWins: 0, ties: 0 };
  duels.set(key, duel);
  if (best === null) duel.ties += votes;
  else if ((best === 0 ? first : second) === duel.a) duel.aWins += votes;
  else duel.bWins += votes;
}

function addBest(
  all: Map<string, BestOf & { readonly votes: number[] }>,
  { subject, best, votes }: GroupRow,
  options: readonly string[],
): void {
  const one = all.get(subject) ?? { options, votes: options.map(() => 0) };
  all.set(subject, one);
  if (best !== null) one.votes[best] += votes;
}
