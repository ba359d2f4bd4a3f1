import { Prisma } from '../../../generated/prisma/client.js';
import { plainId } from '../../community/index.js';
import type { BestOf, Duel, StrengthVotes } from '../../community/index.js';
import type { Db } from '../../database/connection.js';

interface GroupRow {
  readonly kind: 'duel' | 'stream' | 'best';
  readonly subject: string;
  readonly aesthetics: readonly string[];
  readonly none: number;
  /** How many chose each picture; of a pair the last two are 0. */
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
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
  const rows = await db.$queryRaw<GroupRow[]>(countedVotesQuery(guildId, since));
  const duels = new Map<string, Mutable<Duel>>();
  const bestOf: BestOf[] = [];
  for (const row of rows) {
    const options = row.aesthetics.map((id) => (id === '' ? plainId : id));
    if (new Set(options).size < 2) continue;
    const { first, second, third, fourth } = row;
    if (row.kind === 'best') bestOf.push({ options, votes: [first, second, third, fourth].slice(0, options.length) });
    else addDuel(duels, row, options);
  }
  const counted = { duels: [...duels.values()], bestOf };
  const named = [...counted.duels.flatMap(({ a, b }) => [a, b]), ...counted.bestOf.flatMap(({ options }) => options)];
  return {
    ...counted,
    ids: [...new Set(named)].filter((id) => id !== plainId),
    count: rows.reduce(
      (sum, { none, first, second, third, fourth }) => sum + none + first + second + third + fourth,
      0,
    ),
  };
}

/** A row for each duel, pair or request, which also the benchmark explains. */
export function countedVotesQuery(guildId: string, since: number): Prisma.Sql {
  return Prisma.sql`
    SELECT c.kind::text AS kind, c.subject, c.aesthetic_ids AS aesthetics,
      (count(*) FILTER (WHERE c.best IS NULL))::int AS none,
      (count(*) FILTER (WHERE c.best = 0))::int AS first, (count(*) FILTER (WHERE c.best = 1))::int AS second,
      (count(*) FILTER (WHERE c.best = 2))::int AS third, (count(*) FILTER (WHERE c.best = 3))::int AS fourth
    FROM choice c LEFT JOIN duel d ON d.id = c.duel_id AND d.guild_id = ${guildId}
    WHERE c.guild_id = ${guildId} AND c.chosen_at >= ${new Date(since)} AND NOT c.own
      AND c.reason IS DISTINCT FROM 'subject' AND (c.kind <> 'duel' OR d.status = 'closed')
    GROUP BY c.kind, c.subject, c.aesthetic_ids`;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Members may have seen a pair the other way round. */
function addDuel(
  duels: Map<string, Mutable<Duel>>,
  { kind, subject, none, first, second }: GroupRow,
  [one, other]: readonly string[],
): void {
  const key = `${kind} ${subject}`;
  const duel = duels.get(key) ?? { a: one, b: other, aWins: 0, bWins: 0, ties: 0 };
  duels.set(key, duel);
  const same = one === duel.a;
  duel.aWins += same ? first : second;
  duel.bWins += same ? second : first;
  duel.ties += none;
}
